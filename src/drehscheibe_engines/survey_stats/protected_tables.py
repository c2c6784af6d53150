"""Complementary suppression in tables of any shape: no hidden cell follows from the others.

The method covers every hidden cell with a "box" of cells that are hidden together. Moving an
amount around the corners of a box changes no visible number, so no calculation from the visible
ones, however clever, can fix the amount.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import numpy.typing as npt

from drehscheibe_engines.survey_stats.arrays import BoolArray, FloatArray, IntArray
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.protection_rules import add_totals

#: A cell of the table with totals; index ``size`` of an axis is its total.
Cell = tuple[int, ...]

#: Two indices per axis: the corners of a box are all combinations.
Box = tuple[tuple[int, int], ...]

#: Price of hiding a total, per axis that is summed; above that of all corners of any box of cells.
TOTAL_PRICE = 1e4

#: Boxes in order of preference: the highest price, and the room as a part of the ambiguity.
PREFERENCES = (
    (TOTAL_PRICE, 1.0),
    (TOTAL_PRICE, 0.3),
    (np.inf, 1.0),
    (np.inf, 0.3),
    (np.inf, 1e-12),
)


@dataclass(slots=True)
class TableProtector:
    """Hide cells of one table until nothing hidden can be computed.

    Attributes
    ----------
    values : ndarray, shape (s1 + 1, …)
        Amounts of 0 or more with totals on every axis.
    hidden : ndarray of bool, same shape
        Cells that are not shown; grows.
    ambiguity : float
        How wide the range must stay in which an attacker can place a hidden cell.
    forbidden : ndarray of bool, same shape
        Cells that are public anyway and cannot be hidden.
    boxes : list of Box
        Boxes chosen so far.
    """

    values: FloatArray
    hidden: BoolArray
    ambiguity: float
    forbidden: BoolArray
    boxes: list[Box] = field(default_factory=list)
    covered: BoolArray = field(init=False)
    price: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self.covered = np.zeros(self.values.shape, dtype=bool)
        sums = np.zeros(self.values.shape)
        for axis, size in enumerate(self.values.shape):
            shape = [1] * self.values.ndim
            shape[axis] = size
            sums = sums + (np.arange(size) == size - 1).reshape(shape)
        self.price = (1 + np.log1p(self.values)) * TOTAL_PRICE**sums
        self.price[self.hidden] = 0.0
        self.price[self.forbidden] = np.inf

    def protect(self) -> bool:
        """Cover every hidden cell; return False when one cannot be covered."""
        # Small cells first: their boxes are the hardest to place, later ones may share them.
        while True:
            open_cells = np.argwhere(self.hidden & ~self.covered)
            if not len(open_cells):
                return True
            amounts = self.values[tuple(open_cells.T)]
            cell = tuple(int(i) for i in open_cells[int(np.argmin(amounts))])
            if not self.cover(cell):
                return False

    def cover(self, cell: Cell, fixed: Mapping[int, int] | None = None) -> bool:
        """Hide the cheapest box with this corner; return False when there is none.

        Parameters
        ----------
        cell : tuple of int
            One corner.
        fixed : mapping of int to int, optional
            Opposite index for some axes; the others are searched.
        """
        partners = [
            np.array([fixed[axis]]) if fixed and axis in fixed else self._partners(axis, at)
            for axis, at in enumerate(cell)
        ]
        cost, room = self._rate(cell, partners)
        for highest, part in PREFERENCES:
            allowed = (room >= part * self.ambiguity) & (cost < highest)
            if allowed.any():
                choice = np.unravel_index(
                    int(np.argmin(np.where(allowed, cost, np.inf))), cost.shape
                )
                self.hide(
                    tuple((at, int(p[k])) for at, p, k in zip(cell, partners, choice, strict=True))
                )
                return True
        return False

    def hide(self, box: Box) -> None:
        """Hide all corners of a box."""
        corners = _open_grid([np.array(pair) for pair in box])
        self.hidden[corners] = True
        self.covered[corners] = True
        self.price[corners] = 0.0
        self.boxes.append(box)

    def _partners(self, axis: int, at: int) -> IntArray:
        total = self.values.shape[axis] - 1
        everything = np.arange(total + 1)
        return everything[:total] if at == total else np.delete(everything, at)

    def _rate(self, cell: Cell, partners: Sequence[IntArray]) -> tuple[FloatArray, FloatArray]:
        """Return cost and room for every choice of opposite indices.

        Room is the width of the range in which the corners can move without going below 0:
        corners with sign + limit the way down, corners with sign - the way up.
        """
        totals = [size - 1 for size in self.values.shape]
        # Opposite index within the axis: −; the total of the axis moves along: +.
        signs = _open_grid(
            [
                np.where((p == total) | (at == total), 1, -1)
                for p, at, total in zip(partners, cell, totals, strict=True)
            ]
        )
        near = _open_grid([np.array([at]) for at in cell])
        far = _open_grid(partners)
        shape = tuple(len(p) for p in partners)
        cost = np.zeros(shape)
        down, up = np.full(shape, np.inf), np.full(shape, np.inf)
        for corner in product((False, True), repeat=len(cell)):
            index = tuple(
                f if is_far else n for f, n, is_far in zip(far, near, corner, strict=True)
            )
            amounts = self.values[index]
            sign = np.ones((1,) * len(cell), dtype=np.int64)
            for axis_sign, is_far in zip(signs, corner, strict=True):
                sign = sign * axis_sign if is_far else sign
            cost += self.price[index]
            np.minimum(down, np.where(sign > 0, amounts, np.inf), out=down)
            np.minimum(up, np.where(sign < 0, amounts, np.inf), out=up)
        return cost, down + up


def _open_grid(indices: Sequence[IntArray]) -> tuple[IntArray, ...]:
    """Shape index arrays so that together they select a grid (``numpy.ix_`` without checks)."""
    count = len(indices)
    return tuple(
        index.reshape((1,) * axis + (-1,) + (1,) * (count - axis - 1))
        for axis, index in enumerate(indices)
    )


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """Which cells of a table may be shown.

    Attributes
    ----------
    hidden : ndarray of bool, shape (s1 + 1, …)
        Hidden cells and totals; the last index of an axis is its total.
    primary : ndarray of bool, same shape
        Those that are too small themselves; never to be published, as it tells them apart.
    boxes : tuple of Box
        The proof: every hidden cell is a corner of one of these (without the axes that have a
        single category). A table that is withheld as a whole needs none.
    """

    hidden: BoolArray
    primary: BoolArray
    boxes: tuple[Box, ...]


def protect_table(
    table: npt.ArrayLike,
    unsafe: npt.ArrayLike,
    *,
    ambiguity: float = 10.0,
    keep_total: bool = True,
) -> ProtectedTable:
    """Choose the cells to hide in addition to the unsafe ones.

    Parameters
    ----------
    table : array_like, shape (s1, s2, …), up to 6 axes
        Amounts of 0 or more without totals; all totals and subtotals count as published.
    unsafe : array_like of bool, shape (s1 + 1, s2 + 1, …)
        Cells, subtotals and the total that must not be shown, see ``too_small``.
    ambiguity : float
        Width of the range that shall stay open for each hidden cell; in tables too empty for it,
        three tenths of it before totals are hidden, and at last any width above 0.
    keep_total : bool
        True when the grand total is public anyway.

    Returns
    -------
    ProtectedTable
        When no choice protects an unsafe cell, everything is hidden except a public total.

    Raises
    ------
    SurveyInputError
        For negative amounts, more than six axes, or shapes that do not fit.

    Notes
    -----
    In the spirit of the hypercube method (Repsilber 1994; Giessing and Repsilber 2002,
    doi:10.1007/3-540-47804-3_14), extended to boxes that reach into totals. The alternating sum
    over a box is in the null space of all additions of the table. O(hidden · 2^d · cells).
    """
    values = np.asarray(table, dtype=np.float64)
    primary = np.asarray(unsafe, dtype=bool)
    if not 1 <= values.ndim <= 6 or primary.shape != tuple(s + 1 for s in values.shape):
        raise SurveyInputError("table", "needs 1 to 6 axes and a mark for every cell and total")
    if not np.isfinite(values).all() or (values < 0).any():
        raise SurveyInputError("table", "needs amounts of 0 or more")
    # The only category of an axis is the same number as its total, so the axis hides nothing.
    single = tuple(axis for axis, size in enumerate(values.shape) if size == 1)
    both = np.asarray(primary.any(axis=single, keepdims=True))
    if len(single) == values.ndim:
        return ProtectedTable(np.broadcast_to(both, primary.shape).copy(), primary, ())
    inner = tuple(-1 if axis in single else slice(None) for axis in range(values.ndim))
    extended = np.asarray(add_totals(values)[inner])
    unsafe_cells = both.reshape(extended.shape)
    forbidden = np.zeros(extended.shape, dtype=bool)
    forbidden.flat[-1] = keep_total and not unsafe_cells.flat[-1]
    protector = TableProtector(extended, unsafe_cells.copy(), ambiguity, forbidden)
    hidden = protector.hidden if protector.protect() else ~forbidden
    spread = np.broadcast_to(hidden.reshape(both.shape), primary.shape).copy()
    return ProtectedTable(spread, primary, tuple(protector.boxes))


def find_subtractable(hidden: npt.ArrayLike) -> BoolArray:
    """Attack a table: find the hidden cells that follow from totals minus visible ones.

    Parameters
    ----------
    hidden : array_like of bool, shape (s1 + 1, s2 + 1, …)
        Hidden cells and totals.

    Returns
    -------
    ndarray of bool, same shape
        Cells that repeated subtraction recovers. Used as a last check before publication.

    Notes
    -----
    A line of the table (with its total) with one hidden cell gives it away; each find may open
    further lines. O(rounds · axes · cells).
    """
    marks = np.array(hidden, dtype=bool)
    start = marks.copy()
    while True:
        found = np.zeros_like(marks)
        for axis in range(marks.ndim):
            single = marks.sum(axis=axis, keepdims=True) == 1
            found |= marks & single
        if not found.any():
            return np.asarray(start & ~marks)
        marks &= ~found
