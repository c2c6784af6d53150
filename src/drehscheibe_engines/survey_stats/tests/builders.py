"""Inputs for the tests of this engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from drehscheibe_engines import survey_stats as stats

#: Kalton and Flores-Cervantes (2003), "Weighting methods", table 1: sample and population.
KALTON_SAMPLE = [[20, 50, 100, 30], [40, 140, 50, 100], [40, 310, 50, 70]]
KALTON_POPULATION = np.array(
    [[80, 60, 170, 55], [40, 150, 60, 165], [55, 340, 200, 125]], dtype=float
)


def kalton_example() -> tuple[list[stats.Margin], list[np.ndarray]]:
    """Return margins a (4) and b (3) with one row per respondent."""
    sizes = np.ravel(KALTON_SAMPLE)
    codes = [
        np.repeat(np.tile(np.arange(4), 3), sizes),
        np.repeat(np.repeat(np.arange(3), 4), sizes),
    ]
    margins = [
        stats.Margin("a", ("1", "2", "3", "4"), KALTON_POPULATION.sum(axis=0)),
        stats.Margin("b", ("1", "2", "3"), KALTON_POPULATION.sum(axis=1)),
    ]
    return margins, codes


def kalton_factors(weights: np.ndarray, codes: Sequence[np.ndarray]) -> list[list[float]]:
    """Return the factor of each combination, rows a, columns b, to two digits."""
    return [
        [round(float(weights[(codes[0] == i) & (codes[1] == j)][0]), 2) for j in range(3)]
        for i in range(4)
    ]


def random_margins(rng: np.random.Generator, n: int) -> tuple[list[stats.Margin], list[np.ndarray]]:
    """Return three margins that can be met: each category has many respondents."""
    margins, codes = [], []
    for name, size in (("age", 4), ("schooling", 3), ("sex", 2)):
        codes.append(rng.permutation(np.arange(n) % size))
        shares = 0.5 / size + 0.5 * rng.dirichlet([8] * size)
        margins.append(stats.Margin(name, tuple(map(str, range(size))), 1e6 * shares))
    return margins, codes


def write_csv(columns: Mapping[str, Sequence[object]]) -> str:
    """Return CSV text with one row per respondent."""
    rows = [",".join(columns)]
    rows += [",".join(map(str, row)) for row in zip(*columns.values(), strict=True)]
    return "\n".join(rows) + "\n"
