"""Who may decide a case: people of the office who are no party of it, else the operator once asked.

Nobody decides about their own words, their own report, or their own first decision.
"""

from __future__ import annotations

from django.contrib.auth import get_user_model

from drehscheibe.core.moderation.kinds import find_kind
from drehscheibe.core.moderation.models import Case
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.choices import OrganisationKind

__all__ = ["is_missing", "names", "of_office", "operators", "parties", "writers"]


def writers(case: Case) -> frozenset[int]:
    """Return the people of the office who wrote what was reported; empty if it is not the office's."""
    if case.organisation is None or case.organisation.kind != OrganisationKind.OFFICE:
        return frozenset()
    kind = find_kind(case.item_kind)
    thing = kind.find(case.item_key) if kind else None
    return thing.written_by if thing else frozenset()


def parties(case: Case) -> set[int]:
    """Return who wrote, reported or decided, and therefore cannot decide (again)."""
    reported = case.reports.filter(person__isnull=False).values_list("person_id", flat=True)
    decided = case.decisions.filter(decided_by__isnull=False)
    return {*writers(case), *reported, *decided.values_list("decided_by_id", flat=True)}


def of_office(case: Case) -> list[int]:
    """Return the people of the office who may decide now."""
    excluded = parties(case)
    return [pk for pk in organisations.list_office_person_ids() if pk not in excluded]


def operators(case: Case) -> list[int]:
    """Return who runs the hub and is no party of the case."""
    excluded = parties(case)
    people = get_user_model().objects.filter(is_superuser=True, is_active=True).order_by("pk")
    return [pk for pk in people.values_list("pk", flat=True) if pk not in excluded]


def is_missing(case: Case) -> bool:
    """Whether the case is open and nobody of the office may decide it."""
    return case.is_open and not of_office(case)


def names(person_ids: list[int]) -> list[str]:
    """Return what people are called, in alphabetical order."""
    return sorted(str(person) for person in get_user_model().objects.filter(pk__in=person_ids))
