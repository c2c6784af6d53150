"""What the worker does for cases, day by day: remind, ask again, go on without an answer."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.advisory.facts import CaseOverdue
from drehscheibe.capabilities.advisory.machine import CASE, COACHED_STATES
from drehscheibe.capabilities.advisory.models import Case
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.services import way
from drehscheibe.capabilities.advisory.services.looking_back import ask_again
from drehscheibe.capabilities.advisory.services.triage import release_coach
from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.outbox.api import publish

__all__ = ["go_on_without_answer", "look_after_cases", "release_lost_coaches", "remind_overdue"]


def look_after_cases(now: datetime) -> int:
    """Do the work of one day and return how many cases were late."""
    today = timezone.localdate(now)
    release_lost_coaches()
    go_on_without_answer(today)
    for pk in cases.list_due_for_asking(today):
        ask_again(pk)
    return remind_overdue(today)


def remind_overdue(today: date) -> int:
    """Remind whoever is late, and tell the office; each missed date once."""
    return sum(_remind(pk, today) for pk in cases.list_to_remind(today))


@transaction.atomic
def _remind(pk: int, today: date) -> bool:
    case = cases.lock_case(pk)
    if not case.is_overdue(today) or case.reminded_for == case.due_on:
        return False
    case.reminded_for = case.due_on
    case.save(update_fields=["reminded_for"])
    way.note(case, SYSTEM, "overdue", {"due_on": str(case.due_on)})
    publish(CaseOverdue(*way.position_of(case)))
    return True


def go_on_without_answer(today: date) -> int:
    """Let cases go on whose requesters said nothing in time; that they did not stays visible."""
    return sum(_leave(pk, act, today) for pk, act in cases.list_to_leave(today))


@transaction.atomic
def _leave(pk: int, act: str, today: date) -> bool:
    case = cases.lock_case(pk)
    if not case.is_overdue(today) or CASE.target_of(act, case.state) is None:
        return False
    way.advance(case, act, actor=SYSTEM)
    return True


def release_lost_coaches() -> int:
    """Give cases back to the office whose coach has no mandate any more."""
    states = (*COACHED_STATES, "coach_proposed")
    held = Case.objects.filter(state__in=states).values_list("pk", "coach__person_id")
    able = organisations.keep_mandated({person for _pk, person in held if person})
    return sum(_release(pk) for pk, person in held if person and person not in able)


@transaction.atomic
def _release(pk: int) -> bool:
    case = cases.lock_case(pk)
    if case.coach is None or organisations.keep_mandated({case.coach.person_id}):
        return False
    release_coach(case)
    way.advance(case, "lose_coach", actor=SYSTEM)
    return True
