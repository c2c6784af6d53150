"""Shared by the scripts beside: one thread, timing, tables, results, and realistic applications.

Import this before NumPy: it pins the number of threads.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import gc  # noqa: E402 -- after the threads are pinned
import json  # noqa: E402
import platform  # noqa: E402
import statistics  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable, Sequence  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any, TypeVar  # noqa: E402

import numpy as np  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from drehscheibe_engines.allocation import Application, Tour  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results"
T = TypeVar("T")


def make_night(
    groups: int, tours: int, *, places: int, seed: int = 1, wishes: int = 5
) -> tuple[list[Tour], list[Application]]:
    """Return applications like those of a public night of tours.

    Groups of 1-6 (about two people on average), `wishes` different ranked wishes, tours whose
    popularity falls with rank to the power -0.7, equal buses, no "any of these".
    """
    rng = np.random.default_rng(seed)
    popularity = np.arange(1, tours + 1) ** -0.7
    cumulated = np.cumsum(popularity / popularity.sum())
    names = [f"T{number:05d}" for number in range(tours)]
    sizes = rng.choice(6, size=groups, p=[0.36, 0.36, 0.11, 0.1, 0.04, 0.03]) + 1
    picks = np.searchsorted(cumulated, rng.random((groups, 4 * wishes))).clip(max=tours - 1)
    applications = [
        Application(
            f"A{number:07d}",
            size,
            wishes=tuple([names[one] for one in list(dict.fromkeys(row))[:wishes]]),
        )
        for number, (size, row) in enumerate(zip(sizes.tolist(), picks.tolist(), strict=True))
    ]
    return [Tour(name, places) for name in names], applications


def as_document(tours: Sequence[Tour], applications: Sequence[Application]) -> dict[str, Any]:
    """Return the JSON document of the command."""
    return {
        "tours": [
            {"id": one.id, "capacity": one.capacity, "wheelchair": one.wheelchair} for one in tours
        ],
        "applications": [
            {
                "id": one.id,
                "people": one.people,
                "wheelchair": one.wheelchair,
                "wishes": list(one.wishes),
                "any": list(one.any_of),
                "weight": one.weight,
            }
            for one in applications
        ],
    }


def measure(work: Callable[[], T], *, rounds: int = 5) -> tuple[T, dict[str, float]]:
    """Run `rounds` times; return the last value, median and least wall and CPU seconds."""
    walls, cpus = [], []
    for _ in range(rounds):
        gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        value = work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return value, {
        "wall_median_s": statistics.median(walls),
        "wall_least_s": min(walls),
        "cpu_median_s": statistics.median(cpus),
        "cpu_least_s": min(cpus),
    }


def print_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print an aligned table."""
    cells = [[*head], *[[_show(cell) for cell in row] for row in rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))


def save(name: str, figures: dict[str, Any]) -> None:
    """Write the figures with the machine they were measured on."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    machine = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "load_average": load,
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    target = RESULTS / f"allocation_{name}.json"
    target.write_text(json.dumps({"machine": machine, **figures}, indent=1) + "\n", "utf-8")
    print(f"written: {target.relative_to(ROOT)}")


def _show(cell: object) -> str:
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)
