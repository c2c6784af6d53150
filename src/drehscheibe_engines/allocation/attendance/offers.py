"""Offers from the waiting list: all or nothing, in the order drawn, with a deadline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of the expiry ladder.

    Attributes
    ----------
    until_start : timedelta
        The rung holds while at least this much time is left before the tour.
    valid_for : timedelta
        How long an offer made on this rung stands.
    in_strict_order : bool
        Whether free places wait for the first group in line that could ever fit. If not, a
        smaller group behind it may take what it cannot use.
    """

    until_start: timedelta
    valid_for: timedelta
    in_strict_order: bool = False


#: From the top; below the last rung nobody is offered anything, the bus has a standby list.
DEFAULT_LADDER = (
    Rung(timedelta(days=14), timedelta(hours=72), in_strict_order=True),
    Rung(timedelta(days=5), timedelta(hours=36)),
    Rung(timedelta(days=2), timedelta(hours=12)),
    Rung(timedelta(hours=12), timedelta(hours=3)),
    Rung(timedelta(hours=3), timedelta(hours=1)),
)


@dataclass(frozen=True, slots=True)
class TourPlaces:
    """What is free on a tour, before offers that are still open.

    Attributes
    ----------
    id : str
        Tour id.
    starts_at : datetime
        Start, aware.
    capacity, wheelchair : int
        Places of the whole tour.
    free_seats, free_wheelchairs : int
        Places that nobody has accepted.
    """

    id: str
    starts_at: datetime
    capacity: int
    wheelchair: int
    free_seats: int
    free_wheelchairs: int


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """A group on a waiting list; the list's order is the order drawn.

    Attributes
    ----------
    id : str
        Application id.
    people, wheelchair : int
        Size and wheelchair users.
    """

    id: str
    people: int
    wheelchair: int = 0


@dataclass(frozen=True, slots=True)
class PlaceOffer:
    """Places for a whole group, for a while.

    Attributes
    ----------
    application, tour : str
        Ids.
    people, wheelchair : int
        Places held while the offer stands.
    expires_at : datetime
        Not valid from this moment on.
    """

    application: str
    tour: str
    people: int
    wheelchair: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OfferPlan:
    """What to do now for one tour.

    Attributes
    ----------
    offers : tuple of PlaceOffer
        New offers to send, in the order drawn.
    passed_over : tuple of str
        Groups that a later group overtook because they did not fit, for the log.
    """

    offers: tuple[PlaceOffer, ...]
    passed_over: tuple[str, ...]


def plan_offers(
    tour: TourPlaces,
    waiting: Sequence[WaitingGroup],
    open_offers: Iterable[PlaceOffer],
    *,
    now: datetime,
    answered: frozenset[str] = frozenset(),
    ladder: Sequence[Rung] = DEFAULT_LADDER,
) -> OfferPlan:
    """Decide who is offered free places.

    Parameters
    ----------
    tour : TourPlaces
        The tour.
    waiting : sequence of WaitingGroup
        Its waiting list in the order drawn.
    open_offers : iterable of PlaceOffer
        All offers sent and unanswered, for any tour. Expired ones hold nothing. A group with
        a valid one is not asked twice at the same time.
    now : datetime
        The present moment, aware.
    answered : frozenset of str
        Groups that declined this tour, let an offer for it expire, or have a place by now.
    ladder : sequence of Rung
        Published with the rule; from the longest time before the tour to the shortest.

    Returns
    -------
    OfferPlan
        Offers that together never exceed what is free. A group is offered places for all of
        its members or none. No offer stands beyond the start of the tour.

    Notes
    -----
    Pure: the same arguments give the same plan, so a late or repeated run does no harm. O(waiting).
    """
    left = tour.starts_at - now
    rung = next((rung for rung in ladder if left >= rung.until_start), None)
    valid = [offer for offer in open_offers if now < offer.expires_at]
    here = [offer for offer in valid if offer.tour == tour.id]
    seats = tour.free_seats - sum(offer.people for offer in here)
    wheelchairs = tour.free_wheelchairs - sum(offer.wheelchair for offer in here)
    if rung is None or left <= timedelta():
        return OfferPlan((), ())
    expires_at = min(now + rung.valid_for, tour.starts_at)
    unavailable = answered.union(offer.application for offer in valid)
    offers: list[PlaceOffer] = []
    waits: list[str] = []
    passed_over: list[str] = []
    for group in waiting:
        if group.id in unavailable or not _could_ever_fit(group, tour):
            continue
        if group.people <= seats and group.wheelchair <= wheelchairs:
            passed_over, waits = passed_over + waits, []
            seats, wheelchairs = seats - group.people, wheelchairs - group.wheelchair
            offers.append(PlaceOffer(group.id, tour.id, group.people, group.wheelchair, expires_at))
        elif rung.in_strict_order:
            break
        else:
            waits.append(group.id)
    return OfferPlan(tuple(offers), tuple(passed_over))


def find_expired(offers: Iterable[PlaceOffer], *, now: datetime) -> list[PlaceOffer]:
    """Return the offers that are no longer valid at `now`, in the order given."""
    return [offer for offer in offers if offer.expires_at <= now]


def _could_ever_fit(group: WaitingGroup, tour: TourPlaces) -> bool:
    return group.people <= tour.capacity and group.wheelchair <= tour.wheelchair
