"""Cold and warm maps of one to thirty million votes, beside red-dwarf on the same votes.

``python benchmarks/opinion_map/cold_and_warm.py [--large] [--without-peer]``
"""

from __future__ import annotations

import argparse
import resource
import sys
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.opinion_map import measure
from drehscheibe_engines.opinion_map import OpinionMap, VoteTable
from drehscheibe_engines.opinion_map.default_method import draw_picture
from drehscheibe_engines.opinion_map.reading import read_votes

SIZES = [(10_000, 200, 30, 5, 2), (33_422, 783, 60, 5, 1)]
LARGE = [(1_000_000, 1_000, 30, 2, 0)]


def measure_one(
    name: str, table: VoteTable, repeats: int, peer_repeats: int, build: dict[str, float]
) -> dict[str, Any]:
    cold = measure.best_of(repeats, lambda: OpinionMap(evidence="none").fit(table))
    picture = draw_picture(table, n_axes=2, seed=0, quick=True)
    start = picture.axes.directions
    warm = measure.best_of(
        repeats, lambda: draw_picture(table, n_axes=2, seed=0, start=start, quick=True)
    )
    row: dict[str, Any] = {
        "conversation": name,
        "votes": int(table.values.size),
        "build_wall_s": build["wall_s"],
        "build_cpu_s": build["cpu_s"],
        "cold_wall_s": cold["wall_s"],
        "cold_cpu_s": cold["cpu_s"],
        "warm_picture_wall_s": warm["wall_s"],
        "warm_picture_cpu_s": warm["cpu_s"],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    if peer_repeats:
        peer = measure.peer_seconds(table, peer_repeats)
        row["peer_wall_s"], row["peer_cpu_s"] = peer["wall_s"], peer["cpu_s"]
        row["ratio_cpu"] = peer["cpu_s"] / cold["cpu_s"]
    return row


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", action="store_true", help="no more than 300,000 votes")
    parser.add_argument("--large", action="store_true", help="also 30 million votes")
    parser.add_argument("--without-peer", action="store_true")
    options = parser.parse_args()
    rows = []
    real = measure.SHARED / "vtaiwan.uberx" / "participants-votes.csv"
    if real.exists():
        table = read_votes(real.read_bytes(), real.name).table(set(), set())
        peers = 0 if options.without_peer else 5
        rows.append(measure_one("vtaiwan.uberx", table, 15, peers, {"wall_s": 0.0, "cpu_s": 0.0}))
    for people, statements, votes, repeats, with_peer in (
        SIZES[: 1 if options.small else None] + LARGE * options.large
    ):
        columns = measure.large_conversation(people, statements, votes)
        table = VoteTable.from_columns(*columns[:3])
        build = measure.best_of(3, partial(VoteTable.from_columns, *columns[:3]))
        name = f"{people} x {statements}"
        peers = 0 if options.without_peer else with_peer
        rows.append(measure_one(name, table, repeats, peers, build))
    measure.report("cold_and_warm", rows)


if __name__ == "__main__":
    main()
