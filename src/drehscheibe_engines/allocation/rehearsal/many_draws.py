"""Many draws at once: one step seats one group in every draw of a batch."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.allocation.model import ApplicationList

UNDECIDED = -1
_PLACES_BETWEEN_CHECKS = 64


class ManyDraws:
    """The state of a batch of draws and the ways to move it on.

    Parameters
    ----------
    frozen : ApplicationList
        The frozen list with n applications and t tours.
    orders : ndarray of int32, shape (n, draws)
        One order per column.

    Attributes
    ----------
    codes : ndarray of int16, shape (n, draws)
        By place in the order: rank of the wish given from 0, `any_code`, or `none_code`.

    Notes
    -----
    Places and wheelchair places of a tour share one number, each with a guard bit above it:
    after subtracting a group's needs both guard bits are still set exactly if both suffice,
    so that one look-up and one comparison test both capacities (the trick of L. Lamport 1975,
    doi:10.1145/360933.360994). O(draws) per step and wish.
    """

    def __init__(self, frozen: ApplicationList, orders: NDArray[np.int32]) -> None:
        self._orders = orders
        self._wishes = np.ascontiguousarray(frozen.wishes.table().T)
        self._any_of = frozen.any_of.table()
        self._has_any = np.diff(frozen.any_of.starts) > 0
        self.any_code = len(self._wishes)
        self.none_code = self.any_code + 1
        self._pack(frozen)
        draws = orders.shape[1]
        tours = len(frozen.tours) + 1  # One more without places, which is what -1 stands for.
        self._base = np.arange(draws, dtype=np.int64) * tours
        self._free = np.tile(self._full, draws)
        self.codes = np.full(orders.shape, UNDECIDED, dtype=np.int16)

    def _pack(self, frozen: ApplicationList) -> None:
        seats = np.array([tour.capacity for tour in frozen.tours] + [0], dtype=np.int64)
        wheelchairs = np.array([tour.wheelchair for tour in frozen.tours] + [0], dtype=np.int64)
        is_small = max(seats.max(), wheelchairs.max(), frozen.people.max(initial=0)) < 1 << 13
        self._width, kind = (14, np.int32) if is_small else (30, np.int64)
        guard = (1 << self._width) | (1 << (2 * self._width + 1))
        self._guard = kind(guard)
        self._full = ((seats << (self._width + 1)) + wheelchairs + guard).astype(kind)
        needs = (frozen.people << (self._width + 1)) + frozen.wheelchairs
        self._needs = needs.astype(kind)

    def seat_serially(self) -> None:
        """Let every group in turn take its best wish, then its "any of these"."""
        unfinished = np.arange(self._orders.shape[1])
        for place in range(len(self._orders)):
            if place % _PLACES_BETWEEN_CHECKS == 0:
                unfinished = unfinished[self._has_seats(unfinished)]
            left = self._take_first(place, unfinished, range(self.any_code))
            self._take_any(place, left)

    def seat_in_rounds(self) -> None:
        """Let all first wishes go before all second wishes, and so on."""
        for rank in range(self.any_code + 1):
            for place in range(len(self._orders)):
                rows = np.flatnonzero(self.codes[place] == UNDECIDED)
                if rank < self.any_code:
                    self._take_first(place, rows, (rank,))
                else:
                    self._take_any(place, rows)

    def count_codes(self) -> NDArray[np.int64]:
        """Return how often each application got what; shape (n, ranks + any + none)."""
        groups, kinds = len(self._orders), self.none_code + 1
        codes = np.where(self.codes == UNDECIDED, self.none_code, self.codes)
        flat = np.bincount(
            (self._orders * np.int64(kinds) + codes).ravel(), minlength=groups * kinds
        )
        return flat.reshape(groups, kinds)

    def count_free_seats(self) -> NDArray[np.int64]:
        """Return the empty places per tour, summed over the draws; shape (t,)."""
        rows = self._free.reshape(len(self._base), -1)[:, :-1]
        seats = (rows.astype(np.int64) >> (self._width + 1)) & ((1 << self._width) - 1)
        total: NDArray[np.int64] = seats.sum(axis=0)
        return total

    def _has_seats(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether any place is left in the draws named."""
        free = self._free.reshape(len(self._base), -1)[rows]
        least: int = int(self._guard) + (1 << (self._width + 1))
        return np.asarray((free >= least).any(axis=1))

    def _take_first(
        self, place: int, rows: NDArray[np.int64], ranks: Iterable[int]
    ) -> NDArray[np.int64]:
        """Try wishes in the draws named; return the draws in which none had room."""
        for rank in ranks:
            if not len(rows):
                break
            groups = self._orders[place].take(rows)
            at = self._base.take(rows) + self._wishes[rank].take(groups)
            rest = self._free.take(at) - self._needs.take(groups)
            has_room = (rest & self._guard) == self._guard
            self._free[at.compress(has_room)] = rest.compress(has_room)
            self.codes[place, rows.compress(has_room)] = rank
            rows = rows.compress(~has_room)
        return rows

    def _take_any(self, place: int, rows: NDArray[np.int64]) -> None:
        """Give the emptiest of the welcome tours, the first if several are as empty."""
        rows = rows[self._has_any.take(self._orders[place].take(rows))]
        if not len(rows):
            return
        groups = self._orders[place].take(rows)
        at = self._base.take(rows)[:, None] + self._any_of.take(groups, axis=0)
        rest = self._free.take(at) - self._needs.take(groups)[:, None]
        has_room = (rest & self._guard) == self._guard
        seats = np.where(has_room, rest >> (self._width + 1), -1)
        best = seats.argmax(axis=1)
        line = np.flatnonzero(has_room.any(axis=1))
        self._free[at[line, best[line]]] = rest[line, best[line]]
        self.codes[place, rows[line]] = self.any_code
