"""One web process from its start to its first answer: CPU and memory."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.hub.measuring import (
    exact_cpu_s,
    figure,
    free_port,
    memory_mb,
    middle,
    process_tree,
    save,
)

ROUNDS = 5
COMMAND = [sys.executable, "-m", "drehscheibe"]


def measure(home: Path) -> tuple[float, float, float]:
    """Start, ask for the start page, stop; return CPU seconds, megabytes, seconds of waiting."""
    port = free_port()
    environment = {**os.environ, "DREHSCHEIBE_HOME": str(home), "PORT": str(port)}
    started = time.monotonic()
    process = subprocess.Popen([*COMMAND, "web", "--port", str(port)], env=environment)
    try:
        answer_after(port)
        waited = time.monotonic() - started
        pids = process_tree(process.pid)
        return sum(map(exact_cpu_s, pids)), sum(map(memory_mb, pids)), waited
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def answer_after(port: int) -> None:
    """Wait until the start page is answered."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/de/", timeout=10) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the web process did not answer within 30 s")


def main() -> None:
    home = Path(tempfile.mkdtemp())
    environment = {**os.environ, "DREHSCHEIBE_HOME": str(home)}
    try:
        prepare = [*COMMAND, "prepare", "--demo"]
        subprocess.run(prepare, env=environment, check=True, stdout=subprocess.DEVNULL)
        runs = [measure(home) for _ in range(ROUNDS)]
    finally:
        shutil.rmtree(home)
    cpu, memory, waited = (middle([run[n] for run in runs]) for n in range(3))
    save(
        "hub_startup",
        [
            figure("start of a web process: CPU to the first answer", cpu, "s", 2.5),
            figure("start of a web process: memory after it", memory, "MB", 180),
            figure("start of a web process: waiting time", waited, "s"),
        ],
    )


if __name__ == "__main__":
    main()
