"""What the last start prepared, so that the next one need not look again.

Loading the whole program only to find that nothing is missing would double the time of a start. A
note in ``DREHSCHEIBE_HOME`` says from which program and for which database everything was prepared;
if one of them is another now, everything is prepared anew. Only for SQLite: where several hosts
share a database, its operator prepares it.
"""

from __future__ import annotations

import json
import sqlite3
import sysconfig
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings

from drehscheibe import __version__

__all__ = ["find_greeting", "remember"]

PACKAGES = (Path(__file__).parents[1], Path(__file__).parents[2] / "drehscheibe_engines")
SQLITE = "django.db.backends.sqlite3"


def find_greeting(*, demo: bool) -> str | None:
    """Return the greeting of the last start if all that it prepared is still in place, else None."""
    try:
        note = json.loads(_note().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    state = _state(demo=demo)
    if state is None or not isinstance(note, dict) or note.get("state") != state:
        return None
    return str(note.get("greeting", ""))


def remember(*, demo: bool, greeting: str) -> None:
    """Write down that everything is prepared."""
    state = _state(demo=demo)
    if state is not None:
        text = json.dumps({"state": state, "greeting": greeting}, ensure_ascii=False)
        _note().write_text(text, encoding="utf-8")


def _note() -> Path:
    return Path(settings.HOME) / "prepared.json"


def _state(*, demo: bool) -> dict[str, Any] | None:
    """Return what the preparation depends on and what it left behind; None if that cannot be told."""
    migrations = _applied_migrations()
    if migrations is None or not (Path(settings.STATIC_ROOT) / ".made-from").exists():
        return None
    times = [file.stat().st_mtime_ns for file in _sources()]
    return {
        "version": __version__,
        "sources": [len(times), max(times)],
        # Moves when a library comes, goes or gets another version.
        "libraries": Path(sysconfig.get_paths()["purelib"]).stat().st_mtime_ns,
        "database": str(settings.DATABASES["default"]["NAME"]),
        "migrations": migrations,
        "demo": demo,
    }


def _sources() -> Iterator[Path]:
    for package in PACKAGES:
        for file in package.rglob("*"):
            if file.suffix not in {".pyc", ".mo", ".new"} and file.is_file():
                yield file


def _applied_migrations() -> list[int] | None:
    """Return how many migrations the database has seen and the number of the last one."""
    database = settings.DATABASES["default"]
    name = str(database.get("NAME", ""))
    if database.get("ENGINE") != SQLITE or not Path(name).is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{Path(name).as_uri()}?mode=ro", uri=True)) as connection:
            number, last = connection.execute(
                "SELECT count(*), max(id) FROM django_migrations"
            ).fetchone()
    except sqlite3.Error:
        return None
    return [number, last or 0]
