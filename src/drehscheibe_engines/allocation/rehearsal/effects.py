"""What a rule does, as numbers that a chart can show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.allocation.model import ApplicationList


@dataclass(frozen=True, slots=True)
class RuleEffects:
    """Mean effects of a rule over many draws.

    Attributes
    ----------
    rule : str
        Name of the rule.
    draws : int
        Number of draws behind the means.
    people_seated : float
        People with a place, mean per draw.
    people_by_wish : dict of str to float
        Share of all people (0-1) by what they got: ``"1"``, ``"2"``, ... for the rank of the
        wish, ``"any"``, ``"none"``. Adds up to 1.
    groups_seated_by_size : dict of int to float
        Share of the groups of each size (0-1) that got a place.
    empty_seats : dict of str to float
        Places left empty per tour, mean per draw.
    """

    rule: str
    draws: int
    people_seated: float
    people_by_wish: dict[str, float]
    groups_seated_by_size: dict[int, float]
    empty_seats: dict[str, float]


def summarise_draws(
    frozen: ApplicationList,
    rule: str,
    draws: int,
    counts: NDArray[np.int64],
    free_seats: NDArray[np.int64],
) -> RuleEffects:
    """Turn counts into means.

    Parameters
    ----------
    counts : ndarray, shape (n, ranks + 2)
        How often each application got which rank, any, none.
    free_seats : ndarray, shape (t,)
        Empty places per tour, summed over the draws.
    """
    people = frozen.people @ counts
    everybody = max(int(frozen.people.sum()) * draws, 1)
    names = [*(str(rank) for rank in range(1, counts.shape[1] - 1)), "any", "none"]
    seated = draws - counts[:, -1]
    by_size = {
        int(size): float(seated[frozen.people == size].mean()) / draws
        for size in np.unique(frozen.people)
    }
    return RuleEffects(
        rule,
        draws,
        float(people[:-1].sum()) / draws,
        {name: float(count) / everybody for name, count in zip(names, people, strict=True)},
        by_size,
        {tour.id: float(free) / draws for tour, free in zip(frozen.tours, free_seats, strict=True)},
    )
