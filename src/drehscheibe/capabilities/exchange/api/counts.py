"""How many concerns are open to a reader, in all and by region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.db.models import Count
from django.utils import timezone

from drehscheibe.capabilities.exchange.machine.signal import (
    STATES_OF_STATUS,
)
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.outbox.epoch import kept_for_epoch

__all__ = [
    "PublicCounts",
    "count_open",
    "count_public",
    "count_public_by_kreis",
    "count_public_by_land",
]


@dataclass(frozen=True, slots=True)
class PublicCounts:
    """How many concerns are open to a reader, and how they stand, by ``PublicStatus``.

    What is promised or in effect counts as answered as well.
    """

    all: int
    waiting: int
    answered: int
    promised: int
    in_effect: int
    recorded: int
    merged: int
    rejected: int
    withdrawn: int
    overdue: int


def count_public(actor: Actor = ANONYMOUS, *, with_examples: bool = True) -> PublicCounts:
    """Count the concerns open to everybody, or to this actor; one query after a change or in a day."""
    return count_open(sees_network=actor.mandate_id is not None, with_examples=with_examples)


def count_open(*, sees_network: bool, with_examples: bool = True) -> PublicCounts:
    """Count the concerns open to everybody, or also those open to the network."""
    return _count_open(timezone.localdate(), sees_network=sees_network, with_examples=with_examples)


@kept_for_epoch()
def _count_open(today: date, *, sees_network: bool, with_examples: bool) -> PublicCounts:
    by_state, overdue = signals.count_open(
        today, sees_network=sees_network, with_examples=with_examples
    )
    of = {
        status.value: sum(by_state.get(state, 0) for state in states)
        for status, states in STATES_OF_STATUS.items()
    }
    return PublicCounts(all=sum(by_state.values()), overdue=overdue, **of)


@kept_for_epoch()
def count_public_by_land() -> Mapping[str, int]:
    """Return the number of public concerns per code of a Land that has any."""
    return _count_by("laender")


@kept_for_epoch()
def count_public_by_kreis() -> Mapping[str, int]:
    """Return the number of public concerns per key of a Kreis that has any."""
    return _count_by("kreise")


def _count_by(relation: str) -> Mapping[str, int]:
    public = Signal.objects.public().filter(**{f"{relation}__isnull": False}).order_by()
    return MappingProxyType(dict(public.values_list(relation).annotate(number=Count("pk"))))
