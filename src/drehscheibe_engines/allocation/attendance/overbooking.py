"""How many groups to confirm beyond the places, at which stated risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.allocation.attendance.no_shows import NoShowModel


@dataclass(frozen=True, slots=True)
class ArrivalOutlook:
    """What to expect at the bus.

    Attributes
    ----------
    confirmed : int
        People confirmed.
    overflow_risk : float
        Probability (0-1) that more people come than there are places.
    turned_away : float
        Expected number of people without a place.
    empty_seats : float
        Expected number of empty places.
    """

    confirmed: int
    overflow_risk: float
    turned_away: float
    empty_seats: float


@dataclass(frozen=True, slots=True)
class OverbookingStep:
    """One more group from the waiting list.

    Attributes
    ----------
    group : int
        Its index in the waiting list given.
    outlook : ArrivalOutlook
        The outlook with this group and all before it confirmed.
    """

    group: int
    outlook: ArrivalOutlook


def forecast_arrivals(groups: Sequence[int], capacity: int, model: NoShowModel) -> ArrivalOutlook:
    """Forecast arrivals if the groups given are confirmed.

    Parameters
    ----------
    groups : sequence of int
        Sizes of the groups confirmed.
    capacity : int
        Places on the tour.
    model : NoShowModel
        Who comes.

    Returns
    -------
    ArrivalOutlook
        Exact under the model, not simulated.

    Notes
    -----
    The distribution of the sum is the convolution of the groups' distributions, in every
    scenario of the model, then averaged. O(scenarios · people · people).
    """
    arrivals = np.ones((len(model.weights), 1))
    for people in groups:
        arrivals = _add_group(arrivals, model.group_arrivals(people))
    return _describe(arrivals, sum(groups), capacity, model)


def plan_overbooking(
    confirmed: Sequence[int],
    waiting: Sequence[int],
    capacity: int,
    model: NoShowModel,
    *,
    max_risk: float,
) -> list[OverbookingStep]:
    """Choose whom to confirm beyond the places.

    Parameters
    ----------
    confirmed : sequence of int
        Sizes of the groups already confirmed.
    waiting : sequence of int
        Sizes of the waiting groups, in the order drawn.
    capacity : int
        Places on the tour.
    model : NoShowModel
        Who comes.
    max_risk : float
        Largest risk of overflow accepted, 0-1; 0 confirms no more people than places.

    Returns
    -------
    list of OverbookingStep
        In the order drawn, each with the outlook after it. A group that would exceed the risk
        is passed over, a smaller one behind it may still come.

    Raises
    ------
    ValueError
        If the risk is outside 0-1.

    Notes
    -----
    A seat in a bus is a legal limit: whoever overflows stands outside. Confirmation by click
    some days before, and a standby list at the bus, cost nobody a place; overbooking may.
    """
    if not 0 <= max_risk <= 1:
        raise ValueError("the risk must lie between 0 and 1")
    arrivals = np.ones((len(model.weights), 1))
    for people in confirmed:
        arrivals = _add_group(arrivals, model.group_arrivals(people))
    total, steps = sum(confirmed), []
    for index, people in enumerate(waiting):
        candidate = _add_group(arrivals, model.group_arrivals(people))
        outlook = _describe(candidate, total + people, capacity, model)
        is_safe = outlook.confirmed <= capacity
        if is_safe or (max_risk > 0 and outlook.overflow_risk <= max_risk):
            arrivals, total = candidate, total + people
            steps.append(OverbookingStep(index, outlook))
    return steps


def _add_group(arrivals: NDArray[np.float64], group: NDArray[np.float64]) -> NDArray[np.float64]:
    total = np.zeros((len(arrivals), arrivals.shape[1] + group.shape[1] - 1))
    for came in range(group.shape[1]):
        total[:, came : came + arrivals.shape[1]] += arrivals * group[:, came : came + 1]
    return total


def _describe(
    arrivals: NDArray[np.float64], confirmed: int, capacity: int, model: NoShowModel
) -> ArrivalOutlook:
    chance = model.weights @ arrivals
    people = np.arange(len(chance))
    return ArrivalOutlook(
        confirmed,
        float(chance[capacity + 1 :].sum()),
        float(chance @ np.maximum(people - capacity, 0)),
        float(chance @ np.maximum(capacity - people, 0)),
    )
