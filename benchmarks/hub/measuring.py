"""What the hub's benchmarks share: CPU per call, a process's cost, results on disk."""

from __future__ import annotations

import gc
import json
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results"
TICKS_PER_S = 100


def cpu_ms(call: Callable[[int], object], *, rounds: int, per_round: int) -> list[float]:
    """Return milliseconds of this process's CPU per call, one mean per round.

    ``call`` gets a running number, so that it can ask for something new each time.
    """
    means = []
    number = 0
    for _ in range(rounds):
        gc.collect()
        started = time.process_time()
        for _ in range(per_round):
            call(number)
            number += 1
        means.append((time.process_time() - started) * 1000 / per_round)
    return means


def process_tree(root: int) -> list[int]:
    """Return a process and all that it started, as far as they live."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo.extend(children.get(pid, []))
    return found


def cpu_s(pid: int) -> float:
    """Return the CPU seconds that a living process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def memory_mb(pid: int) -> float:
    """Return the proportional memory (PSS) of a living process in megabytes."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def save(name: str, rows: list[dict[str, Any]]) -> None:
    """Print a table of the rows and keep them in ``benchmarks/results``."""
    RESULTS.mkdir(exist_ok=True)
    document = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "rows": rows,
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    for row in rows:
        mark = {True: "met", False: "MISSED", None: ""}[row.get("met")]
        print(f"  {row['what']:<58}{row['value']:>12}  target {row.get('target', '–'):<14} {mark}")
