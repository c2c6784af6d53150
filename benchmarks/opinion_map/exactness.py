"""The published method against complete published results: largest errors."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from benchmarks.opinion_map import measure
from drehscheibe_engines.opinion_map import VoteTable
from drehscheibe_engines.opinion_map.polis_method import published_map
from drehscheibe_engines.opinion_map.published_statistics import (
    group_informed_consensus,
    majority_statements,
    published_priorities,
    published_representatives,
)
from drehscheibe_engines.opinion_map.sparse_statistics import count_votes


def examine(name: str) -> dict[str, Any]:
    folder = measure.SHARED / "blobs" / name
    published = json.loads((folder / "math-pca2.json").read_text(encoding="utf-8"))
    votes = json.loads((folder / "votes.json").read_text(encoding="utf-8"))
    table = VoteTable.from_votes(
        (
            (
                vote.get("participant_id", vote.get("pid")),
                vote.get("statement_id", vote.get("tid")),
                vote["vote"],
                float(vote["modified"]),
            )
            for vote in votes
        ),
        excluded=published["mod-out"],
        statements=published["tids"],
    )
    drawn = published_map(table)
    base = published["base-clusters"]
    members = dict(zip(base["id"], base["members"], strict=True))
    group_of = {
        person: group["id"]
        for group in published["group-clusters"]
        for cluster in group["members"]
        for person in members[cluster]
    }
    labels = np.array([group_of.get(person, -1) for person in table.participants])
    n_groups = len(published["group-clusters"])
    counts = count_votes(table, labels, n_groups)
    place = [table.statements.index(j) for j in published["tids"]]
    background = np.isin(table.statements, published["meta-tids"])
    priorities = published_priorities(counts.sum(axis=0), drawn.extremity, background)
    wanted = np.array([published["comment-priorities"][str(j)] for j in table.statements])
    consensus = np.array([published["group-aware-consensus"][str(j)] for j in table.statements])
    cosines = [
        abs(np.dot(axis[place], other) / np.linalg.norm(other))
        for axis, other in zip(drawn.directions.T, published["pca"]["comps"], strict=True)
    ]
    wrong_counts = sum(
        counts[g, answer, j] != published["group-votes"][str(g)]["votes"][str(s)][key]
        for g in range(n_groups)
        for j, s in enumerate(table.statements)
        for answer, key in ((2, "A"), (0, "D"))
    )
    lists = [
        [(table.statements[one.statement], one.direction) for one in listed]
        == [(one["tid"], one["repful-for"]) for one in published["repness"][str(g)]]
        for g, listed in enumerate(
            published_representatives(counts, g, table.excluded) for g in range(n_groups)
        )
    ]
    majority = majority_statements(count_votes(table)[0], table.excluded)
    lists += [
        [table.statements[one.statement] for one in listed]
        == [one["tid"] for one in published["consensus"][side]]
        for side, listed in majority.items()
    ]
    return {
        "conversation": name,
        "means": float(np.abs(-drawn.means[place] - published["pca"]["center"]).max()),
        "1-|cos|": float(1 - min(cosines)),
        "extremity": float(
            np.abs(drawn.extremity[place] - published["pca"]["comment-extremity"]).max()
        ),
        "wrong counts": int(wrong_counts),
        "consensus": float(np.abs(group_informed_consensus(counts) - consensus).max()),
        "priorities, relative": float(np.abs(priorities / wanted - 1).max()),
        "lists equal": f"{sum(lists)}/{len(lists)}",
    }


def main() -> None:
    names = sorted(path.name for path in (measure.SHARED / "blobs").glob("*"))
    if not names:
        raise SystemExit(f"no published results in {measure.SHARED}; set DREHSCHEIBE_SHARED_DATA")
    measure.report("exactness", [examine(name) for name in names])


if __name__ == "__main__":
    main()
