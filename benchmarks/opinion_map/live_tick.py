"""Live map: seconds per tick after 50 new votes, and votes taken in per second."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from benchmarks.opinion_map import measure
from drehscheibe_engines.opinion_map import LiveMap, OpinionMap
from drehscheibe_engines.opinion_map.reading import read_votes

SIZES = [(5_000, 200, 50, 100), (8_000, 3_500, 125, 40)]


def run(
    name: str, log: list[tuple[int, int, int]], shape: tuple[int, int], n_ticks: int
) -> dict[str, Any]:
    live, rng = LiveMap(), np.random.default_rng(0)
    started = time.perf_counter()
    live.add_votes(log)
    taken_in = len(log) / (time.perf_counter() - started)
    live.tick()
    # A first partition is enough here: a tick does the same work whatever made the groups.
    live.load(OpinionMap(n_groups=3, evidence="none").fit(live.table()).result_)
    live.tick()
    walls, cpus = [], []
    for _ in range(n_ticks):
        fresh = rng.integers(0, [*shape, 3], (50, 3)) - [0, 0, 1]
        live.add_votes([(int(p), int(s), int(v)) for p, s, v in fresh])
        wall, cpu = time.perf_counter(), time.process_time()
        live.tick()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return {
        "conversation": name,
        "votes": len(log),
        "taken_in_per_s": taken_in,
        "tick_wall_p50_s": float(np.percentile(walls, 50)),
        "tick_wall_p95_s": float(np.percentile(walls, 95)),
        "tick_cpu_p50_s": float(np.percentile(cpus, 50)),
        "tick_cpu_p95_s": float(np.percentile(cpus, 95)),
    }


def main() -> None:
    rows = []
    real = measure.SHARED / "vtaiwan.uberx" / "participants-votes.csv"
    if real.exists():
        table = read_votes(real.read_bytes(), real.name).table(set(), set())
        parts = (table.rows.tolist(), table.columns.tolist(), table.values.tolist())
        shape = (table.n_people, table.n_statements)
        row = run("vtaiwan.uberx", list(zip(*parts, strict=True)), shape, 100)
        peer = measure.peer_seconds(table, 5)
        row["peer_full_recompute_cpu_s"] = peer["cpu_s"]
        row["ratio_cpu"] = peer["cpu_s"] / row["tick_cpu_p50_s"]
        rows.append(row)
    for people, statements, votes, n_ticks in SIZES:
        drawn = measure.large_conversation(people, statements, votes)
        log = list(zip(*(part.tolist() for part in drawn[:3]), strict=True))
        rows.append(run(f"{people} x {statements}", log, (people, statements), n_ticks))
    measure.report("live_tick", rows)


if __name__ == "__main__":
    main()
