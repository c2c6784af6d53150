"""The breakdowns of a report, and which of them share numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations, product

import numpy as np

from drehscheibe_engines.survey_stats.arrays import BoolArray, FloatArray, IntArray
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.margins import MISSING_LABEL
from drehscheibe_engines.survey_stats.responses import CodedColumn

#: More combinations than this cannot be protected in reasonable time.
MOST_CELLS = 2_000


@dataclass(frozen=True, slots=True)
class CutFamily:
    """Columns that are crossed with each other somewhere in the report.

    All crossings of the family and all their totals count as published, because readers can add.

    Attributes
    ----------
    name : str
        Names of the columns.
    columns : tuple of CodedColumn
        Without missing codes: respondents without a value have a category of their own.
    """

    name: str
    columns: tuple[CodedColumn, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of categories per column."""
        return tuple(len(column.categories) for column in self.columns)

    def count(self, answers: IntArray | None = None, n_answers: int = 0) -> FloatArray:
        """Count respondents per combination, and per answer when given (-1 is left out)."""
        codes = [column.codes for column in self.columns]
        shape = self.shape
        if answers is not None:
            known = answers >= 0
            codes = [column[known] for column in [*codes, answers]]
            shape = (*shape, n_answers)
        key = np.ravel_multi_index(tuple(codes), shape)
        return np.bincount(key, minlength=int(np.prod(shape))).reshape(shape).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Cut:
    """One breakdown: a crossing of columns of one family.

    Attributes
    ----------
    name : str
        ``"land"`` or ``"land × age"``.
    family : CutFamily
        The family whose mask applies.
    axes : tuple of int
        Columns of the family that this cut uses.
    cell_of : ndarray of int, shape (n,)
        Cell per respondent.
    labels : tuple of str
        Name of each cell.
    """

    name: str
    family: CutFamily
    axes: tuple[int, ...]
    cell_of: IntArray
    labels: tuple[str, ...]

    def pick(self, mask: BoolArray, cell: int) -> BoolArray:
        """Return the part of a family's mask that belongs to a cell of this cut."""
        sizes = [self.family.shape[axis] for axis in self.axes]
        position = dict(zip(self.axes, np.unravel_index(cell, sizes), strict=True))
        index = tuple(int(position.get(axis, -1)) for axis in range(len(self.family.shape)))
        return np.asarray(mask[index])


def build_cuts(crossings: Sequence[Sequence[CodedColumn]]) -> tuple[Cut, ...]:
    """Group crossings into families and number their cells.

    Parameters
    ----------
    crossings : sequence of sequence of CodedColumn
        Each breakdown with its columns; code -1 is missing.

    Returns
    -------
    tuple of Cut
        In the given order.

    Raises
    ------
    SurveyInputError
        When crossed columns have too many combinations, or when one column lies within another.
    """
    groups: list[list[CodedColumn]] = []
    for crossing in crossings:
        names = {column.name for column in crossing}
        touching = [g for g in groups if names & {column.name for column in g}]
        merged = {c.name: c for group in [*touching, list(crossing)] for c in group}
        groups = [g for g in groups if g not in touching] + [list(merged.values())]
    families = {c.name: family for family in map(_family, groups) for c in family.columns}
    for one, other in permutations([c for group in groups for c in group], 2):
        _refuse_nested(one, other)
    return tuple(_cut(crossing, families[crossing[0].name]) for crossing in crossings)


def _refuse_nested(fine: CodedColumn, coarse: CodedColumn) -> None:
    """Refuse districts beside their Länder: readers could subtract within each Land.

    In a small sample one column can lie within another by chance, which no reader can know; so
    it must be too regular for chance (one in a thousand).
    """
    known = (fine.codes >= 0) & (coarse.codes >= 0)
    if not known.any():
        return
    pairs = np.unique(np.stack([fine.codes[known], coarse.codes[known]]), axis=1)
    occupied = len(np.unique(pairs[0]))
    if pairs.shape[1] > occupied or len(np.unique(pairs[1])) < 2:
        return
    largest = np.bincount(coarse.codes[known]).max() / known.sum()
    if (known.sum() - occupied) * np.log(largest) < np.log(1e-3):
        raise SurveyInputError(
            "design.by",
            f"{fine.name!r} lies within {coarse.name!r}: side by side they would let readers "
            "subtract small groups; keep only one of them",
        )


def _family(columns: Sequence[CodedColumn]) -> CutFamily:
    family = CutFamily(
        " × ".join(c.name for c in columns), tuple(_name_missing(column) for column in columns)
    )
    if len(columns) > 5 or np.prod(np.array(family.shape, dtype=float)) > MOST_CELLS:
        raise SurveyInputError(
            "design.by", f"{family.name} has too many combinations to protect; cross fewer columns"
        )
    return family


def _name_missing(column: CodedColumn) -> CodedColumn:
    if (column.codes >= 0).all():
        return column
    codes = np.where(column.codes < 0, len(column.categories), column.codes)
    return CodedColumn(column.name, (*column.categories, MISSING_LABEL), codes)


def _cut(crossing: Sequence[CodedColumn], family: CutFamily) -> Cut:
    names = [column.name for column in family.columns]
    axes = tuple(names.index(column.name) for column in crossing)
    columns = [family.columns[axis] for axis in axes]
    shape = tuple(len(column.categories) for column in columns)
    return Cut(
        name=" × ".join(column.name for column in crossing),
        family=family,
        axes=axes,
        cell_of=np.ravel_multi_index(tuple(c.codes for c in columns), shape).astype(np.int64),
        labels=tuple(" × ".join(p) for p in product(*(c.categories for c in columns))),
    )


def count_contributors(
    codes: Sequence[IntArray], shape: Sequence[int], contributor: IntArray
) -> FloatArray:
    """Count distinct contributors per cell of a table, totals included.

    Parameters
    ----------
    codes : sequence of ndarray of int, each shape (n,)
        Category per respondent and axis; a row with -1 is left out.
    shape : sequence of int
        Categories per axis.
    contributor : ndarray of int, shape (n,)
        Number of the organisation through which a respondent was reached.

    Returns
    -------
    ndarray, shape (s1 + 1, …)
        The last index of an axis is its total. O(n log n · 2^axes).
    """
    known = np.all([column >= 0 for column in codes], axis=0)
    rows = [column[known] for column in codes]
    people = contributor[known]
    extended = tuple(size + 1 for size in shape)
    found = np.zeros(int(np.prod(extended)))
    for summed in product((False, True), repeat=len(shape)):
        index = tuple(
            np.full(len(people), size) if total else column
            for column, size, total in zip(rows, shape, summed, strict=True)
        )
        key = np.ravel_multi_index(index, extended)
        pairs = np.unique(np.stack([key, people]), axis=1)[0]
        found += np.bincount(pairs, minlength=len(found))
    return found.reshape(extended)
