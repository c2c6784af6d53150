"""Planted truth: groups, their number, false alarms, representative statements, confidence.

``python benchmarks/opinion_map/planted_truth.py [runs per case]``; about five minutes with the
six runs that are the default.
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
from drehscheibe_engines.opinion_map.membership import predict_membership, vote_indicators
from drehscheibe_engines.opinion_map.representativeness import FALSE_DISCOVERY_RATE

PASS_RATIO = 0.12
#: False discoveries, noise and continua are rare events: more runs than for the others.
MANY = 4

CASES: dict[str, dict[str, Any]] = {
    f"K=3, {n} votes": {
        "n_people": 2000,
        "n_statements": 150,
        "votes_per_person": n,
        "n_groups": 3,
    }
    for n in (15, 30, 60)
} | {
    f"K={k}{name}": {
        "n_people": 1000,
        "n_statements": 120,
        "votes_per_person": 40,
        "n_groups": k,
        "difference": 0.33,
        "dispersion": dispersion,
    }
    for name, dispersion in (("", 2.0), (", all equally active", np.inf))
    for k in (4, 5)
}
EFFECTS: dict[str, dict[str, Any]] = {
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
    row["ari_best"] = adjusted_rand_index(labels_by_truth(planted)[on_map], known)
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


def labels_by_truth(planted: Planted) -> np.ndarray:
    """Most likely group of each person when the true shares are known: nothing can do better."""
    agree = planted.agree_share
    passes = np.full_like(agree, PASS_RATIO)
    shares = np.stack([1 - agree - passes, passes, agree], axis=1)
    sizes = np.full(agree.shape[0], 1 / agree.shape[0])
    likely = predict_membership(vote_indicators(planted.table), np.maximum(shares, 1e-3), sizes)
    return np.argmax(likely, axis=1)


def mean_row(name: str, rows: list[dict[str, float]]) -> dict[str, Any]:
    titles = list(dict.fromkeys(title for row in rows for title in row))
    means = {t: float(np.nanmean([row[t] for row in rows if t in row])) for t in titles}
    return {"case": name, "runs": len(rows), **means}


def no_groups(name: str, drawn: list[Planted]) -> dict[str, Any]:
    fitted = [OpinionMap().fit(one.table).result_ for one in drawn]
    return {
        "case": name,
        "runs": len(drawn),
        "groups_declared": float(np.mean([result.structure.k is not None for result in fitted])),
        "runs_with_representative": float(np.mean([any(r.representative) for r in fitted])),
    }


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    table = []

    def add(row: dict[str, Any]) -> None:
        print(row, flush=True)
        table.append(row)

    for name, options in (CASES | EFFECTS).items():
        drawn = [plant_groups(seed=seed, **options) for seed in range(runs)]
        add(mean_row(name, [examine(one, None) for one in drawn]))
    for name, options in EFFECTS.items():
        drawn = [plant_groups(seed=seed, **options) for seed in range(MANY * runs)]
        given = [examine(one, options["n_groups"]) for one in drawn]
        add(mean_row(f"{name}, number given", given))
    size = {"n_people": 1000, "n_statements": 100, "votes_per_person": 30}
    noise = [plant_groups(seed=seed, n_groups=1, **size) for seed in range(MANY * runs)]
    add(no_groups("noise", noise))
    for shape in ("normal", "uniform"):
        for d in (1, 2):
            options = {**size, "shape": shape, "n_dimensions": d}
            drawn = [plant_continuum(seed=seed, **options) for seed in range(MANY * runs // 2)]
            add(no_groups(f"continuum, {shape}, {d}-dimensional", drawn))
    measure.report("planted_truth", table)


if __name__ == "__main__":
    main()
