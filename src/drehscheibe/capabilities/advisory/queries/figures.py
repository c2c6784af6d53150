"""The figures of the advisory work; cells that could point at somebody are hidden at one point.

Every output (page, table, interface) takes its numbers from :func:`make_figures`, whose results have
gone through ``protect``. There is no other way to a figure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import accumulate

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from drehscheibe.capabilities.advisory.choices import Helped, SessionState
from drehscheibe.capabilities.advisory.models import Case, FollowUp, Session
from drehscheibe.core.places.names import names_of_laender
from drehscheibe.core.privacy.small_groups import SMALLEST, protect
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import labels

__all__ = ["SMALLEST", "Figures", "Period", "Row", "list_periods", "make_figures", "protect"]


@dataclass(frozen=True, slots=True)
class Period:
    """A span from a fixed list, so that nobody subtracts one freely chosen span from another."""

    code: str
    start: date
    end: date  # exclusive


@dataclass(frozen=True, slots=True)
class Row:
    """One line; ``value`` is None where it is protected."""

    code: str
    label: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is told of a period. None means: protected, or nothing to tell.

    Attributes
    ----------
    requests, finished : int or None
        Cases that came in, and whose result was given.
    hours : Decimal or None
        Of talks that took place; only if they belong to enough cases.
    days_to_first_answer : float or None
        Median of working days from the confirmed request to the first answer.
    by_land, by_topic, by_helped, after_3, after_12 : tuple of Row
        ``by_land`` also names where nobody asked. ``after_*`` count those who did not answer too.
    """

    period: Period
    requests: int | None
    finished: int | None
    hours: Decimal | None
    days_to_first_answer: float | None
    by_land: tuple[Row, ...]
    by_topic: tuple[Row, ...]
    by_helped: tuple[Row, ...]
    after_3: tuple[Row, ...]
    after_12: tuple[Row, ...]

    @property
    def has_protected(self) -> bool:
        """Whether anything was hidden."""
        tables = (self.by_land, self.by_topic, self.by_helped, self.after_3, self.after_12)
        single = (self.requests, self.finished)
        return None in single or any(row.value is None for table in tables for row in table)

    @property
    def not_served(self) -> tuple[str, ...]:
        """The Länder from which nobody asked."""
        return tuple(row.label for row in self.by_land if row.value == 0)


def _protect_one(number: int) -> int | None:
    return protect({"": number})[""]


def list_periods(today: date, *, years: int = 4) -> list[Period]:
    """Return the periods that can be asked for: this year and the years before, newest first."""
    return [
        Period(str(year), date(year, 1, 1), date(year + 1, 1, 1))
        for year in range(today.year, today.year - years, -1)
    ]


def make_figures(period: Period) -> Figures:
    """Return the protected figures of a period; examples do not count; five queries.

    Each adds up in an index that holds all it reads, so that no case is opened for a figure.
    """
    # Who has a beginning was really asked; the state that says so too is not in the index.
    came = Case.objects.filter(is_example=False, **_within("confirmed_at", period)).order_by()
    by_land = Counter(dict.fromkeys(names_of_laender(), 0))
    by_topic = Counter(dict.fromkeys(Topic.values, 0))
    for land, topic, number in came.values_list("land_id", "topic").annotate(n=Count("pk")):
        by_land[land] += number
        by_topic[topic] += number
    finished = Case.objects.filter(is_example=False, **_within("finished_at", period)).order_by()
    rated = Counter(dict(finished.values_list("helped").annotate(n=Count("pk"))))
    later = _follow_ups(period)
    return Figures(
        period=period,
        requests=_protect_one(by_land.total()),
        finished=_protect_one(rated.total()),
        hours=_hours(period),
        days_to_first_answer=_days_to_first_answer(came),
        by_land=_rows(by_land, names_of_laender()),
        by_topic=_rows(by_topic, labels(Topic)),
        by_helped=_rows({code: rated[code] for code in Helped.values}, labels(Helped)),
        after_3=_told(later, 3),
        after_12=_told(later, 12),
    )


def _within(field: str, period: Period) -> dict[str, datetime]:
    """Return the condition that a moment lies in a period, as an index can answer it."""
    zone = timezone.get_current_timezone()
    start = datetime.combine(period.start, time.min, zone)
    end = datetime.combine(period.end, time.min, zone)
    return {f"{field}__gte": start, f"{field}__lt": end}


def _examples() -> QuerySet[Case, int]:
    return Case.objects.filter(is_example=True).order_by().values_list("pk", flat=True)


def _rows(counts: Mapping[str, int], names: Mapping[str, str]) -> tuple[Row, ...]:
    shown = protect(counts)
    return tuple(Row(code, names.get(code, code), shown[code]) for code in names if code in shown)


def _hours(period: Period) -> Decimal | None:
    held = Session.objects.filter(state=SessionState.HELD, **_within("starts_at", period))
    # Without the few examples, which costs less than to look every talk's case up.
    summed = held.exclude(case_id__in=_examples()).aggregate(
        hours=Sum("hours"), cases=Count("case", distinct=True)
    )
    if not summed["cases"]:
        return Decimal(0)
    return summed["hours"] if summed["cases"] >= SMALLEST else None


def _days_to_first_answer(came: QuerySet[Case]) -> float | None:
    """Return the median, from how many cases waited how many days."""
    answered = came.filter(days_to_first_answer__isnull=False)
    waited = dict(answered.values_list("days_to_first_answer").annotate(n=Count("pk")))
    number = sum(waited.values())
    if number < SMALLEST:
        return None
    days: list[int] = sorted(waited)
    ends = list(accumulate(waited[day] for day in days))
    # The one in the middle, or the two.
    middle = [days[bisect_right(ends, place)] for place in ((number - 1) // 2, number // 2)]
    return sum(middle) / 2


def _follow_ups(period: Period) -> Mapping[tuple[int, str], int]:
    """Return how many answers came to the question after how many months; an empty one is none."""
    asked = FollowUp.objects.filter(**_within("asked_at", period)).exclude(case_id__in=_examples())
    rows = asked.order_by().values_list("months", "helped").annotate(n=Count("pk"))
    return Counter({(months, helped): number for months, helped, number in rows})


def _told(later: Mapping[tuple[int, str], int], months: int) -> tuple[Row, ...]:
    counts = {code: later[months, code] for code in Helped.values}
    return _rows(
        {**counts, "none": later[months, ""]},
        {**labels(Helped), "none": ""},
    )
