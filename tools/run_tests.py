"""``make test``: the checks, then all tests; pytest's own closing line comes last."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools import run_checks

ROOT = Path(__file__).parents[1]


#: The browser journeys of the default run; ``make test ARGS="-m e2e"`` runs every one of them.
JOURNEYS = [
    "-k",
    "de and 1280",
    "tests/journeys/test_visit.py",
    "tests/journeys/test_main_journey.py",
]


def main(arguments: list[str]) -> int:
    """Return 0 if all checks and tests passed; with arguments, run what they choose."""
    if run_checks.main():
        return 1
    if arguments:
        return _pytest(*arguments)
    workers = str(min(os.cpu_count() or 1, 4))
    # The slow ones take minutes each: `make test ARGS="-m slow"`.
    failed = _pytest("-n", workers, "-m", "not e2e and not slow")
    # One browser at a time, in the order of the story.
    return failed or _pytest("-p", "no:randomly", *JOURNEYS)


def _pytest(*arguments: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
