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
#: (what, where in the file, unit, most that was promised or None)
Figure = tuple[str, str, str, float | None]
ENGINES: dict[str, tuple[Figure, ...]] = {
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
    names = ("pages", "page_weight", "startup", "first_run", "digest", "answer_many", "exchange")
    parts = [_hub(name) for name in names]
    parts += ["### Engines\n", _table([row for name in ENGINES for row in _engine(name)])]
    before, _start, rest = README.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    table = "\n".join(parts)
    README.write_text(f"{before}{START}\n\n{table}\n{END}{after}", encoding="utf-8")


def _hub(name: str) -> str:
    document = _read(f"hub_{name}")
    title = f"### {name.replace('_', ' ').capitalize()}\n"
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
        rows.append(row if most is None else row | {"target": most, "met": value <= most})
    return rows


def _read(name: str) -> dict[str, Any] | None:
    file = RESULTS / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def _table(rows: list[dict[str, Any]]) -> str:
    lines = ["| what | measured | target | met |", "|---|---:|---:|---|"]
    for row in rows:
        target = f"≤ {_number(row['target'], row['unit'])}" if "target" in row else ""
        met = {True: "yes", False: "**no**", None: ""}[row.get("met")]
        lines.append(f"| {row['what']} | {_number(row['value'], row['unit'])} | {target} | {met} |")
    return "\n".join(lines) + "\n"


def _number(value: float, unit: str) -> str:
    words = f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{words} {unit}".strip()


if __name__ == "__main__":
    main()
