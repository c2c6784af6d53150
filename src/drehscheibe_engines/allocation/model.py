"""Tours, applications and the frozen list: what a draw is about, valid by construction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter, eq

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.allocation.choices import Choices

MAX_CAPACITY = 1_000_000
MAX_PEOPLE = 1_000
MAX_WEIGHT = 1_000
MAX_LOTS = 10_000_000
MAX_ID_BYTES = 200


class InvalidInputError(ValueError):
    """A tour, an application or a list breaks a rule of the format.

    Attributes
    ----------
    path : tuple of str or int
        Where in the document, for example ``("applications", 17, "people")``.
    reason : str
        What is wrong and what would be right.
    """

    def __init__(self, path: Sequence[str | int], reason: str) -> None:
        self.path = tuple(path)
        self.reason = reason
        super().__init__(f"{format_path(self.path)}: {reason}")


def format_path(path: Sequence[str | int]) -> str:
    """Write a path as ``applications[17].people``; the empty path is ``document``."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(parts).lstrip(".") or "document"


@dataclass(frozen=True, slots=True)
class Tour:
    """A tour with two capacities.

    Parameters
    ----------
    id : str
        Unique among the tours, 1-200 bytes of UTF-8, no control characters.
    capacity : int
        Places for all people together, 0-1,000,000.
    wheelchair : int
        How many of the people may come in a wheelchair, 0-1,000,000.
    requires : tuple of str
        Conditions that a group must meet, for example ``"age-14"``; sorted, without repeats.

    Raises
    ------
    InvalidInputError
        If a value is out of its range.
    """

    id: str
    capacity: int
    wheelchair: int = 0
    requires: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_id(self.id, "id")
        _check_whole("capacity", self.capacity, 0, MAX_CAPACITY)
        _check_whole("wheelchair", self.wheelchair, 0, MAX_CAPACITY)
        if self.requires:
            object.__setattr__(self, "requires", _sorted_tags(self.requires, "requires"))


@dataclass(frozen=True, slots=True)
class Application:
    """A group that wants to stay together, and its wishes.

    Parameters
    ----------
    id : str
        Unique among the applications; a pseudonym, as the list is published.
    people : int
        Everybody in the group, wheelchair users included, 1-1,000.
    wheelchair : int
        How many of them come in a wheelchair, 0 to `people`.
    wishes : tuple of str
        Tour ids, best first. A repeated id counts at its first place.
    any_of : tuple of str
        Tours that are all equally welcome after the wishes; a set, kept sorted.
    weight : int
        Number of lots in the drum, 1-1,000; published with the rule.
    meets : tuple of str
        Conditions that the group meets; sorted, without repeats.

    Raises
    ------
    InvalidInputError
        If a value is out of its range.
    """

    id: str
    people: int
    wheelchair: int = 0
    wishes: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    weight: int = 1
    meets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_id(self.id, "id")
        _check_whole("people", self.people, 1, MAX_PEOPLE)
        _check_whole("wheelchair", self.wheelchair, 0, self.people)
        _check_whole("weight", self.weight, 1, MAX_WEIGHT)
        if len(set(self.wishes)) < len(self.wishes):
            object.__setattr__(self, "wishes", tuple(dict.fromkeys(self.wishes)))
        if self.any_of:
            rest = tuple(sorted(set(self.any_of).difference(self.wishes)))
            object.__setattr__(self, "any_of", rest)
        if self.meets:
            object.__setattr__(self, "meets", _sorted_tags(self.meets, "meets"))


@dataclass(frozen=True, slots=True)
class ApplicationList:
    """The frozen list: everything sorted by id, and the same once more as arrays.

    Build it with `freeze_applications`; never by hand.

    Attributes
    ----------
    tours, applications : tuple
        Sorted by id in the order of code points, which is the order of their UTF-8 bytes.
    people, wheelchairs, weights : ndarray of int64, shape (n_applications,)
        Sizes, wheelchair users and lots.
    wishes, any_of : Choices
        Per application the positions in `tours` of the tours that the group may join and that
        could hold it when empty. Ranked in `wishes`, ascending in `any_of`.
    """

    tours: tuple[Tour, ...]
    applications: tuple[Application, ...]
    people: NDArray[np.int64] = field(repr=False, compare=False)
    wheelchairs: NDArray[np.int64] = field(repr=False, compare=False)
    weights: NDArray[np.int64] = field(repr=False, compare=False)
    wishes: Choices = field(repr=False, compare=False)
    any_of: Choices = field(repr=False, compare=False)


