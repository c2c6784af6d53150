"""Rooms look alike: the same file names everywhere, no drawers for what has no room."""

from __future__ import annotations

from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"
SOURCES = [p for p in sorted(SRC.rglob("*.py")) if not {"migrations", "tests"} & set(p.parts)]
ROOMS = sorted(
    p for p in (SRC / "drehscheibe" / "capabilities").iterdir() if (p / "apps.py").exists()
)
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "base_utils"}


def test_no_module_is_a_drawer() -> None:
    assert [str(p.relative_to(SRC)) for p in SOURCES if p.stem in DRAWERS] == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_room_has_the_files_that_a_newcomer_looks_for(room: Path) -> None:
    # A file that has grown large becomes a package of the same name.
    present = {p.name for p in room.iterdir()} | {
        f"{p.name}.py" for p in room.iterdir() if p.is_dir()
    }
    wanted = {
        "README.md",
        "api.py",
        "models.py",
        "facts.py",
        "rules.py",
        "queries.py",
        "tests",
        "urls.py",
    }

    assert wanted - present == set()
    assert "services.py" in present
