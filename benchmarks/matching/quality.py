"""Figure: search, situations and compounds, beside PostgreSQL's ``german`` on the same texts."""

from __future__ import annotations

from statistics import fmean

from benchmarks.matching.distractors import distractors
from benchmarks.matching.measuring import (
    ask_postgresql,
    connect_postgresql,
    documents,
    fill_postgresql,
    gain,
    read,
    report,
)
from drehscheibe_engines.matching import MatchIndex, Splitter, stem

DISTRACTORS = 2500


def main() -> None:
    texts = [*documents(), *distractors(DISTRACTORS)]
    index = MatchIndex()
    for one in texts:
        index.put(one["id"], one["title"], one["body"])
    rows = []
    with connect_postgresql() as connection:
        fill_postgresql(connection, texts)
        for which in ("sample", "own"):
            queries = read(which, "queries")
            found = [[m.id for m in index.match(one["query"])] for one in queries]
            gains = [gain(f, one["relevant"]) for f, one in zip(found, queries, strict=True)]
            peer = max(
                fmean(
                    gain(
                        ask_postgresql(connection, one["query"], any_word=any_word), one["relevant"]
                    )
                    for one in queries
                )
                for any_word in (False, True)
            )
            rows.append(
                {
                    "set": which,
                    "queries": len(queries),
                    "ndcg_at_10": fmean(gains),
                    "without_result": sum(not f for f in found),
                    "postgresql_ndcg_at_10": peer,
                    "times_postgresql": fmean(gains) / peer,
                    **_situations(index, which),
                    **_compounds(which),
                }
            )
    report("quality", rows, texts=len(texts))


def _situations(index: MatchIndex, which: str) -> dict[str, float]:
    situations = read(which, "situations")
    hits = [
        any(m.id in one["relevant"] for m in index.match(one["situation"], limit=3))
        for one in situations
    ]
    return {"situations": len(situations), "hit_at_3": fmean(hits)}


def _compounds(which: str) -> dict[str, float]:
    splitter = Splitter()
    met = wanted = split_wrongly = whole = 0
    for one in read(which, "compounds"):
        parts = splitter.split(one["word"])
        if one["parts"]:
            stems = {stem(part) for part in parts}
            wanted += len(one["parts"])
            met += sum(stem(part) in stems for part in one["parts"])
        else:
            whole += 1
            split_wrongly += len(parts) > 1
    return {"parts_recall": met / wanted, "non_compounds_split": split_wrongly / whole}


if __name__ == "__main__":
    main()
