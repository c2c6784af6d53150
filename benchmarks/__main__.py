"""``make bench``: run every benchmark, one after the other, each in a process of its own.

``make bench ARGS="hub"`` runs one folder, ``ARGS="hub/pages"`` one script.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks import table

HERE = Path(__file__).parent


def scripts(wanted: list[str]) -> list[Path]:
    """Return the scripts to run: all, or those whose path begins with one of the words."""
    # The bare view is the measure of other scripts, no figure of its own.
    found = sorted(
        f
        for f in HERE.glob("*/*.py")
        if 'if __name__ == "__main__"' in f.read_text() and f.stem != "bare_view"
    )
    return [f for f in found if not wanted or any(_name(f).startswith(word) for word in wanted)]


def _name(script: Path) -> str:
    return script.relative_to(HERE).with_suffix("").as_posix()


def main(wanted: list[str]) -> int:
    """Run the scripts; return 1 if one failed or none fits."""
    chosen = scripts(wanted)
    if not chosen:
        print(f"No benchmark fits {wanted}. There are:", *map(_name, scripts([])), sep="\n  ")
        return 1
    # One thread for the libraries, so that a ratio compares code and not luck with cores.
    one = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
    source = os.pathsep.join(filter(None, [str(HERE.parent / "src"), os.environ.get("PYTHONPATH")]))
    failed = []
    for script in chosen:
        print(f"\n== {_name(script)}", flush=True)
        environment = {**os.environ, **one, "PYTHONPATH": source}
        module = f"benchmarks.{_name(script).replace('/', '.')}"
        command = [sys.executable, "-m", module]
        if subprocess.run(command, cwd=HERE.parent, env=environment, check=False).returncode:
            failed.append(_name(script))
    table.main()
    if failed:
        print("\nFailed:", ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
