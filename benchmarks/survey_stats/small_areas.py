"""Figure: error and coverage per Land of raw, raked and model estimates, n = 1,000."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.survey_stats.measuring import report  # noqa: I001 -- pins threads first

import numpy as np

from drehscheibe_engines import survey_stats as stats

#: Inhabitants of the 16 Länder in thousands (rounded, end of 2023) and a made-up industry share.
LAND_SIZES = np.array(
    [
        11280,
        13370,
        3660,
        2570,
        690,
        1890,
        6390,
        1630,
        8140,
        18190,
        4160,
        990,
        4090,
        2180,
        2950,
        2120,
    ],
    dtype=float,
)
INDUSTRY = np.array([30, 26, 11, 18, 19, 12, 22, 14, 24, 22, 24, 27, 25, 23, 20, 27]) / 100
AGES, SCHOOLING, SEXES = 6, 3, 2


def build_population(rng: np.random.Generator) -> tuple[stats.PopulationCells, np.ndarray]:
    """Return census cells and the true share of agreement in each."""
    land, age, school, sex = (
        a.ravel()
        for a in np.meshgrid(
            np.arange(16), np.arange(AGES), np.arange(SCHOOLING), np.arange(SEXES), indexing="ij"
        )
    )
    persons = (
        LAND_SIZES[land]
        * np.array([0.14, 0.16, 0.15, 0.19, 0.18, 0.18])[age]
        * np.array([0.33, 0.32, 0.35])[school]
        * rng.uniform(0.9, 1.1, len(land))
    )
    line = (
        -0.1
        + 0.45 * ((INDUSTRY - INDUSTRY.mean()) / INDUSTRY.std())[land]
        + rng.normal(0, 0.2, 16)[land]
        + np.linspace(-0.4, 0.4, AGES)[age]
        + np.array([0.3, 0.0, -0.4])[school]
        + np.array([-0.15, 0.15])[sex]
    )
    cells = stats.PopulationCells(
        land, {"age": age, "schooling": school, "sex": sex}, persons, INDUSTRY[:, None]
    )
    return cells, 1 / (1 + np.exp(-line))


def one_run(seed: int, n: int) -> dict[str, np.ndarray | float]:
    rng = np.random.default_rng(seed)
    cells, chance = build_population(rng)
    age, school = cells.groups["age"], cells.groups["schooling"]
    truth = np.bincount(cells.area, cells.persons * chance) / np.bincount(cells.area, cells.persons)
    turnout = np.exp(np.linspace(0.5, -0.5, AGES)[age] + np.array([-0.6, 0.0, 0.5])[school])
    drawn = rng.choice(len(age), n, p=cells.persons * turnout / (cells.persons @ turnout))
    agrees = (rng.random(n) < chance[drawn]).astype(float)

    start = perf_counter()
    counts = np.bincount(drawn, minlength=len(age)).astype(float)
    model = stats.estimate_small_areas(
        np.bincount(drawn, agrees, len(age)), counts, cells, seed=seed
    )
    seconds = perf_counter() - start
    margins, codes = [], []
    for name, values in cells.groups.items():
        totals = np.bincount(values, cells.persons)
        margins.append(stats.Margin(name, tuple(map(str, range(len(totals)))), totals))
        codes.append(values[drawn])
    weights = stats.rake(margins, codes).weights
    raked, half = per_land(cells.area[drawn], agrees, weights)
    raw, _ = per_land(cells.area[drawn], agrees, np.ones(n))
    shares = np.array([a.share for a in model.areas])
    inside = np.array([a.low <= t <= a.high for a, t in zip(model.areas, truth, strict=True)])
    return {
        "raw": np.abs(raw - truth),
        "raked": np.abs(raked - truth),
        "model": np.abs(shares - truth),
        "model_covers": inside,
        "raked_covers": np.abs(raked - truth) <= half,
        "smallest": float(np.bincount(cells.area[drawn], minlength=16).min()),
        "seconds": seconds,
    }


def per_land(land: np.ndarray, agrees: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, ...]:
    total = np.bincount(land, weights, 16)
    share = np.bincount(land, weights * agrees, 16) / np.maximum(total, 1e-12)
    n_eff = total**2 / np.maximum(np.bincount(land, weights**2, 16), 1e-12)
    return share, 1.96 * np.sqrt(share * (1 - share) / np.maximum(n_eff, 1e-12))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--n", type=int, default=1000)
    options = parser.parse_args()
    runs = [one_run(seed, options.n) for seed in range(options.runs)]
    rows = [
        {
            "method": name,
            "mean absolute error": float(np.mean([r[name] for r in runs])),
            "coverage of 95 %": float(np.mean([r[f"{name}_covers"] for r in runs]))
            if f"{name}_covers" in runs[0]
            else "",
        }
        for name in ("raw", "raked", "model")
    ]
    report(
        "small_areas",
        f"16 Länder, n = {options.n}, {options.runs} runs",
        rows,
        seconds_per_model=float(np.median([r["seconds"] for r in runs])),
        mean_smallest_land=float(np.mean([r["smallest"] for r in runs])),
    )


if __name__ == "__main__":
    main()
