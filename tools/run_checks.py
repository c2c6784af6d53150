"""Style, types, import directions, migrations, texts: what must hold before anything lands."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
CHECKS = (
    ("style", [BIN / "ruff", "check", "--quiet", "."]),
    ("format", [BIN / "ruff", "format", "--check", "--quiet", "."]),
    ("types", [BIN / "mypy", "src", "tools", "tests", "benchmarks"]),
    ("import directions", [BIN / "lint-imports"]),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("German and English texts", [sys.executable, "-m", "tools.messages", "check"]),
)


def main() -> int:
    """Run every check, print the output of those that fail, return 1 if one did."""
    failed = [label for label, command in CHECKS if not _passes(label, [str(c) for c in command])]
    if failed:
        print(f"Not kept: {', '.join(failed)}")
    return 1 if failed else 0


def _passes(label: str, command: list[str]) -> bool:
    started = time.monotonic()
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    mark = "✓" if result.returncode == 0 else "✗"
    print(f"  {mark} {label:<32}{time.monotonic() - started:5.1f} s", flush=True)
    if result.returncode:
        print(result.stdout, result.stderr, sep="\n")
    return result.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
