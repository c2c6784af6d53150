"""Bridging on two unequal camps, and detection of injected brigades.

``python benchmarks/opinion_map/bridging_and_integrity.py [replications]``
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from benchmarks.opinion_map import measure
from drehscheibe_engines.opinion_map import OpinionMap, VoteTable, plant_groups
from drehscheibe_engines.opinion_map.integrity import find_look_alikes
from drehscheibe_engines.opinion_map.planted import draw_mask, draw_votes
from drehscheibe_engines.opinion_map.reading import read_votes


def two_camps(seed: int, *, at_random: bool) -> tuple[VoteTable, np.ndarray]:
    """80/20 camps; a quarter of the statements is liked in both."""
    rng = np.random.default_rng(seed)
    n_people, n = 1500, 120
    camp = (rng.random(n_people) < 0.2).astype(int)
    kind = rng.choice(3, n, p=[0.25, 0.5, 0.25])
    large = np.choose(
        kind, [rng.uniform(0.62, 0.85, n), rng.uniform(0.6, 0.95, n), rng.uniform(0.1, 0.5, n)]
    )
    small = np.choose(
        kind, [rng.uniform(0.62, 0.85, n), rng.uniform(0.05, 0.4, n), rng.uniform(0.1, 0.9, n)]
    )
    share = np.stack([large, small])
    rows, columns = draw_mask(rng, n_people, n, 40)
    if not at_random:
        # Who would agree is up to four times as likely to vote at all.
        kept = rng.random(rows.size) < 0.25 + 0.75 * share[camp[rows], columns]
        rows, columns = rows[kept], columns[kept]
    votes = draw_votes(rng, share[camp[rows], columns], 0.12)
    return VoteTable.from_columns(rows, columns, votes, statements=range(n)), kind == 0


def area_under_curve(score: np.ndarray, wanted: np.ndarray) -> float:
    rank = np.empty(score.size)
    rank[np.argsort(score, kind="stable")] = np.arange(1, score.size + 1)
    n = int(wanted.sum())
    return float((rank[wanted].sum() - n * (n + 1) / 2) / (n * (score.size - n)))


def bridging(runs: int, *, at_random: bool) -> dict[str, Any]:
    found: dict[str, list[float]] = {
        "agree rate": [],
        "bridging": [],
        "consensus": [],
        "robust": [],
    }
    for seed in range(runs):
        table, wanted = two_camps(seed, at_random=at_random)
        result = OpinionMap().fit(table).result_
        rate = result.counts[2] / result.counts.sum(axis=0)
        scores = (rate, result.bridging.score, result.consensus, result.robust_bridging)
        for name, score in zip(found, scores, strict=True):
            found[name].append(area_under_curve(score, wanted))
    case = "votes missing at random" if at_random else "votes not missing at random"
    return {"case": case, **{f"AUC {name}": float(np.mean(v)) for name, v in found.items()}}


def brigade(ratio: float, noise: float, runs: int) -> dict[str, Any]:
    caught, honest = [], []
    for seed in range(runs):
        rng = np.random.default_rng([seed, 7])
        table = plant_groups(
            n_people=1000, n_statements=100, votes_per_person=30, seed=seed, n_groups=3
        ).table
        size, n_scripted = int(1000 * ratio / (1 - ratio)), 25
        script = rng.choice([-1, 1], n_scripted)
        votes = np.tile(script, size)
        off = rng.random(votes.size) < noise
        votes[off] = rng.integers(-1, 2, int(off.sum()))
        table = VoteTable.from_columns(
            np.concatenate([table.rows, np.repeat(np.arange(size) + 1000, n_scripted)]),
            np.concatenate([table.columns, np.tile(rng.permutation(100)[:n_scripted], size)]),
            np.concatenate([table.values, votes]),
        )
        found = [i for one in find_look_alikes(table, seed=0) for i in one.people]
        caught.append(np.mean(np.isin(np.arange(1000, 1000 + size), found)) if size else 0.0)
        honest.append(np.mean(np.isin(np.arange(1000), found)))
    return {
        "case": f"brigade {ratio:.0%}, {noise:.0%} of answers off the script",
        "found": float(np.mean(caught)),
        "honest people accused": float(np.mean(honest)),
        "runs accusing honest people": float(np.mean(np.array(honest) > 0)),
    }


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    rows = [bridging(runs, at_random=True), bridging(runs, at_random=False)]
    rows += [brigade(ratio, noise, runs) for ratio in (0, 0.05, 0.1, 0.2) for noise in (0.05, 0.1)]
    for folder in sorted(measure.SHARED.glob("*/votes.csv")):
        table = read_votes(folder.read_bytes(), folder.parent.name).table(set(), set())
        found = sum(len(one.people) for one in find_look_alikes(table, seed=0))
        rows.append({"case": f"real: {folder.parent.name}", "found": found / table.n_people})
    measure.report("bridging_and_integrity", rows)


if __name__ == "__main__":
    main()
