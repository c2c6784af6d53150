"""How long addressees take: what waits with each of them and for how long, and how they answered.

Counts public concerns only, so that the page says nothing that its reader could not count alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Min, Q
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import HandOverOutcome, SignalState
from drehscheibe.capabilities.exchange.models import HandOver
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox.epoch import kept_for_epoch

__all__ = ["AGES", "Addressee", "list_addressees", "percent"]

#: Upper ends, in days, of the classes of age; what waits longer makes up the last class.
AGES = (14, 28, 56)
#: How far back answers count, in days.
LOOK_BACK = 365

_WITH_ADDRESSEE = (SignalState.HANDED_OVER, SignalState.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class Addressee:
    """What a body was asked and how it answered.

    Attributes
    ----------
    waiting : tuple of int
        Numbers of concerns that wait there now, by age: one more class than ``AGES``.
    overdue : int
        How many of them are past their date.
    longest_days : int
        Age of the oldest; 0 if nothing waits.
    answered, in_time : int
        Answers of the last ``LOOK_BACK`` days, and how many of them came by their date.
    mean_days : int or None
        How long these answers took on average; None without any.
    """

    name: str
    waiting: tuple[int, ...]
    overdue: int
    longest_days: int
    answered: int
    in_time: int
    mean_days: int | None

    @property
    def all_waiting(self) -> int:
        return sum(self.waiting)

    @property
    def percent_in_time(self) -> int | None:
        return percent(self.in_time, self.answered)


def percent(part: int, whole: int) -> int | None:
    """Return a share in whole per cent; None where there is nothing to share."""
    return round(100 * part / whole) if whole else None


@kept_for_epoch()
def list_addressees(today: date) -> tuple[Addressee, ...]:
    """Return every body that was asked anything in public, the one with most overdue first.

    Three queries after a change, none otherwise.
    """
    waiting, answered = _waiting(today), _answered(today)
    desks = Organisation.objects.in_bulk(waiting.keys() | answered.keys())
    found = [
        _addressee(str(desk), waiting.get(pk, {}), answered.get(pk, {}), today)
        for pk, desk in desks.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.overdue, -one.all_waiting, one.name)))


def _waiting(today: date) -> dict[int, dict[str, Any]]:
    stays = HandOver.objects.filter(
        ended_at=None, signal__published_at__isnull=False, signal__state__in=_WITH_ADDRESSEE
    )
    begins = [_begin_of(today - timedelta(days=days)) for days in AGES]
    # Class n: handed over before the begin of class n - 1 and not before its own.
    classes = {f"age{n}": Q(handed_over_at__gte=begin) for n, begin in enumerate(begins)}
    for n, begin in enumerate(begins):
        later = f"age{n + 1}"
        classes[later] = classes.get(later, Q()) & Q(handed_over_at__lt=begin)
    rows = (
        stays.order_by()
        .values("desk_id")
        .annotate(
            late=Count("pk", filter=Q(signal__due_on__lt=today)),
            oldest=Min("handed_over_at"),
            **{name: Count("pk", filter=condition) for name, condition in classes.items()},
        )
    )
    return {row["desk_id"]: dict(row) for row in rows}


def _answered(today: date) -> dict[int, dict[str, Any]]:
    took = ExpressionWrapper(F("ended_at") - F("handed_over_at"), output_field=DurationField())
    rows = (
        HandOver.objects.filter(
            outcome=HandOverOutcome.ANSWERED,
            ended_at__gte=_begin_of(today - timedelta(days=LOOK_BACK)),
            signal__published_at__isnull=False,
        )
        .order_by()
        .values("desk_id")
        .annotate(
            number=Count("pk"),
            in_time=Count("pk", filter=Q(ended_at__date__lte=F("due_on"))),
            mean=Avg(took),
        )
    )
    return {row["desk_id"]: dict(row) for row in rows}


def _addressee(
    name: str, waiting: dict[str, Any], answered: dict[str, Any], today: date
) -> Addressee:
    mean: timedelta | None = answered.get("mean")
    oldest: datetime | None = waiting.get("oldest")
    return Addressee(
        name=name,
        waiting=tuple(waiting.get(f"age{n}", 0) for n in range(len(AGES) + 1)),
        overdue=waiting.get("late", 0),
        longest_days=(today - timezone.localdate(oldest)).days if oldest else 0,
        answered=answered.get("number", 0),
        in_time=answered.get("in_time", 0),
        mean_days=round(mean / timedelta(days=1)) if mean is not None else None,
    )


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
