"""Exact sums of products of votes, kept up to date: the axes without a pass over all votes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from drehscheibe_engines.opinion_map.axes import Axes, fix_signs
from drehscheibe_engines.opinion_map.vote_store import VoteRows

Floats = NDArray[np.float64]

#: Up to this many statements the axes come from these sums.
MOST_STATEMENTS = 320
#: People taken in at once.
BLOCK = 2000


class ExactGram:
    """The three matrices X'X, M'X and M'M of votes X and the mask M of cast votes.

    All entries are whole numbers below 2^53 and are exact, so neither the order of arrival
    nor the number of threads changes them; a changed or erased vote is taken out without a
    trace. They are sufficient for means and axes.
    """

    def __init__(self) -> None:
        self.products: Floats = np.zeros((0, 0))
        nobody = np.zeros(0, dtype=np.int32)
        self._known = VoteRows(np.zeros(1, dtype=np.int32), nobody, nobody.astype(np.int64), 0)

    def update(self, rows: VoteRows, touched: NDArray[np.int64]) -> None:
        """Take in the rows of the people whose votes changed.

        Parameters
        ----------
        rows : VoteRows
            Output of `VoteStore.current`; earlier people and statements keep their place.
        touched : ndarray of int
            People whose rows may differ from the last update.
        """
        n_statements, earlier = rows.n_statements, self._known.n_statements
        if n_statements > earlier:
            grown = np.zeros((2, n_statements, 2, n_statements))
            old = self.products.reshape(2, earlier, 2, earlier)
            grown[:, :earlier, :, :earlier] = old
            self.products = grown.reshape(2 * n_statements, 2 * n_statements)
        # Sums of whole numbers: exact in double precision whatever the library does.
        for start in range(0, touched.size, BLOCK):
            people = touched[start : start + BLOCK]
            fresh = _stacked(rows, people, n_statements)
            stale = _stacked(self._known, people, n_statements)
            # F'F - S'S = (F - S)'F + S'(F - S), and few columns of F - S are not empty.
            change = fresh - stale
            changed = np.flatnonzero(change.any(axis=0))
            change = change[:, changed]
            self.products[changed] += change.T @ fresh
            self.products[:, changed] += stale.T @ change
        self._known = rows

    def axes(self, n_axes: int, kept: NDArray[np.int64]) -> Axes:
        """Leading axes of the centred votes; a pure function of the sums and the order.

        Parameters
        ----------
        n_axes : int
        kept : ndarray of int, shape (at most n_statements,)
            Statements that take part, in the order in which they are decomposed: where axes
            are equally strong, the order decides which of them are found.
        """
        n = self._known.n_statements
        votes, mixed, cast = self._parts(n)
        means = self.means()
        # X'X - m M'X - (M'X)'m + m M'M m, with as few temporary arrays as possible.
        covariance = cast * means
        covariance -= mixed
        covariance *= means[:, None]
        covariance += votes
        covariance -= mixed.T * means
        # Single precision is enough for a live view (axes right to about 1e-6) and quicker.
        single = covariance.astype(np.float32)[kept][:, kept]
        n_kept = kept.size
        n_found = min(n_axes, n_kept)
        values, vectors = linalg.eigh(
            single, subset_by_index=(n_kept - n_found, n_kept - 1), check_finite=False
        )
        directions = np.zeros((n, n_found))
        directions[kept] = fix_signs(vectors[:, ::-1].astype(np.float64))
        return Axes(directions, np.maximum(values[::-1].astype(np.float64), 0.0), 0.0, 0)

    def means(self) -> Floats:
        """Mean vote per statement, 0 without votes; shape (n_statements,)."""
        n = self._known.n_statements
        _, mixed, cast = self._parts(n)
        return np.asarray(np.diag(mixed) / np.maximum(np.diag(cast), 1.0))

    def _parts(self, n: int) -> tuple[Floats, Floats, Floats]:
        """X'X, M'X, M'M."""
        return self.products[:n, :n], self.products[n:, :n], self.products[n:, n:]


def _stacked(rows: VoteRows, people: NDArray[np.int64], n_statements: int) -> Floats:
    """Dense [votes, mask] of some people, shape (n_people, 2 * n_statements); strangers are 0."""
    dense = np.zeros((people.size, 2 * n_statements))
    known = np.flatnonzero(people < rows.n_people)
    entries, owner = rows.entries_of(people[known])
    owner, columns = known[owner], rows.columns[entries]
    dense[owner, columns] = rows.codes[entries] // max(rows.n_statements, 1) - 1
    dense[owner, n_statements + columns] = 1.0
    return dense
