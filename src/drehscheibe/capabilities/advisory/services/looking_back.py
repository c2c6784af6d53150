"""Ask after 3 and after 12 months whether it still helps: one link in a mail, one button."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.advisory.choices import CaseState, Helped
from drehscheibe.capabilities.advisory.models import Case, FollowUp
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.services import links, way
from drehscheibe.core.access.actor import ANONYMOUS, SYSTEM
from drehscheibe.core.access.errors import Conflict

__all__ = ["MONTHS", "ask_again", "months_of", "tell_later"]

#: In which state a case waits for which look back.
MONTHS = {CaseState.ASKED_3: 3, CaseState.ASKED_12: 12}


def months_of(case: Case) -> int:
    """Return after how many months is being asked now; 0 if nobody is."""
    return MONTHS.get(CaseState(case.state), 0) if case.state else 0


@transaction.atomic
def ask_again(pk: int) -> bool:
    """Ask those whose three or twelve months are over; return whether it was time."""
    case = cases.lock_case(pk)
    is_time = case.due_on is not None and case.due_on <= timezone.localdate()
    if not is_time or case.state not in (CaseState.LATER_3, CaseState.LATER_12):
        return False
    way.advance(case, "ask_later", actor=SYSTEM)
    FollowUp.objects.create(case=case, months=months_of(case), asked_at=timezone.now())
    return True


@transaction.atomic
def tell_later(token: str, *, helped: str, note: str = "") -> Case:
    """Say how it is months later; a second answer to the same question replaces the first.

    Raises
    ------
    Conflict
        If the link is too old, or the case was re-opened since.
    """
    found = links.find_of_later_token(token)
    if found is None:
        raise Conflict(way.describe_position(Case(state=CaseState.CLOSED)))
    case = cases.lock_case(found[0].pk)
    asked = case.follow_ups.filter(months=found[1]).order_by("-pk").first()
    if asked is None or case.erased_at is not None:
        raise Conflict(way.describe_position(case))
    asked.helped, asked.note = Helped(helped), note.strip()
    asked.answered_at = timezone.now()
    asked.save()
    if months_of(case) == found[1]:
        way.advance(case, "tell_later", actor=ANONYMOUS, changes={"helped": helped})
    return case
