"""The rule that decides: one after the other, every group takes its best wish that holds it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.allocation.model import ApplicationList

UNPLACED = -1
#: Groups whose wishes are unpacked together; small enough to stay in the processor's cache.
_TURNS_AT_ONCE = 20_000


def order_from_lots(lots: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """Return the positions of the groups by their first lot drawn; O(lots log lots)."""
    if len(lots) == groups:
        return lots
    positions, first = np.unique(lots, return_index=True)
    return positions[np.argsort(first, kind="stable")]


def fill_drum(frozen: ApplicationList) -> NDArray[np.int64]:
    """Return the lots before shuffling: every position as often as its weight, ascending.

    Notes
    -----
    Ordering groups by their first lot is drawing them one by one in proportion to weight
    (R. Plackett 1975, doi:10.2307/2346567), here without logarithms or any other fraction.
    """
    return np.repeat(np.arange(len(frozen.applications)), frozen.weights)


def seat_groups(frozen: ApplicationList, order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Seat the groups in the order given (group random serial dictatorship).

    Parameters
    ----------
    frozen : ApplicationList
        The frozen list with n applications.
    order : ndarray, shape (n,)
        Positions of applications, each once.

    Returns
    -------
    ndarray, shape (n,)
        Per application the position of its tour, or -1.

    Notes
    -----
    A group takes the first wish that still has room for all of it. If none has, it takes from
    its "any of these" the tour with the most free places, the first by id if several have as
    many. Nobody gains by stating other wishes than the true ones, as the wishes count only
    when it is the group's turn and decide nothing about the turn itself.
    Sources: A. Abdulkadiroglu, T. Sönmez 1998, Random serial dictatorship,
    doi:10.2307/2998580; C. Bonet, N. Arnosti 2022, Lotteries for shared experiences,
    arXiv:2205.10942 (group lottery). O(number of wishes).
    """
    seats = [tour.capacity for tour in frozen.tours]
    wheelchairs = [tour.wheelchair for tour in frozen.tours]
    assigned = np.full(len(order), UNPLACED, dtype=np.int64)
    for start in range(0, len(order), _TURNS_AT_ONCE):
        turns = order[start : start + _TURNS_AT_ONCE]
        assigned[turns] = _seat_next(frozen, turns, seats, wheelchairs)
    return assigned


def _seat_next(
    frozen: ApplicationList, turns: NDArray[np.int64], seats: list[int], wheelchairs: list[int]
) -> list[int]:
    """Seat the groups next in turn; takes what they get from `seats` and `wheelchairs`."""
    # Lists, not arrays: single look-ups are several times faster.
    wishes, any_of = frozen.wishes.take(turns), frozen.any_of.take(turns)
    wished: list[int] = wishes.tours.tolist()
    welcome: list[int] = any_of.tours.tolist()
    needs = zip(frozen.people[turns].tolist(), frozen.wheelchairs[turns].tolist(), strict=True)
    ends = zip(wishes.starts[1:].tolist(), any_of.starts[1:].tolist(), strict=True)
    places = []
    start = any_start = 0
    for (people, wheelchair), (end, any_end) in zip(needs, ends, strict=True):
        for tour in wished[start:end]:
            if seats[tour] >= people and wheelchairs[tour] >= wheelchair:
                break
        else:
            open_tours = [
                tour
                for tour in welcome[any_start:any_end]
                if seats[tour] >= people and wheelchairs[tour] >= wheelchair
            ]
            tour = max(open_tours, key=seats.__getitem__) if open_tours else UNPLACED
        start, any_start = end, any_end
        places.append(tour)
        if tour != UNPLACED:
            seats[tour] -= people
            wheelchairs[tour] -= wheelchair
    return places


def queue_unplaced(
    frozen: ApplicationList, order: NDArray[np.int64], assigned: NDArray[np.int64]
) -> list[list[int]]:
    """Return per tour the unplaced groups that want it, in the order drawn; O(wishes)."""
    unplaced = order[assigned[order] == UNPLACED]
    entries = [frozen.wishes.take(unplaced), frozen.any_of.take(unplaced)]
    tours = np.concatenate([one.tours for one in entries])
    turns = np.concatenate([one.owners for one in entries])
    by_turn = np.argsort(turns, kind="stable")
    # Sixteen bits are sorted by counting, which is several times faster than by comparing.
    keys = tours.astype(np.uint16) if len(frozen.tours) <= 1 << 16 else tours
    by_tour = by_turn[np.argsort(keys[by_turn], kind="stable")]
    ends = np.cumsum(np.bincount(tours, minlength=len(frozen.tours)))
    queued: list[int] = unplaced[turns[by_tour]].tolist()
    return [queued[start:end] for start, end in pairwise([0, *ends.tolist()])]
