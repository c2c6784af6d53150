"""Shared by the benchmarks of this folder: one thread, a table on the screen, a JSON file."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))


def report(name: str, title: str, rows: Sequence[Mapping[str, object]], **facts: object) -> None:
    """Print rows as a table and write them to ``benchmarks/results/survey_stats_<name>.json``."""
    columns = list(rows[0])
    cells = [columns, *([_show(row[column]) for column in columns] for row in rows)]
    widths = [max(len(line[k]) for line in cells) for k in range(len(columns))]
    print(title)
    for line in cells:
        print("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))
    for key, value in facts.items():
        print(f"{key}: {value}")
    target = ROOT / "benchmarks" / "results" / f"survey_stats_{name}.json"
    target.parent.mkdir(exist_ok=True)
    written = {"title": title, "rows": rows, **facts, "python": platform.python_version()}
    target.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _show(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
