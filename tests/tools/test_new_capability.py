"""``make new-capability`` makes a room that passes all checks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.new_capability.make import BadName, make_room

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def run(folder: Path, *command: str) -> str:
    """Run a command in a copy of the checkout; fail with its output."""
    environment = {
        k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "DATABASE_URL", "REDIS_URL"}
    }
    environment["PYTHONPATH"] = str(folder / "src")
    done = subprocess.run(
        [*command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_new_room_passes_all_checks(tmp_path: Path) -> None:
    copy = tmp_path / "checkout"
    run(ROOT, "git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(copy))

    room = make_room("workshop", copy)

    run(copy, str(BIN / "ruff"), "check", str(room))
    run(copy, str(BIN / "ruff"), "format", "--check", str(room))
    run(copy, str(BIN / "lint-imports"))
    run(copy, str(BIN / "mypy"), str(room))
    run(copy, sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")
    assert "0 faults" in run(copy, sys.executable, "-m", "tools.messages", "check")
    assert " passed" in run(
        copy, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(room)
    )


@pytest.mark.parametrize(
    "name", ["", "Founding", "two words", "x", "../etc", "directory", "a" * 40]
)
def test_a_name_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(BadName):
        make_room(name, ROOT)