def freeze_applications(
    tours: Iterable[Tour], applications: Iterable[Application]
) -> ApplicationList:
    """Sort, cross-check and freeze the applications of one draw.

    Parameters
    ----------
    tours, applications : iterable
        In any order: the frozen list does not depend on it.

    Returns
    -------
    ApplicationList
        The list that is hashed, published and drawn from.

    Raises
    ------
    InvalidInputError
        If an id occurs twice, a wish names an unknown tour, or there are more than
        10,000,000 lots. The path counts in the order given.

    Notes
    -----
    Time O(n log n) for the sorting, memory O(n) in the number of wishes.
    """
    given_tours, given = list(tours), list(applications)
    weights = [application.weight for application in given]
    if sum(weights) > MAX_LOTS:
        raise InvalidInputError(
            ("applications",), f"the weights add up to more than {MAX_LOTS} lots"
        )
    sorted_tours = tuple(sorted(given_tours, key=attrgetter("id")))
    ordered = tuple(sorted(given, key=attrgetter("id")))
    _check_unique(sorted_tours, given_tours, "tours")
    _check_unique(ordered, given, "applications")
    position = {tour.id: index for index, tour in enumerate(sorted_tours)}
    try:
        wishes = Choices.look_up([one.wishes for one in ordered], position)
        any_of = Choices.look_up([one.any_of for one in ordered], position)
    except KeyError:
        raise _unknown_tour(given, position) from None
    unfiltered = ApplicationList(
        sorted_tours,
        ordered,
        np.array([one.people for one in ordered], dtype=np.int64),
        np.array([one.wheelchair for one in ordered], dtype=np.int64),
        np.array([one.weight for one in ordered], dtype=np.int64),
        wishes,
        any_of,
    )
    return replace(
        unfiltered,
        wishes=wishes.keep(_is_possible(unfiltered, wishes)),
        any_of=any_of.keep(_is_possible(unfiltered, any_of)),
    )


def check_id(value: object, *path: str | int) -> None:
    """Raise `InvalidInputError` unless `value` can be an id or a condition in every implementation."""
    if not isinstance(value, str) or not value:
        raise InvalidInputError(path, "must be a text of at least one character")
    if value.isascii() and value.isprintable() and len(value) <= MAX_ID_BYTES:
        return
    if min(value) < " ":
        raise InvalidInputError(path, "must not contain control characters")
    try:
        length = len(value.encode())
    except UnicodeEncodeError:
        raise InvalidInputError(path, "must not contain halves of surrogate pairs") from None
    if length > MAX_ID_BYTES:
        raise InvalidInputError(path, f"must not be longer than {MAX_ID_BYTES} bytes")


def may_join(application: Application, tour: Tour) -> bool:
    """Whether the group meets the tour's conditions and would fit into it when empty."""
    return (
        application.people <= tour.capacity
        and application.wheelchair <= tour.wheelchair
        and set(tour.requires).issubset(application.meets)
    )


def _check_whole(name: str, value: int, least: int, most: int) -> None:
    if type(value) is not int or not least <= value <= most:
        raise InvalidInputError((name,), f"must be a whole number from {least} to {most}")


def _sorted_tags(tags: tuple[str, ...], name: str) -> tuple[str, ...]:
    for index, tag in enumerate(tags):
        check_id(tag, name, index)
    return tuple(sorted(set(tags)))


def _check_unique(
    ordered: Sequence[Tour | Application], given: Sequence[Tour | Application], name: str
) -> None:
    ids = [one.id for one in ordered]
    if not any(map(eq, ids, ids[1:])):
        return
    first: dict[str, int] = {}
    for index, one in enumerate(given):
        if first.setdefault(one.id, index) != index:
            reason = f"the id {one.id!r} is already used by {name}[{first[one.id]}]"
            raise InvalidInputError((name, index, "id"), reason)


def _is_possible(frozen: ApplicationList, choices: Choices) -> NDArray[np.bool_]:
    """Tell for every entry whether that group may join that tour; see `may_join`."""
    tours, owners, chosen = frozen.tours, choices.owners, choices.tours
    seats = np.array([tour.capacity for tour in tours], dtype=np.int64)
    wheelchairs = np.array([tour.wheelchair for tour in tours], dtype=np.int64)
    possible = frozen.people[owners] <= seats[chosen]
    possible &= frozen.wheelchairs[owners] <= wheelchairs[chosen]
    is_open = np.array([not tour.requires for tour in tours], dtype=bool)
    for entry in np.flatnonzero(possible & ~is_open[chosen]).tolist():
        possible[entry] = may_join(frozen.applications[owners[entry]], tours[chosen[entry]])
    return possible


def _unknown_tour(applications: list[Application], position: dict[str, int]) -> InvalidInputError:
    for number, application in enumerate(applications):
        for name, ids in (("wishes", application.wishes), ("any", application.any_of)):
            for tour_id in ids:
                if tour_id not in position:
                    reason = f"application {application.id!r} names the unknown tour {tour_id!r}"
                    return InvalidInputError(("applications", number, name), reason)
    raise AssertionError("every tour is known")
