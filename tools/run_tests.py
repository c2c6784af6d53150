"""``make test``: the checks, then all tests; pytest's own closing line comes last."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools import run_checks

ROOT = Path(__file__).parents[1]

#: Each browser has a worker, a database and a server of its own, all in memory. More of them than
#: two only wait for each other: every browser keeps more than one core busy.
BROWSERS = "2"
#: One test at a time to whoever is free; the longest stand in front, so that none is left over.
JOURNEYS = [
    *("-m", "e2e", "-p", "no:randomly"),
    *("-n", BROWSERS, "--dist", "load", "--maxschedchunk", "1"),
    *("tests/journeys/test_main_journey.py", "tests/journeys", "src/drehscheibe/ui/tests"),
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
    return failed or _pytest(*JOURNEYS)


def _pytest(*arguments: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
