"""How long addressees take: what waits with each of them and for how long, and how they answered.

Counts public concerns only, so that the page says nothing that its reader could not count alone. What
it adds up is kept day by day by ``services.answer_times``; all stays would be too many to be counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from django.db import connection
from django.db.models import Sum

from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.models import StayTally, TallyKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox.epoch import kept_for_epoch

__all__ = ["AGES", "WITH_ADDRESSEE", "Addressee", "list_addressees", "percent"]

#: Upper ends, in days, of the classes of age; what waits longer makes up the last class.
AGES = (14, 28, 56)
#: How far back answers count, in days.
LOOK_BACK = 365

DAY_S = 24 * 60 * 60
#: States in which what came to an addressee waits for it.
WITH_ADDRESSEE = (SignalState.HANDED_OVER, SignalState.IN_REVIEW)


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
        _addressee(str(desk), waiting.get(pk), answered.get(pk), today)
        for pk, desk in desks.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.overdue, -one.all_waiting, one.name)))


class _Waiting(NamedTuple):
    """What the account book says of that which waits with one desk."""

    late: int
    oldest: date
    ages: tuple[int, ...]


class _Answered(NamedTuple):
    """What the account book says of the answers of one desk."""

    number: int
    in_time: int
    took_s: int


def _waiting(today: date) -> dict[int, _Waiting]:
    # Rows of one day may cancel each other out, so that they are added up before the oldest is sought.
    ends = [today - timedelta(days=days) for days in AGES]
    bounds = [*zip(ends, [date.max, *ends], strict=False), (date.min, ends[-1])]
    ages = ", ".join("SUM(CASE WHEN day >= %s AND day < %s THEN number ELSE 0 END)" for _ in bounds)
    statement = f"""
        SELECT desk_id, SUM(CASE WHEN due_on < %s THEN number ELSE 0 END), MIN(day), {ages}
        FROM (
            SELECT desk_id, day, due_on, SUM(number) AS number FROM exchange_staytally
            WHERE kind = %s GROUP BY desk_id, day, due_on HAVING SUM(number) <> 0
        ) AS book GROUP BY desk_id
    """  # noqa: S608 -- as many sums as there are classes
    with connection.cursor() as cursor:
        cursor.execute(statement, [today, *chain.from_iterable(bounds), TallyKind.WAITING.value])
        return {
            desk: _Waiting(int(late), _as_date(oldest), tuple(map(int, ages)))
            for desk, late, oldest, *ages in cursor.fetchall()
        }


def _as_date(day: date | str) -> date:
    """Return a day as SQLite (in words) or PostgreSQL gives it."""
    return date.fromisoformat(day) if isinstance(day, str) else day


def _answered(today: date) -> dict[int, _Answered]:
    rows = (
        StayTally.objects.filter(
            kind=TallyKind.ANSWERED, day__gte=today - timedelta(days=LOOK_BACK)
        )
        .order_by()
        .values("desk_id")
        .annotate(all=Sum("number"), timely=Sum("in_time"), took=Sum("took_s"))
        .filter(all__gt=0)
    )
    return {row["desk_id"]: _Answered(row["all"], row["timely"], row["took"]) for row in rows}


def _addressee(
    name: str, waiting: _Waiting | None, answered: _Answered | None, today: date
) -> Addressee:
    return Addressee(
        name=name,
        waiting=waiting.ages if waiting else (0,) * (len(AGES) + 1),
        overdue=waiting.late if waiting else 0,
        longest_days=(today - waiting.oldest).days if waiting else 0,
        answered=answered.number if answered else 0,
        in_time=answered.in_time if answered else 0,
        mean_days=round(answered.took_s / answered.number / DAY_S) if answered else None,
    )
