"""The figures of the advisory work; cells that could point at somebody are hidden at one point.

Every output (page, table, interface) takes its numbers from :func:`make_figures`, whose results have
gone through ``protect``. There is no other way to a figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from statistics import median

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from drehscheibe.capabilities.advisory.choices import Helped, SessionState
from drehscheibe.capabilities.advisory.models import Case, FollowUp, Session
from drehscheibe.core.places.names import names_of_laender
from drehscheibe.core.privacy.small_groups import SMALLEST, protect
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import labels
from drehscheibe.core.trace.clock import is_working_day

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
    """Return the protected figures of a period; examples do not count; eight queries."""
    came = _between(Case.objects.confirmed().filter(is_example=False), "confirmed_at", period)
    finished = _between(Case.objects.filter(is_example=False), "finished_at", period)
    n_came = came.count()
    by_land = Counter(dict.fromkeys(names_of_laender(), 0))
    by_land.update(dict(came.order_by().values_list("land_id").annotate(n=Count("pk"))))
    by_topic = Counter(dict.fromkeys(Topic.values, 0))
    by_topic.update(dict(came.order_by().values_list("topic").annotate(n=Count("pk"))))
    rated = Counter(finished.exclude(helped="").values_list("helped", flat=True))
    return Figures(
        period=period,
        requests=_protect_one(n_came),
        finished=_protect_one(finished.count()),
        hours=_hours(period),
        days_to_first_answer=_days_to_first_answer(came),
        by_land=_rows(by_land, names_of_laender()),
        by_topic=_rows(by_topic, labels(Topic)),
        by_helped=_rows({code: rated[code] for code in Helped.values}, labels(Helped)),
        after_3=_follow_ups(period, 3),
        after_12=_follow_ups(period, 12),
    )


def _between(rows: QuerySet[Case], field: str, period: Period) -> QuerySet[Case]:
    zone = timezone.get_current_timezone()
    start = datetime.combine(period.start, time.min, zone)
    end = datetime.combine(period.end, time.min, zone)
    return rows.filter(**{f"{field}__gte": start, f"{field}__lt": end})


def _rows(counts: Mapping[str, int], names: Mapping[str, str]) -> tuple[Row, ...]:
    shown = protect(counts)
    return tuple(Row(code, names.get(code, code), shown[code]) for code in names if code in shown)


def _hours(period: Period) -> Decimal | None:
    held = Session.objects.filter(
        state=SessionState.HELD,
        case__is_example=False,
        starts_at__date__gte=period.start,
        starts_at__date__lt=period.end,
    )
    summed = held.aggregate(hours=Sum("hours"), cases=Count("case", distinct=True))
    if not summed["cases"]:
        return Decimal(0)
    return summed["hours"] if summed["cases"] >= SMALLEST else None


def _days_to_first_answer(came: QuerySet[Case]) -> float | None:
    pairs = came.filter(first_answer_at__isnull=False).values_list(
        "confirmed_at", "first_answer_at"
    )
    days = [
        _working_days(timezone.localdate(asked), timezone.localdate(answered))
        for asked, answered in pairs.iterator(chunk_size=2000)
    ]
    return float(median(days)) if len(days) >= SMALLEST else None


def _working_days(start: date, end: date) -> int:
    span = (end - start).days
    return sum(is_working_day(date.fromordinal(start.toordinal() + n + 1)) for n in range(span))


def _follow_ups(period: Period, months: int) -> tuple[Row, ...]:
    asked: Iterable[str] = FollowUp.objects.filter(
        months=months,
        case__is_example=False,
        asked_at__date__gte=period.start,
        asked_at__date__lt=period.end,
    ).values_list("helped", flat=True)
    counts = Counter(asked)
    return _rows(
        {**{code: counts[code] for code in Helped.values}, "none": counts[""]},
        {**labels(Helped), "none": ""},
    )
