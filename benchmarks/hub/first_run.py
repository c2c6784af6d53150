"""``make run`` on a fresh clone until the start page answers, and once more."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.hub.measuring import ROOT, figure, free_port, save
from benchmarks.hub.startup import answer_after


def time_run(clone: Path) -> float:
    """Return the seconds from ``make run`` to the first answer of the start page."""
    port = free_port()
    clean = {
        k: v
        for k, v in os.environ.items()
        if k not in {"PYTHONPATH", "VIRTUAL_ENV", "DREHSCHEIBE_HOME"}
    }
    clean["PATH"] = os.pathsep.join(p for p in clean["PATH"].split(os.pathsep) if ".venv" not in p)
    started = time.monotonic()
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=clone,
        env=clean,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(20):
            try:
                answer_after(port)
                break
            except SystemExit:
                if process.poll() is not None:
                    raise
        return time.monotonic() - started
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        clone = folder / "drehscheibe"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        first, again = time_run(clone), time_run(clone)
    finally:
        shutil.rmtree(folder)
    save(
        "hub_first_run",
        [
            figure("make run on a fresh clone", first, "s", 120),
            figure("make run again", again, "s", 6),
        ],
    )


if __name__ == "__main__":
    main()
