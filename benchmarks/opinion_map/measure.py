"""Shared by the benchmarks: one thread, wall and CPU seconds, results as table and JSON."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"

import numpy as np  # noqa: E402 -- reads the number of threads when it is loaded

from drehscheibe_engines.opinion_map import VoteTable  # noqa: E402 -- loads numpy

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results"
SHARED = Path(os.environ.get("DREHSCHEIBE_SHARED_DATA", ROOT.parent / "shared" / "data")) / "polis"
PEERS = Path(os.environ.get("DREHSCHEIBE_PEERS", Path.home() / ".cache" / "drehscheibe-peers"))
RED_DWARF = "red-dwarf==0.4.0"


def best_of(repeats: int, run: Callable[[], object]) -> dict[str, float]:
    """Best wall and CPU seconds of some runs."""
    walls, cpus = [], []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return {"wall_s": min(walls), "cpu_s": min(cpus)}


def report(name: str, rows: list[dict[str, Any]]) -> None:
    """Print a table and write it as JSON into benchmarks/results/."""
    titles = list(dict.fromkeys(title for row in rows for title in row))
    print(" | ".join(titles))
    for row in rows:
        print(" | ".join(_text(row.get(title, "")) for title in titles))
    RESULTS.mkdir(exist_ok=True)
    machine = {
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "threads": 1,
    }
    content = json.dumps({"name": name, **machine, "rows": rows}, indent=1)
    (RESULTS / f"opinion_map_{name}.json").write_text(content + "\n", encoding="utf-8")


def large_conversation(
    n_people: int, n_statements: int, votes_per_person: float, seed: int = 0, n_groups: int = 3
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Rows, columns, votes and groups of a large planted conversation, quickly."""
    rng = np.random.default_rng(seed)
    drawn = rng.negative_binomial(2, 2 / (2 + votes_per_person), n_people)
    lengths = np.clip(drawn, 1, n_statements)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    groups = rng.integers(0, n_groups, n_people)
    side = rng.integers(0, 2, (n_groups, n_statements)) * 2 - 1
    base = rng.uniform(0.2, 0.8, n_statements)
    share = np.clip(base + 0.3 * side * (rng.random(n_statements) < 0.4), 0.03, 0.97)
    share = share.astype(np.float32)
    rows = np.repeat(np.arange(n_people, dtype=np.int32), lengths)
    order = rng.permutation(n_statements).astype(np.int32)
    step = np.arange(rows.size, dtype=np.int64) - starts[rows]
    columns = order[(rng.integers(0, n_statements, n_people)[rows] + step) % n_statements]
    votes = (rng.random(rows.size, dtype=np.float32) < share[groups[rows], columns]) * 2 - 1
    votes[rng.random(rows.size, dtype=np.float32) < 0.12] = 0
    return rows, columns, votes.astype(np.int8), groups


def peer_seconds(table: VoteTable, repeats: int) -> dict[str, float]:
    """Time red-dwarf's whole pipeline on the same votes in an environment of its own."""
    python = PEERS / "red-dwarf" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", RED_DWARF], check=True)
    handed_over = PEERS / "votes.npz"
    np.savez(handed_over, rows=table.rows, columns=table.columns, values=table.values)
    script = Path(__file__).with_name("peer_red_dwarf.py")
    run = subprocess.run(
        [str(python), str(script), str(handed_over), str(repeats)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return seconds


def _text(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
