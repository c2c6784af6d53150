"""Planted truth: groups, their number, false alarms, representative statements, confidence.

``python benchmarks/opinion_map/planted_truth.py [replications]``
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from benchmarks.opinion_map import measure
from drehscheibe_engines.opinion_map import OpinionMap, Planted, plant_continuum, plant_groups
from drehscheibe_engines.opinion_map.groups import adjusted_rand_index, match_groups
from drehscheibe_engines.opinion_map.representativeness import FALSE_DISCOVERY_RATE

CASES: dict[str, dict[str, Any]] = {
    "K=3, 15 votes": {"n_people": 2000, "n_statements": 150, "votes_per_person": 15, "n_groups": 3},
    "K=3, 30 votes": {"n_people": 2000, "n_statements": 150, "votes_per_person": 30, "n_groups": 3},
    "K=3, 60 votes": {"n_people": 2000, "n_statements": 150, "votes_per_person": 60, "n_groups": 3},
    "K=4": {
        "n_people": 1000,
        "n_statements": 120,
        "votes_per_person": 40,
        "n_groups": 4,
        "difference": 0.33,
    },
    "K=5": {
        "n_people": 1000,
        "n_statements": 120,
        "votes_per_person": 40,
        "n_groups": 5,
        "difference": 0.33,
    },
    "K=3, S=100": {"n_people": 1000, "n_statements": 100, "votes_per_person": 30, "n_groups": 3},
    "K=2 weak": {
        "n_people": 1000,
        "n_statements": 100,
        "votes_per_person": 30,
        "n_groups": 2,
        "difference": 0.15,
    },
}


def examine(planted: Planted, n_groups: int | None) -> dict[str, float]:
    result = OpinionMap(n_groups=n_groups).fit(planted.table).result_
    k_true = planted.agree_share.shape[0]
    row = {"k": float(result.structure.k or 1), "k_right": float(result.structure.k == k_true)}
    on_map = result.labels >= 0
    if result.structure.k is None:
        return row | {"ari": 0.0}
    labels, known = result.labels[on_map], planted.groups[on_map]
    row["ari"] = adjusted_rand_index(labels, known)
    flagged = result.divisive_q <= FALSE_DISCOVERY_RATE
    row["false_discoveries"] = float(np.sum(flagged & ~planted.divisive) / max(flagged.sum(), 1))
    row["power"] = float(np.sum(flagged & planted.divisive) / max(planted.divisive.sum(), 1))
    if result.structure.k == k_true and result.shares is not None:
        matched = match_groups(labels, known, k_true, k_true)
        right = matched[labels] == known
        sure = result.confidence[on_map]
        between = (sure >= 0.8) & (sure < 0.9)
        row["right_at_80_90"] = float(right[between].mean()) if between.any() else np.nan
        truth = planted.agree_share[matched]
        covered = (result.shares.low <= truth) & (truth <= result.shares.high)
        row["coverage"] = float(covered.mean())
    return row


def mean_row(name: str, rows: list[dict[str, float]]) -> dict[str, Any]:
    titles = list(dict.fromkeys(title for row in rows for title in row))
    means = {t: float(np.nanmean([row[t] for row in rows if t in row])) for t in titles}
    return {"case": name, "runs": len(rows), **means}


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    table = []
    for name, options in CASES.items():
        print(name, flush=True)
        drawn = [plant_groups(seed=seed, **options) for seed in range(runs)]
        table.append(mean_row(name, [examine(one, None) for one in drawn]))
        given = [examine(one, options["n_groups"]) for one in drawn]
        table.append(mean_row(f"{name}, number given", given))
    size = {"n_people": 1000, "n_statements": 100, "votes_per_person": 30}
    nothing: dict[str, list[Planted]] = {
        "noise": [plant_groups(seed=s, n_groups=1, **size) for s in range(2 * runs)]
    }
    for shape in ("normal", "uniform"):
        for d in (1, 2):
            nothing[f"continuum, {shape}, {d}-dimensional"] = [
                plant_continuum(seed=s, shape=shape, n_dimensions=d, **size) for s in range(runs)
            ]
    for name, drawn in nothing.items():
        fitted = [OpinionMap().fit(one.table).result_ for one in drawn]
        declared = [result.structure.k is not None for result in fitted]
        listed = [any(result.representative) for result in fitted]
        table.append(
            {
                "case": name,
                "runs": len(drawn),
                "groups_declared": float(np.mean(declared)),
                "runs_with_representative": float(np.mean(listed)),
            }
        )
    measure.report("planted_truth", table)


if __name__ == "__main__":
    main()
