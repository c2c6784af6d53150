"""Write the table of ``benchmarks/README.md`` from the results, so that no figure is typed by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results"
README = HERE / "README.md"
START, END = "<!-- figures: written by benchmarks/table.py -->", "<!-- end of figures -->"

#: Engines keep results of their own form: file, and the figures that stand for it.
#: (what, where in the file, unit, most that was promised, or `Least`, or None)
Figure = tuple[str, str, str, float | None]


class Least(float):
    """A promise that holds from this number on."""


ENGINES: dict[str, tuple[Figure, ...]] = {
    "matching_quality": (
        ("search, 30 sample queries in 2,600 texts: nDCG@10", "rows.0.ndcg_at_10", "", Least(0.85)),
        ("search, sample: queries without result", "rows.0.without_result", "", 0),
        ("search, sample: quality to PostgreSQL", "rows.0.times_postgresql", "×", Least(2)),
        ("a case like mine, sample: hit@3", "rows.0.hit_at_3", "", Least(0.9)),
        ("compounds, sample: parts found", "rows.0.parts_recall", "", Least(0.95)),
        ("compounds, sample: others split", "rows.0.non_compounds_split", "", 0.1),
        ("search, 90 queries of our own: nDCG@10", "rows.1.ndcg_at_10", "", Least(0.85)),
        ("a case like mine, 24 of our own: hit@3", "rows.1.hit_at_3", "", Least(0.9)),
        ("compounds, 206 words of our own: parts found", "rows.1.parts_recall", "", Least(0.95)),
        ("compounds, our own: others split", "rows.1.non_compounds_split", "", 0.1),
    ),
    "matching_speed": (
        ("search in 100,000 texts: median", "rows.0.p50_ms", "ms", 5.0),
        ("search in 100,000 texts: 99th percentile", "rows.0.p99_ms", "ms", 50.0),
        ("a case like mine in 100,000 texts: 99th percentile", "rows.1.p99_ms", "ms", 50.0),
        ("search: 99th percentile to PostgreSQL", "p99_times_postgresql", "×", 1.0),
        ("index of 100,000 texts: build", "build_s", "s", 600.0),
        ("index of 100,000 texts: memory", "memory_gb", "GB", 1.0),
        ("index: a change is visible after", "update_visible_s", "s", 1.0),
    ),
    "allocation_draw_night": (
        ("draw of 2,700 groups: wall time", "wall_median_s", "s", None),
        ("draw of 2,700 groups: CPU", "cpu_median_s", "s", None),
        ("draw of 2,700 groups: faults found by the checker", "faults", "", 0),
    ),
    "allocation_draw_million": (
        ("draw of 1,000,000 groups, whole command: CPU", "command.cpu_s", "s", None),
        ("draw of 1,000,000 groups, whole command: memory", "command.peak_gb", "GB", None),
    ),
    "opinion_map_cold_and_warm": (
        ("map of a real conversation, cold: CPU", "rows.0.cold_cpu_s", "s", None),
        ("map of a real conversation, warm: CPU", "rows.0.warm_picture_cpu_s", "s", None),
    ),
    "opinion_map_live_tick": (
        (
            "one tick of a live conversation: CPU, 95th percentile",
            "rows.0.tick_cpu_p95_s",
            "s",
            None,
        ),
    ),
    "survey_stats_speed": (
        ("survey report of 10,000 × 50: CPU", "rows.0.processor_s", "s", 1.0),
        ("1,000 bootstrap replicates: CPU", "rows.1.processor_s", "s", 10.0),
        ("1,000,000 answers raked: CPU", "rows.2.processor_s", "s", 2.0),
    ),
    "survey_stats_protection_attack": (
        ("hidden cells recovered, tables of 4 dimensions", "rows.3.recovered", "", 0),
    ),
}


def main() -> None:
    names = ["pages", "page_weight", "startup", "first_run", "digest"]
    names += ["answer_many", "answer_many_postgresql", "exchange", "exchange_postgresql"]
    names += ["advisory", "advisory_postgresql"]
    parts = [_hub(name) for name in names]
    parts += ["### Engines\n", _table([row for name in ENGINES for row in _engine(name)])]
    before, _start, rest = README.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    table = "\n".join(parts)
    README.write_text(f"{before}{START}\n\n{table}\n{END}{after}", encoding="utf-8")


def _hub(name: str) -> str:
    document = _read(f"hub_{name}")
    words = name.replace("_postgresql", " on PostgreSQL").replace("_", " ")
    title = f"### {words[0].upper()}{words[1:]}\n"
    if document is None and name.endswith("postgresql"):
        return ""
    if document is None:
        return f"{title}\nNot measured yet: `make bench ARGS=hub/{name}`.\n"
    return f"{title}\n{_machine(document)}\n\n{_table(document['rows'])}"


def _machine(document: dict[str, Any]) -> str:
    of = document["machine"]
    return (
        f"Python {of['python']} on {of['machine']} with {of['cores']} cores; load of the machine"
        f" when the last figure was taken: {of['load_average']:g}."
    )


def _engine(name: str) -> list[dict[str, Any]]:
    document = _read(name)
    if document is None:
        return []
    rows = []
    for what, where, unit, most in ENGINES[name]:
        value: Any = document
        for step in where.split("."):
            value = value[int(step)] if isinstance(value, list) else value[step]
        row: dict[str, Any] = {"what": what, "value": value, "unit": unit}
        if most is not None:
            row |= {"target": most, "met": _is_met(value, most)}
        rows.append(row)
    return rows


def _is_met(value: float, promised: float) -> bool:
    return value >= promised if isinstance(promised, Least) else value <= promised


def _read(name: str) -> dict[str, Any] | None:
    file = RESULTS / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def _table(rows: list[dict[str, Any]]) -> str:
    lines = ["| what | measured | target | met |", "|---|---:|---:|---|"]
    for row in rows:
        sign = "≥" if isinstance(row.get("target"), Least) else "≤"
        target = f"{sign} {_number(row['target'], row['unit'])}" if "target" in row else ""
        met = {True: "yes", False: "**no**", None: ""}[row.get("met")]
        lines.append(f"| {row['what']} | {_number(row['value'], row['unit'])} | {target} | {met} |")
    return "\n".join(lines) + "\n"


def _number(value: float, unit: str) -> str:
    words = f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{words} {unit}".strip()


if __name__ == "__main__":
    main()
