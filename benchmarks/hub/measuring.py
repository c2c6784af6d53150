"""What the hub's benchmarks share: CPU per call, a process's cost, results on disk."""

from __future__ import annotations

import gc
import json
import os
import platform
import socket
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results"
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


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


def exact_cpu_s(pid: int) -> float:
    """Return the CPU seconds of a living process and its threads, to the nanosecond where Linux tells."""
    try:
        threads = list(Path(f"/proc/{pid}/task").glob("*/schedstat"))
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9
    except (OSError, ValueError, IndexError):
        return cpu_s(pid)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def memory_mb(pid: int) -> float:
    """Return the proportional memory (PSS) of a living process in megabytes."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def figure(
    what: str, value: float, unit: str, most: float | None = None, **details: float
) -> dict[str, Any]:
    """Return one row of results: what was measured, and whether it is at most what was promised."""
    row: dict[str, Any] = {"what": what, "value": round(value, 3), "unit": unit}
    if most is not None:
        row |= {"target": most, "met": value <= most}
    return row | {name: round(number, 3) for name, number in details.items()}


def save(name: str, rows: list[dict[str, Any]]) -> None:
    """Print a table of the rows and keep them in ``benchmarks/results``."""
    RESULTS.mkdir(exist_ok=True)
    document = {
        "machine": {
            "machine": platform.machine(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "load_average": round(os.getloadavg()[0], 1),
        },
        "rows": rows,
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    for row in rows:
        mark = {True: "met", False: "MISSED", None: ""}[row.get("met")]
        target = f"target {row['target']:g} {row['unit']}" if "target" in row else ""
        print(f"  {row['what']:<58}{row['value']:>10.4g} {row['unit']:<4} {target:<18} {mark}")
