"""Ragged table of choices: for every application a row of positions of tours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Choices:
    """Rows of different length in two flat arrays.

    Attributes
    ----------
    starts : ndarray of int64, shape (n + 1,)
        Row i is ``tours[starts[i]:starts[i + 1]]``.
    tours : ndarray of int32, shape (total,)
        Positions of tours.
    """

    starts: NDArray[np.int64]
    tours: NDArray[np.int32]

    @classmethod
    def look_up(cls, rows: Sequence[Sequence[str]], position: dict[str, int]) -> Choices:
        """Turn rows of ids into rows of positions; raises KeyError for an unknown id."""
        lengths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        starts = np.concatenate([[0], np.cumsum(lengths)])
        found = map(position.__getitem__, chain.from_iterable(rows))
        return cls(starts, np.fromiter(found, dtype=np.int32, count=int(starts[-1])))

    @property
    def owners(self) -> NDArray[np.int64]:
        """Row number of every entry of `tours`."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def keep(self, mask: NDArray[np.bool_]) -> Choices:
        """Drop the entries outside the mask, which has the shape of `tours`."""
        if mask.all():
            return self
        lengths = np.bincount(self.owners[mask], minlength=len(self.starts) - 1)
        return Choices(np.concatenate([[0], np.cumsum(lengths)]), self.tours[mask])

    def take(self, rows: NDArray[np.int64]) -> Choices:
        """Return the rows named, in that order."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        shift = np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Choices(starts, self.tours[shift + np.arange(starts[-1])])

    def row(self, index: int) -> list[int]:
        """Return one row."""
        found: list[int] = self.tours[self.starts[index] : self.starts[index + 1]].tolist()
        return found

    def table(self) -> NDArray[np.int32]:
        """Return all rows as one table, filled with -1; shape (n, longest row)."""
        lengths = np.diff(self.starts)
        filled = np.full((len(lengths), int(lengths.max(initial=0))), -1, dtype=np.int32)
        owners = self.owners
        filled[owners, np.arange(len(self.tours)) - self.starts[owners]] = self.tours
        return filled
