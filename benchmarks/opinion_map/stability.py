"""A stream of 600 ticks: how often people change group; and the same votes by five histories."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from benchmarks.opinion_map import measure
from drehscheibe_engines.opinion_map import LiveMap, OpinionMap, plant_groups
from drehscheibe_engines.opinion_map.groups import adjusted_rand_index
from drehscheibe_engines.opinion_map.result_json import as_document


def stream(seed: int, votes_per_person: int, n_ticks: int = 600) -> dict[str, Any]:
    """Let the last 30,000 votes come in; the groups are those of the votes before."""
    planted = plant_groups(
        n_people=2000,
        n_statements=150,
        votes_per_person=votes_per_person,
        seed=seed,
        n_groups=3,
    )
    table = planted.table
    log = np.stack([table.rows, table.columns, table.values], axis=1)
    log = np.random.default_rng(seed).permutation(log)
    n_before = max(len(log) - 50 * n_ticks, 0)
    live = LiveMap()
    live.add_votes(log[:n_before].tolist())
    k = live.synchronise().structure.k
    row = {
        "case": f"last 30,000 of {2 * votes_per_person},000 votes, {seed}",
        "groups_at_start": k or 0,
    }
    if k is None:
        return row
    before = live.tick()
    changes = np.zeros(2000, dtype=int)
    for tick in range(n_ticks):
        live.add_votes(log[n_before + 50 * tick : n_before + 50 * (tick + 1)].tolist())
        after = live.tick()
        n = len(before.participants)
        moved = (before.labels >= 0) & (before.labels != after.labels[:n])
        changes[:n] += moved
        before = after
    truth = planted.groups[[int(name) for name in before.participants]]
    on_map = before.labels >= 0
    canonical = live.synchronise()
    place = {name: i for i, name in enumerate(canonical.table.participants)}
    fresh = canonical.labels[[place[name] for name in before.participants]]
    ari_live = adjusted_rand_index(before.labels[on_map], truth[on_map])
    ari_canonical = adjusted_rand_index(fresh[on_map], truth[on_map])
    return {
        **row,
        "changes_per_100_votes": float(100 * changes.sum() / (50 * n_ticks)),
        "most_changes_of_a_person": int(changes.max()),
        "ari_live": ari_live,
        "ari_canonical": ari_canonical,
        "loss": ari_canonical - ari_live,
    }


def mean_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Mean over the conversations with groups; the largest number of changes of anybody."""
    rows = [row for row in rows if row["groups_at_start"]]
    titles = ("changes_per_100_votes", "ari_live", "ari_canonical", "loss")
    return {
        "case": rows[0]["case"].rpartition(",")[0] + f", mean of {len(rows)}",
        "most_changes_of_a_person": max(row["most_changes_of_a_person"] for row in rows),
        **{title: float(np.mean([row[title] for row in rows])) for title in titles},
    }


def histories(seed: int) -> dict[str, Any]:
    planted = plant_groups(
        n_people=600, n_statements=80, votes_per_person=30, seed=seed, n_groups=3
    )
    table = planted.table
    log = np.stack([table.rows, table.columns, table.values], axis=1)
    documents = []
    for history in range(5):
        rng = np.random.default_rng(history)
        order = rng.permutation(log)
        live = LiveMap()
        for part in np.array_split(order, (1, 7, 20, 60, 150)[history]):
            live.add_votes(part.tolist())
            live.tick()
        result = OpinionMap().fit(live.table()).result_
        documents.append(as_document(result, {})["sha256"])
    return {"case": f"five histories {seed}", "different_results": len(set(documents))}


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    rows = []
    for votes_per_person in (30, 45):
        streams = [stream(seed, votes_per_person) for seed in range(runs)]
        rows += [*streams, mean_of(streams)]
    rows += [histories(seed) for seed in range(min(runs, 3))]
    measure.report("stability", rows)


if __name__ == "__main__":
    main()
