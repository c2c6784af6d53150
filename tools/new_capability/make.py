"""Copy the template of a room, enter it where rooms are listed, make its first migration."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

TEMPLATE = Path(__file__).parent / "room"
NAME = re.compile(r"[a-z][a-z]{2,29}")


class BadName(ValueError):  # noqa: N818 -- reads as the sentence it is
    """The name cannot be that of a room; the message says why."""


def make_room(name: str, root: Path) -> Path:
    """Make the room ``name`` in the checkout ``root`` and return its folder.

    Raises
    ------
    BadName
        If the name is no lower-case English word or a room has it already.
    """
    rooms = root / "src" / "drehscheibe" / "capabilities"
    if not NAME.fullmatch(name):
        raise BadName(
            f"{name!r} cannot name a room: take one lower-case English word, such as founding"
        )
    if (rooms / name).exists():
        raise BadName(f"there is a room {name} already")
    for source in sorted(TEMPLATE.rglob("*")):
        if source.is_file() and source.suffix != ".pyc":
            _copy(source, rooms / name, name)
    _enter(
        root / "src" / "drehscheibe" / "config" / "settings" / "base.py",
        "CAPABILITIES = [",
        f'"{name}", ',
    )
    _enter(root / "pyproject.toml", _layers_line(root), f'"{name}", ')
    _enter_url(root / "src" / "drehscheibe" / "config" / "urls.py", name)
    _run(root, "manage.py", "makemigrations", name, "--name", "initial")
    # Django writes the imports of a migration in an order of its own.
    _run(root, "-m", "ruff", "check", "--fix", "--quiet", str(rooms / name))
    _run(root, "-m", "ruff", "format", "--quiet", str(rooms / name))
    return rooms / name


def _copy(source: Path, room: Path, name: str) -> None:
    relative = str(source.relative_to(TEMPLATE)).replace("NAME", name).removesuffix(".txt")
    target = room / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    text = source.read_text(encoding="utf-8")
    target.write_text(
        text.replace("NAME", name).replace("Name", name.capitalize()), encoding="utf-8"
    )


def _layers_line(root: Path) -> str:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    containers = text.index('containers = ["drehscheibe.capabilities"]')
    return text[text.index("layers = [", containers) :].split('"', 1)[0]


def _enter(file: Path, before: str, entry: str) -> None:
    """Put an entry at the head of a list; the list after the capabilities' container in pyproject."""
    text = file.read_text(encoding="utf-8")
    start = text.index('containers = ["drehscheibe.capabilities"]') if file.suffix == ".toml" else 0
    place = text.index(before, start) + len(before)
    file.write_text(text[:place] + entry + text[place:], encoding="utf-8")


def _enter_url(file: Path, name: str) -> None:
    text = file.read_text(encoding="utf-8")
    first = text.index('        path("", include("drehscheibe.capabilities.')
    line = f'        path("", include("drehscheibe.capabilities.{name}.urls")),\n'
    file.write_text(text[:first] + line + text[first:], encoding="utf-8")


def _run(root: Path, *arguments: str) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(root / "src"),
        "DJANGO_SETTINGS_MODULE": "drehscheibe.config.settings.test",
    }
    subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
