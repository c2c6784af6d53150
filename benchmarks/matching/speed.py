"""Figure: 100,000 texts in one process, beside PostgreSQL's ``german`` on the same texts and questions."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.matching.distractors import distractors
from benchmarks.matching.measuring import (
    ask_postgresql,
    connect_postgresql,
    documents,
    fill_postgresql,
    read,
    report,
)
from drehscheibe_engines.matching import MatchIndex, part_table

TEXTS = 100_000
COMPOUNDS = 60_000
WORDS = 45
ROUNDS = 3


def texts() -> list[dict[str, str]]:
    """Return texts with the words of real ones and compounds made at random, rare ones rare."""
    rng = np.random.default_rng(7)
    source = [*documents(), *distractors(2500)]
    real = " ".join(f"{one['title']} {one['body']}" for one in source).split()
    table = part_table()
    first, last = (
        [
            p.decode()
            for p, n in zip(side.pieces, side.counts, strict=True)
            if n >= 20 and len(p) > 3
        ]
        for side in (table.first, table.last)
    )
    made = [
        first[a] + last[b]
        for a, b in zip(
            rng.integers(len(first), size=COMPOUNDS),
            rng.integers(len(last), size=COMPOUNDS),
            strict=True,
        )
    ]
    rank = np.minimum(rng.zipf(1.15, size=(TEXTS, WORDS // 3)) - 1, COMPOUNDS - 1)
    common = rng.integers(len(real), size=(TEXTS, WORDS - WORDS // 3))
    result = []
    for number in range(TEXTS):
        words = [real[k] for k in common[number]] + [made[k] for k in rank[number]]
        result.append(
            {"id": f"t{number}", "title": " ".join(words[:6]), "body": " ".join(words[6:])}
        )
    return result


def _times(ask: Callable[[str], object], questions: list[str]) -> dict[str, float]:
    """Return the quantiles in ms; the best of the rounds of each question is not taken, all count."""
    for text in questions:
        ask(text)
    taken = []
    for _round in range(ROUNDS):
        for text in questions:
            started = time.perf_counter()
            ask(text)
            taken.append((time.perf_counter() - started) * 1000)
    p50, p99 = np.percentile(taken, [50, 99])
    return {"p50_ms": float(p50), "p99_ms": float(p99)}


def main() -> None:
    source = texts()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, used = time.perf_counter(), time.process_time()
    index = MatchIndex()
    for one in source:
        index.put(one["id"], one["title"], one["body"])
    facts: dict[str, Any] = {
        "texts": len(index),
        "distinct_words": len(index.vocabulary),
        "build_s": time.perf_counter() - started,
        "build_cpu_s": time.process_time() - used,
        "memory_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "memory_of_the_texts_gb": before / 1e6,
    }
    queries = [one["query"] for which in ("sample", "own") for one in read(which, "queries")]
    situations = [
        one["situation"] for which in ("sample", "own") for one in read(which, "situations")
    ]
    ours = _times(index.match, queries)
    long_ones = _times(index.match, situations)
    started = time.perf_counter()
    index.put("t5", "Quittenmarmeladenverordnung", "Ein Text mit einem ganz neuen Wort.")
    found = [match.id for match in index.match("Quittenmarmeladenverordnung")]
    assert found[0] == "t5"
    facts["update_visible_s"] = time.perf_counter() - started
    with connect_postgresql() as connection:
        fill_postgresql(connection, source)
        peers = {
            name: _times(lambda text: ask_postgresql(connection, text, any_word=any_word), queries)  # noqa: B023 -- called at once
            for name, any_word in (("all words", False), ("any word", True))
        }
    rows = [
        {"what": "queries", **ours},
        {"what": "situations", **long_ones},
        *({"what": f"PostgreSQL german, {name}", **times} for name, times in peers.items()),
    ]
    facts["p99_times_postgresql"] = ours["p99_ms"] / max(
        times["p99_ms"] for times in peers.values()
    )
    report("speed", rows, **facts)


if __name__ == "__main__":
    main()
