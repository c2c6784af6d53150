"""Reads of cases: the office's queue, the personal ways back, the public figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.contrib.auth import get_user_model
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.moderation.choices import Category, Outcome
from drehscheibe.core.moderation.house_rules import DEFAULTS
from drehscheibe.core.moderation.kinds import Thing, find_kind
from drehscheibe.core.moderation.machine import OPEN_STATES
from drehscheibe.core.moderation.models import Appeal, Case, Decision, HouseRules, Report


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """Return all cases for the office, for authors the decided ones about their own items.

    For the operator also those that they were asked to decide.
    """
    rows = Case.objects.select_related("organisation")
    if actor.is_office:
        return rows
    # Before the decision a report is not the author's business: it may come from a neighbour.
    own = Q(organisation_id=actor.organisation_id or 0, decisions__isnull=False)
    if _is_operator(actor):
        own |= Q(operator_asked_at__isnull=False)
    return rows.filter(own).distinct()


def _is_operator(actor: Actor) -> bool:
    people = get_user_model().objects.filter(is_superuser=True, is_active=True)
    return people.filter(pk=actor.person_id or 0).exists()


def office_queue(*, is_open: bool) -> QuerySet[Case]:
    """Return what waits, most urgent first, or what is done, newest first."""
    rows = Case.objects.annotate(n_reports=Count("reports"))
    if is_open:
        return rows.filter(state__in=OPEN_STATES).order_by("due_on", "pk")
    return rows.exclude(state__in=OPEN_STATES).order_by("-decided_at", "-pk")


def count_open() -> int:
    """Return how many cases wait for the office."""
    return Case.objects.filter(state__in=OPEN_STATES).count()


def first_due() -> date | None:
    """Return the day by which the next case has to be decided."""
    return Case.objects.filter(state__in=OPEN_STATES).values_list("due_on", flat=True).first()


def list_late(today: date) -> list[int]:
    """Return open cases whose date has passed and of which nobody was told yet."""
    late = Case.objects.filter(state__in=OPEN_STATES, due_on__lt=today)
    untold = late.filter(Q(delay_told_for__isnull=True) | ~Q(delay_told_for=F("due_on")))
    return list(untold.order_by("due_on", "pk").values_list("pk", flat=True))


def lock_case(pk: int) -> Case:
    """Lock a case until the end of the transaction; always the first lock of a service."""
    return Case.objects.select_for_update().get(pk=pk)


def find_hidden(kind: str, key: str) -> Case | None:
    """Return the case by which an item is hidden as a whole, or None."""
    decided = Case.objects.filter(item_kind=kind, item_key=key, kept__has_key="item")
    return decided.order_by("-pk").first()


def find_thing(case: Case) -> Thing | None:
    """Return the item of a case as it is now, also while it is hidden; None if it is gone."""
    kind = find_kind(case.item_kind)
    return kind.find(case.item_key) if kind else None


def house_rules(language: str = "") -> str:
    """Return the house rules in a language, by default the active one."""
    wanted = (language or get_language() or "de")[:2]
    row = HouseRules.objects.filter(language=wanted).first()
    return row.text if row else DEFAULTS.get(wanted, DEFAULTS["de"])


@dataclass(frozen=True, slots=True)
class HalfYear:
    """Public figures of one half-year, from the log of cases.

    ``days`` is the median from report to first decision; None if nothing was decided.
    """

    year: int
    half: int
    n_reports: int
    n_cases: int
    by_category: tuple[tuple[str, int], ...]
    by_outcome: tuple[tuple[str, int], ...]
    by_ground: tuple[tuple[str, int], ...]
    n_appeals: int
    n_changed: int
    days: float | None


def list_half_years() -> list[HalfYear]:
    """Return the figures of every half-year in which something was reported, newest first."""
    reports = list(Report.objects.values_list("received_at", "category"))
    cases = dict(Case.objects.values_list("pk", "opened_at"))
    decisions = list(
        Decision.objects.values_list("case_id", "number", "outcome", "ground", "decided_at")
    )
    appeals = list(Appeal.objects.values_list("made_at", flat=True))
    periods = {_half(moment) for moment in (*cases.values(), *(row[0] for row in reports))}
    periods |= {_half(row[4]) for row in decisions} | {_half(moment) for moment in appeals}
    return [
        _figures(period, reports, cases, decisions, appeals)
        for period in sorted(periods, reverse=True)
    ]


def _half(moment: datetime) -> tuple[int, int]:
    local = timezone.localtime(moment)
    return local.year, 1 if local.month <= 6 else 2


def _figures(
    period: tuple[int, int],
    reports: list[tuple[datetime, str]],
    cases: dict[int, datetime],
    decisions: list[tuple[int, int, str, str, datetime]],
    appeals: list[datetime],
) -> HalfYear:
    categories = Counter(category for moment, category in reports if _half(moment) == period)
    made = [row for row in decisions if _half(row[4]) == period]
    first = [row for row in made if row[1] == 1]
    waits = [(row[4] - cases[row[0]]).total_seconds() / 86400 for row in first]
    second = [row for row in made if row[1] > 1]
    return HalfYear(
        year=period[0],
        half=period[1],
        n_reports=sum(categories.values()),
        n_cases=sum(_half(moment) == period for moment in cases.values()),
        by_category=_labelled(categories, Category),
        by_outcome=_labelled(Counter(row[2] for row in first), Outcome),
        by_ground=_labelled(Counter(row[3] for row in first if row[3]), Category),
        n_appeals=sum(_half(moment) == period for moment in appeals),
        n_changed=sum(row[2] != Outcome.UPHOLD for row in second),
        days=round(median(waits), 1) if waits else None,
    )


def _labelled(
    counted: Counter[str], vocabulary: type[Category | Outcome]
) -> tuple[tuple[str, int], ...]:
    codes: Iterable[str] = vocabulary.values
    return tuple((str(vocabulary(code).label), counted[code]) for code in codes if counted[code])


def count_overdue(today: date) -> int:
    """Return how many cases the office should have decided by now; public."""
    return Case.objects.filter(state__in=OPEN_STATES, due_on__lt=today).count()
