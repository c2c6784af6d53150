"""Why did a group get what it got? The answer follows from the replay, wish by wish."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from drehscheibe_engines.allocation.canonical import application_line_number
from drehscheibe_engines.allocation.drawing import DrawResult
from drehscheibe_engines.allocation.model import may_join
from drehscheibe_engines.allocation.serial_rule import UNPLACED


class Reason(StrEnum):
    """What became of one wish."""

    PLACED = "placed"
    NOT_NEEDED = "not needed"
    SEATS_SHORT = "too few places left for the whole group"
    WHEELCHAIRS_SHORT = "too few wheelchair places left"
    NOT_POSSIBLE = "the group does not meet the tour's conditions or is larger than the tour"


@dataclass(frozen=True, slots=True)
class WishOutcome:
    """One wish at the moment when it was the group's turn.

    Attributes
    ----------
    tour : str
        Tour id.
    rank : int or None
        From 1; None for a tour out of "any of these".
    reason : Reason
        What became of it.
    free_seats, free_wheelchairs : int
        Places left immediately before the group's turn.
    waiting_place : int or None
        Place on the tour's waiting list from 1, None if the group is not on it.
    """

    tour: str
    rank: int | None
    reason: Reason
    free_seats: int
    free_wheelchairs: int
    waiting_place: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that decided about one group.

    Attributes
    ----------
    application : str
        Application id.
    place : int
        Place in the order drawn, from 1.
    groups : int
        Number of groups in the draw.
    tour : str or None
        The tour given.
    wishes : tuple of WishOutcome
        Wishes in order, then "any of these" by id.
    """

    application: str
    place: int
    groups: int
    tour: str | None
    wishes: tuple[WishOutcome, ...]


class Explainer:
    """Answers "why" for any application of a draw.

    Parameters
    ----------
    result : DrawResult
        The draw.

    Notes
    -----
    Built once in O(n); each answer takes O(log n) per wish, so that a page per applicant costs
    next to nothing.
    """

    def __init__(self, result: DrawResult) -> None:
        self._result = result
        self._place = np.empty(len(result.order), dtype=np.int64)
        self._place[result.order] = np.arange(len(result.order))
        self._tours = {tour.id: number for number, tour in enumerate(result.frozen.tours)}
        self._taken = [_TakenPlaces() for _ in result.frozen.tours]
        people, wheelchairs = result.frozen.people.tolist(), result.frozen.wheelchairs.tolist()
        assigned = result.assigned.tolist()
        for place, position in enumerate(result.order.tolist()):
            if assigned[position] != UNPLACED:
                taken = self._taken[assigned[position]]
                taken.add(place, people[position], wheelchairs[position])
        self._queues = [self._place[queue].tolist() for queue in result.waiting]

    def why(self, application_id: str) -> Explanation:
        """Explain the outcome of one application.

        Raises
        ------
        KeyError
            If no application has this id.
        """
        frozen = self._result.frozen
        position = application_line_number(frozen, application_id) - 1 - len(frozen.tours)
        application = frozen.applications[position]
        place = int(self._place[position])
        ranked = [*enumerate(application.wishes, 1), *((None, one) for one in application.any_of)]
        given = int(self._result.assigned[position])
        tour = None if given == UNPLACED else frozen.tours[given].id
        outcomes = []
        is_settled = False
        for rank, name in ranked:
            is_given = name == tour
            outcomes.append(self._outcome(position, self._tours[name], rank, is_given, is_settled))
            is_settled = is_settled or (is_given and rank is not None)
        return Explanation(
            application_id, place + 1, len(frozen.applications), tour, tuple(outcomes)
        )

    def _outcome(
        self, position: int, tour: int, rank: int | None, is_given: bool, is_settled: bool
    ) -> WishOutcome:
        frozen, place = self._result.frozen, int(self._place[position])
        application, wanted = frozen.applications[position], frozen.tours[tour]
        seats, wheelchairs = self._taken[tour].before(place)
        seats, wheelchairs = wanted.capacity - seats, wanted.wheelchair - wheelchairs
        if is_given:
            reason = Reason.PLACED
        elif not may_join(application, wanted):
            reason = Reason.NOT_POSSIBLE
        elif is_settled:
            reason = Reason.NOT_NEEDED
        elif seats < application.people:
            reason = Reason.SEATS_SHORT
        elif wheelchairs < application.wheelchair:
            reason = Reason.WHEELCHAIRS_SHORT
        else:
            reason = Reason.NOT_NEEDED
        queue_place = _find(self._queues[tour], place)
        return WishOutcome(wanted.id, rank, reason, seats, wheelchairs, queue_place)


class _TakenPlaces:
    """Seats taken on one tour as a running sum over the places in the order."""

    __slots__ = ("places", "seats", "wheelchairs")

    def __init__(self) -> None:
        self.places: list[int] = []
        self.seats = [0]
        self.wheelchairs = [0]

    def add(self, place: int, people: int, wheelchairs: int) -> None:
        self.places.append(place)
        self.seats.append(self.seats[-1] + people)
        self.wheelchairs.append(self.wheelchairs[-1] + wheelchairs)

    def before(self, place: int) -> tuple[int, int]:
        count = bisect_left(self.places, place)
        return self.seats[count], self.wheelchairs[count]


def _find(queue: Sequence[int], place: int) -> int | None:
    at = bisect_left(queue, place)
    return at + 1 if at < len(queue) and queue[at] == place else None
