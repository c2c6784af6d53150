"""Figure: random tables of 1 to 5 dimensions attacked by subtraction and by linear algebra."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.survey_stats.measuring import report  # noqa: I001 -- pins threads first

import numpy as np

from drehscheibe_engines import survey_stats as stats

LARGEST = {1: 30, 2: 12, 3: 7, 4: 5, 5: 4}


def attack_by_algebra(hidden: np.ndarray) -> int:
    """Count hidden cells that any combination of the table's sums determines.

    Written apart from the engine: each line of the table is an equation in its hidden cells, and
    a cell is determined when its unit vector lies in the row space of all equations.
    """
    number = np.full(hidden.shape, -1)
    number[hidden] = np.arange(hidden.sum())
    equations = set()
    for axis in range(hidden.ndim):
        for line in np.moveaxis(number, axis, -1).reshape(-1, hidden.shape[axis]):
            terms = tuple(
                (int(k), 1 if p < len(line) - 1 else -1) for p, k in enumerate(line) if k >= 0
            )
            if terms:
                equations.add(terms)
    if not equations:
        return 0
    matrix = np.zeros((len(equations), int(hidden.sum())))
    for row, terms in enumerate(sorted(equations)):
        for column, sign in terms:
            matrix[row, column] = sign
    _, strength, directions = np.linalg.svd(matrix, full_matrices=False)
    space = directions[strength > 1e-9 * strength[0]]
    return int((np.square(space).sum(axis=0) > 1 - 1e-8).sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=200)
    options = parser.parse_args()
    rows = []
    for dimensions, largest in LARGEST.items():
        rng = np.random.default_rng(dimensions)
        small = hidden = cells = recovered = 0
        seconds = 0.0
        for _ in range(options.tables):
            shape = tuple(rng.integers(1, largest, size=dimensions, endpoint=True))
            table = rng.negative_binomial(1, rng.choice([0.02, 0.1]), size=shape)
            unsafe = stats.too_small(stats.add_totals(table), stats.ProtectionRule())
            start = perf_counter()
            mask = stats.protect_table(table, unsafe).hidden
            seconds += perf_counter() - start
            small, hidden, cells = small + unsafe.sum(), hidden + mask.sum(), cells + mask.size
            recovered += int(stats.find_subtractable(mask).sum()) + attack_by_algebra(mask)
        rows.append(
            {
                "dimensions": dimensions,
                "tables": options.tables,
                "cells": int(cells),
                "too_small": int(small),
                "hidden": int(hidden),
                "recovered": recovered,
                "ms_per_table": 1000 * seconds / options.tables,
            }
        )
    report("protection_attack", "Hidden cells recovered (target 0)", rows)


if __name__ == "__main__":
    main()
