"""Compare rules on the same applications before anybody decides for one."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.allocation.model import ApplicationList
from drehscheibe_engines.allocation.rehearsal.effects import RuleEffects, summarise_draws
from drehscheibe_engines.allocation.rehearsal.many_draws import ManyDraws
from drehscheibe_engines.allocation.rehearsal.optimum import find_optimum
from drehscheibe_engines.allocation.rehearsal.orders import OrderSource

#: Lots by size of the group, about 20 times size to the power 0.15; larger groups as six.
SIZE_LOTS = (20, 22, 24, 25, 25, 26)
_CELLS_PER_BATCH = 8_000_000


class Rule(StrEnum):
    """Rules that a rehearsal compares; the value is the name in the data."""

    SERIAL = "serial"
    SIZE_COMPENSATED = "size-compensated"
    FIRST_CHOICE_ROUNDS = "first-choice-rounds"
    OPTIMUM = "optimum"


#: What organisers must know about each rule before they choose it.
EFFECTS = {
    Rule.SERIAL: (
        "Group random serial dictatorship: one order, each group takes its best wish with room. "
        "Honest wishes never hurt, anybody can replay it. Large groups do slightly worse, as a "
        "nearly full tour still takes a single person."
    ),
    Rule.SIZE_COMPENSATED: (
        "The same rule with a few more lots for larger groups, which evens out their chances. "
        "Honest wishes never hurt; but it pays to register more people than will come."
    ),
    Rule.FIRST_CHOICE_ROUNDS: (
        "All first wishes go first, then all second wishes. Most first wishes come true, but "
        "honesty is punished: whoever names a popular tour first and loses finds the others full."
    ),
    Rule.OPTIMUM: (
        "A solver's largest total utility. Nobody can replay by hand who got which place, "
        "several solutions are equally good, and stating other wishes than the true ones can pay."
    ),
}


def rehearse_rules(
    frozen: ApplicationList,
    *,
    seed: int,
    draws: int = 1000,
    rules: Sequence[Rule] = tuple(Rule),
    time_limit_s: float = 60.0,
) -> list[RuleEffects]:
    """Simulate the rules on the applications.

    Parameters
    ----------
    frozen : ApplicationList
        Real or expected applications.
    seed : int
        Seed, at least 0; the same seed gives the same numbers.
    draws : int
        Draws per rule, at least 1; the solver's optimum is computed once.
    rules : sequence of Rule
        Which rules, in which order.
    time_limit_s : float
        Limit for the solver, seconds.

    Returns
    -------
    list of RuleEffects
        One per rule; the optimum is left out if the solver found nothing in time.

    Raises
    ------
    ValueError
        If `draws` is below 1.
    """
    effects = []
    for rule in rules:
        if rule is Rule.OPTIMUM:
            optimum = find_optimum(frozen, time_limit_s=time_limit_s)
            if optimum is not None:
                effects.append(_describe_optimum(frozen, optimum.codes, optimum.assigned))
            continue
        counts, free_seats = _simulate(frozen, rule, draws, seed)
        effects.append(summarise_draws(frozen, rule.value, draws, counts, free_seats))
    return effects


def estimate_chances(
    frozen: ApplicationList, *, seed: int, draws: int = 10_000, rule: Rule = Rule.SERIAL
) -> NDArray[np.float64]:
    """Estimate every application's chances.

    Returns
    -------
    ndarray, shape (n, ranks + 2)
        Share of draws (0-1) in which the application got its first, second, ... wish, "any of
        these", nothing. Standard error sqrt(p (1 - p) / draws), at most 0.005 for 10,000.

    Raises
    ------
    ValueError
        If `draws` is below 1, or for the optimum, which knows no chance.
    """
    counts, _ = _simulate(frozen, rule, draws, seed)
    return counts / draws


def _simulate(
    frozen: ApplicationList, rule: Rule, draws: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    if draws < 1:
        raise ValueError(f"draws must be at least 1, not {draws}")
    if rule is Rule.OPTIMUM:
        raise ValueError("the optimum is computed once, not drawn")
    weights = frozen.weights
    if rule is Rule.SIZE_COMPENSATED:
        weights = weights * np.array(SIZE_LOTS)[np.minimum(frozen.people, len(SIZE_LOTS)) - 1]
    source = OrderSource(weights, seed)
    batch = max(1, _CELLS_PER_BATCH // max(1, len(weights)))
    counts: NDArray[np.int64] = np.zeros((), dtype=np.int64)
    free_seats: NDArray[np.int64] = np.zeros((), dtype=np.int64)
    for start in range(0, draws, batch):
        state = ManyDraws(frozen, source.next_orders(min(batch, draws - start)))
        if rule is Rule.FIRST_CHOICE_ROUNDS:
            state.seat_in_rounds()
        else:
            state.seat_serially()
        counts = counts + state.count_codes()
        free_seats = free_seats + state.count_free_seats()
    return counts, free_seats


def _describe_optimum(
    frozen: ApplicationList, codes: NDArray[np.int64], assigned: NDArray[np.int64]
) -> RuleEffects:
    ranks = frozen.wishes.table().shape[1]
    counts = np.zeros((len(codes), ranks + 2), dtype=np.int64)
    counts[np.arange(len(codes)), codes] = 1
    is_seated = assigned >= 0
    taken = np.bincount(
        assigned[is_seated], weights=frozen.people[is_seated], minlength=len(frozen.tours)
    )
    seats = np.array([tour.capacity for tour in frozen.tours], dtype=np.int64)
    free = seats - taken.astype(np.int64)
    return summarise_draws(frozen, Rule.OPTIMUM.value, 1, counts, free)
