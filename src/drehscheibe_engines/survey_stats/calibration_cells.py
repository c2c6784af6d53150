"""Respondents who share all margin categories share one factor: work on cells, not on people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from drehscheibe_engines.survey_stats.arrays import FloatArray, IntArray, sum_by_code
from drehscheibe_engines.survey_stats.margins import CodedMargins

#: Up to this many possible combinations a counting table is faster than sorting.
DENSE_LIMIT = 1 << 22


@dataclass(frozen=True, slots=True)
class CalibrationCells:
    """The combinations of margin categories that occur.

    Attributes
    ----------
    cell_of : ndarray, shape (n,)
        Cell of each respondent.
    codes : tuple of ndarray, each shape (n_cells,)
        Category of each cell, per margin.
    targets : tuple of ndarray
        Population totals per margin.
    """

    cell_of: IntArray
    codes: tuple[IntArray, ...]
    targets: tuple[FloatArray, ...]

    @property
    def n_cells(self) -> int:
        """Number of occupied combinations."""
        return len(self.codes[0])

    def sum_weights(self, weights: FloatArray) -> FloatArray:
        """Sum a value per respondent, shape (n,), into cells, shape (n_cells,)."""
        return sum_by_code(self.cell_of, weights, self.n_cells)

    def dummies(self) -> FloatArray:
        """Return 0/1 columns of all categories, shape (n_cells, sum of categories)."""
        return np.hstack(
            [np.eye(len(t))[codes] for codes, t in zip(self.codes, self.targets, strict=True)]
        )

    def stacked_targets(self) -> FloatArray:
        """Return all targets in the order of the columns of ``dummies``."""
        return np.concatenate(self.targets)


def build_cells(coded: CodedMargins) -> CalibrationCells:
    """Find the occupied combinations of categories.

    Notes
    -----
    O(n × margins) time and O(n) memory while the number of possible combinations stays below
    four million; beyond that one sort of n numbers.
    """
    key = np.zeros(len(coded.codes[0]), dtype=np.int64)
    span = 1
    for margin, codes in zip(coded.margins, coded.codes, strict=True):
        size = len(margin.categories)
        if span > DENSE_LIMIT:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            span = int(key.max()) + 1
        key *= size
        key += codes
        span *= size
    first, cell_of = _number_cells(key, span)
    return CalibrationCells(
        cell_of=cell_of,
        codes=tuple(codes[first] for codes in coded.codes),
        targets=tuple(margin.totals for margin in coded.margins),
    )


def _number_cells(key: IntArray, span: int) -> tuple[IntArray, IntArray]:
    """Return one respondent per cell and the cell of every respondent."""
    if span > DENSE_LIMIT:
        _, first, cell_of = np.unique(key, return_index=True, return_inverse=True)
        return first.astype(np.int64), cell_of.astype(np.int64)
    example = np.full(span, -1, dtype=np.int64)
    example[key] = np.arange(len(key))
    occupied = np.flatnonzero(example >= 0)
    number = np.zeros(span, dtype=np.int64)
    number[occupied] = np.arange(len(occupied))
    return example[occupied], number[key]
