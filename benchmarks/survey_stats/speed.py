"""Figure: full report, 1,000 raked replicates, a million answers raked, memory."""

from __future__ import annotations

import csv
import io
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.survey_stats.measuring import report  # noqa: I001 -- pins threads first

from time import perf_counter, process_time

import numpy as np

from drehscheibe_engines import survey_stats as stats

LAND_SHARES = np.array(
    [
        0.134,
        0.158,
        0.043,
        0.030,
        0.008,
        0.022,
        0.076,
        0.019,
        0.097,
        0.216,
        0.049,
        0.012,
        0.049,
        0.026,
        0.035,
        0.026,
    ]
)


def write_responses(n: int, questions: int) -> tuple[str, dict]:
    """Return a CSV of answers and a plan that breaks them down by Land and age."""
    rng = np.random.default_rng(3)
    shares = {
        "land": LAND_SHARES / LAND_SHARES.sum(),
        "age": np.array([0.17, 0.22, 0.24, 0.24, 0.13]),
        "schooling": np.array([0.33, 0.32, 0.35]),
        "sex": np.array([0.51, 0.49]),
    }
    columns = {
        name: rng.choice(len(p), n, p=rng.dirichlet(60 * p)).astype(str)
        for name, p in shares.items()
    }
    answers = np.array(["1", "2", "3", "4", "5", ""])
    for k in range(questions):
        columns[f"q{k}"] = answers[rng.choice(6, n, p=[0.1, 0.2, 0.3, 0.2, 0.15, 0.05])]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))
    plan = {
        "sample": "open",
        "margins": {
            name: {str(k): 84e6 * float(s) for k, s in enumerate(p)} for name, p in shares.items()
        },
        "questions": [f"q{k}" for k in range(questions)],
        "by": ["land", "age"],
        "protect": {"cell": 10, "base": 30},
    }
    return text.getvalue(), plan


def time_report() -> dict[str, object]:
    text, raw = write_responses(10_000, 50)
    plan = stats.plan_from_mapping(raw)
    seconds, processor = [], []
    for _ in range(7):
        start, busy = perf_counter(), process_time()
        written = stats.report_to_json(stats.build_report(stats.parse_responses(text), plan))
        seconds.append(perf_counter() - start)
        processor.append(process_time() - busy)
    return {
        "what": "full report, CSV to JSON, 10,000 × 50 by Land and age",
        "seconds": float(np.median(seconds)),
        "processor_s": float(np.median(processor)),
        "target": 1.0,
        "note": f"{len(written):,} bytes",
    }


def time_replicates() -> dict[str, object]:
    text, raw = write_responses(10_000, 50)
    plan, responses = stats.plan_from_mapping(raw), stats.parse_responses(text)
    codes = [responses.code_as(m.name, m.categories, m.name) for m in plan.margins]
    sample = stats.WeightedSample.from_weights(stats.rake(plan.margins, codes))
    questions = [responses.code(q, q) for q in plan.questions]
    indicators = np.hstack([np.eye(6)[q.codes][:, :5] for q in questions])
    bases = np.hstack([np.repeat((q.codes >= 0)[:, None], 5, axis=1) for q in questions])
    start, busy = perf_counter(), process_time()
    found = stats.run_bootstrap(sample, stats.share_statistic(indicators, bases), seed=1)
    return {
        "what": "1,000 bootstrap replicates raked anew, 10,000 × 250 shares",
        "seconds": perf_counter() - start,
        "processor_s": process_time() - busy,
        "target": 10.0,
        "note": f"{len(found.replicates)} replicates",
    }


def time_million() -> dict[str, object]:
    rng = np.random.default_rng(1)
    sizes = (16, 8, 5, 4, 2)
    codes = [rng.choice(k, 1_000_000, p=rng.dirichlet([20] * k)) for k in sizes]
    margins = [
        stats.Margin(f"m{k}", tuple(map(str, range(k))), 84e6 * rng.dirichlet([20] * k))
        for k in sizes
    ]
    start, busy = perf_counter(), process_time()
    raked = stats.rake(margins, codes)
    seconds, processor = perf_counter() - start, process_time() - busy
    gap = max(cell.gap_ratio for cell in raked.margins)
    return {
        "what": "1,000,000 answers raked over 5 margins",
        "seconds": seconds,
        "processor_s": processor,
        "target": 2.0,
        "note": f"largest gap {gap:.1e}",
    }


def main() -> None:
    million = time_million()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [time_report(), time_replicates(), million]
    report("speed", "Speed on one thread", rows, peak_memory_of_the_million_mb=memory)


if __name__ == "__main__":
    main()
