"""Shared by the benchmarks of this folder: data, measures, PostgreSQL, a JSON file of results."""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import psycopg

HERE = Path(__file__).parent
RESULTS = HERE.parent / "results"
#: ``sample`` was given, and what it missed was never looked at; ``own`` was worked on.
SETS = {"sample": HERE / "data" / "sample", "own": HERE / "data"}


def read(which: str, what: str) -> Any:
    """Return queries, situations or compounds of one set."""
    name = f"{what}.json" if which == "sample" else f"own_{what}.json"
    return json.loads((SETS[which] / name).read_text(encoding="utf-8"))


def documents() -> list[dict[str, str]]:
    """Return the hundred texts that the questions are about."""
    return json.loads((SETS["sample"] / "documents.json").read_text(encoding="utf-8"))


def gain(found: Sequence[str], relevant: Collection[str], depth: int = 10) -> float:
    """Return nDCG at ten for answers that are relevant or not."""
    best = sum(1 / math.log2(place + 2) for place in range(min(depth, len(relevant))))
    got = sum(1 / math.log2(k + 2) for k, one in enumerate(found[:depth]) if one in relevant)
    return got / best


def connect_postgresql() -> psycopg.Connection:
    """Return a connection to the server of ``TEST_DATABASE_URL``."""
    url = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    return psycopg.connect(url.replace("postgres://", "postgresql://"), autocommit=True)


def fill_postgresql(connection: psycopg.Connection, texts: Sequence[dict[str, str]]) -> None:
    """Put texts in a temporary table with a full-text index in the configuration ``german``."""
    connection.execute("CREATE TEMPORARY TABLE texts (id text, words tsvector)")
    rows = [(one["id"], one["title"], one["body"]) for one in texts]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO texts VALUES (%s, setweight(to_tsvector('german', %s), 'A')"
            " || setweight(to_tsvector('german', %s), 'D'))",
            rows,
        )
    connection.execute("CREATE INDEX ON texts USING gin (words)")
    connection.execute("ANALYZE texts")


def ask_postgresql(connection: psycopg.Connection, text: str, *, any_word: bool) -> list[str]:
    """Return the ten best, all words needed (as in a web search) or one of them."""
    query = "websearch_to_tsquery('german', %s)"
    if any_word:
        query = "replace(plainto_tsquery('german', %s)::text, '&', '|')::tsquery"
    found = connection.execute(
        f"SELECT id FROM texts, (SELECT {query} AS query) AS asked WHERE words @@ query"  # noqa: S608 -- own constants
        " ORDER BY ts_rank(words, query) DESC, id LIMIT 10",
        [text],
    )
    return [row[0] for row in found]


def report(name: str, rows: Sequence[dict[str, Any]], **facts: object) -> None:
    """Print rows and write them to ``benchmarks/results/matching_<name>.json``."""
    for row in rows:
        print("  ".join(f"{key}: {_show(value)}" for key, value in row.items()))
    for key, value in facts.items():
        print(f"{key}: {value}")
    machine = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
    }
    content = {"rows": rows, **facts, "machine": machine}
    target = RESULTS / f"matching_{name}.json"
    target.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _show(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
