"""Runs inside the peer's own environment: the same designs through ``svy``.

Reads JSON from the path in the first argument, writes JSON to the second.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from time import perf_counter

import polars as pl
import svy


def run(case: dict) -> dict:
    frame = pl.DataFrame(case["columns"])
    design = {key: case[key] for key in ("psu", "stratum", "pop_size") if case.get(key)}
    start = perf_counter()
    sample = svy.Sample(frame, svy.Design(wgt="weight", **design))
    if case["margins"]:
        controls = {
            name: dict(zip(map(int, totals), totals.values(), strict=True))
            for name, totals in case["margins"].items()
        }
        sample = sample.weighting.rake(controls=controls, tol=1e-13, max_iter=5000)
        # Given a list, svy 0.35 leaves the raking out of the standard errors; one by one it counts.
        means = [sample.estimation.mean(question) for question in case["questions"]]
    else:
        means = sample.estimation.mean(case["questions"])
    seconds = perf_counter() - start
    weights = sample.data[sample.design.wgt].to_numpy()
    found = [mean.to_polars().to_dicts()[0] for mean in means]
    return {
        "weights": weights.tolist(),
        "shares": [row["est"] for row in found],
        "errors": [row["se"] for row in found],
        "seconds": seconds,
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    cases = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    run(cases[0])  # the first call loads code; it is not measured
    results = {"version": svy.__version__, "cases": [run(case) for case in cases]}
    Path(sys.argv[2]).write_text(json.dumps(results), encoding="utf-8")
