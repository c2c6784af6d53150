"""The best that any rule could do: a solver's optimum, for comparison only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.allocation.model import ApplicationList
from drehscheibe_engines.allocation.serial_rule import UNPLACED


@dataclass(frozen=True, slots=True)
class Optimum:
    """A solver's assignment.

    Attributes
    ----------
    assigned : ndarray of int64, shape (n,)
        Per application the position of its tour, or -1.
    codes : ndarray of int64, shape (n,)
        Rank of the wish from 0, number of ranks for "any of these", one more for nothing.
    is_proven : bool
        Whether the solver proved it optimal within the gap and time allowed.
    """

    assigned: NDArray[np.int64]
    codes: NDArray[np.int64]
    is_proven: bool


def find_optimum(
    frozen: ApplicationList, *, seats_only: bool = False, time_limit_s: float = 60.0
) -> Optimum | None:
    """Find the assignment with the largest utility, groups kept whole.

    Parameters
    ----------
    frozen : ApplicationList
        The frozen list.
    seats_only : bool
        Count people seated alone. Otherwise every person counts R points for a place and
        R - rank + 1 more by the rank of the wish out of R (1 for "any of these").
    time_limit_s : float
        Seconds after which the best assignment found so far counts.

    Returns
    -------
    Optimum or None
        None if the solver found nothing in time.

    Notes
    -----
    Integer programme: one binary number per group and tour, at most one per group, both
    capacities per tour (a generalised assignment problem, NP-hard for groups). Solved by
    HiGHS (Q. Huangfu, J. Hall 2018, doi:10.1007/s12532-017-0130-5) through SciPy, gap 1e-4.
    The solution is one of several equally good ones and may be another one with another
    version of the solver; nobody could replay by hand who gets which place. That is why
    this is a yardstick and not a rule for a draw.
    """
    # Imported here because SciPy takes longer to load than a draw takes to run.
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    groups, tours, codes, ranks = _entries(frozen)
    result = Optimum(
        np.full(len(frozen.applications), UNPLACED),
        np.full(len(frozen.applications), ranks + 1),
        True,
    )
    if not len(groups):
        return result
    points = np.ones(len(codes)) if seats_only else 2.0 * ranks + 1 - codes
    columns = np.arange(len(groups))
    rows = np.concatenate(
        [groups, groups.max() + 1 + tours, groups.max() + 1 + len(frozen.tours) + tours]
    )
    values = np.concatenate(
        [np.ones(len(groups)), frozen.people[groups], frozen.wheelchairs[groups]]
    )
    limits = np.concatenate(
        [
            np.ones(groups.max() + 1),
            [tour.capacity for tour in frozen.tours],
            [tour.wheelchair for tour in frozen.tours],
        ]
    )
    matrix = csr_array((values, (rows, np.tile(columns, 3))), shape=(len(limits), len(groups)))
    answer = milp(
        -points * frozen.people[groups],
        integrality=np.ones(len(groups)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, -np.inf, limits),
        options={"time_limit": time_limit_s, "mip_rel_gap": 1e-4},
    )
    if answer.x is None:
        return None
    chosen = np.flatnonzero(answer.x > 0.5)
    result.assigned[groups[chosen]] = tours[chosen]
    result.codes[groups[chosen]] = codes[chosen]
    return Optimum(result.assigned, result.codes, answer.status == 0)


def _entries(
    frozen: ApplicationList,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], int]:
    """Return group, tour and code of every possible seat, and the number of ranks."""
    ranked = frozen.wishes.table()
    ranks = ranked.shape[1]
    groups, codes = np.nonzero(ranked >= 0)
    return (
        np.concatenate([groups, frozen.any_of.owners]),
        np.concatenate([ranked[groups, codes], frozen.any_of.tours]).astype(np.int64),
        np.concatenate([codes, np.full(len(frozen.any_of.tours), ranks)]),
        ranks,
    )
