"""What happens when nobody of the office may decide a case, or nobody does in time.

A small office may have one person. Nobody judges twice, so the operator of the hub can be asked, or a
second person is confirmed for the office; until then the case stays open, and its parties are told.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.moderation import deciders, queries
from drehscheibe.core.moderation.facts import CaseDelayed, OperatorAsked
from drehscheibe.core.moderation.models import Case
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.outbox.api import publish

__all__ = ["ask_operator", "look_after_cases"]


@transaction.atomic
def ask_operator(actor: Actor, case_id: int) -> Case:
    """Ask the operator of the hub to decide a case about which nobody of the office may.

    Asking twice asks once.

    Raises
    ------
    NotAllowed
        For people who do not work in the office, or do not any more.
    Conflict
        If the case was decided meanwhile, somebody of the office may decide, or nobody can be asked.
    """
    case = queries.lock_case(case_id)
    if not actor.is_office or organisations.has_ended(int(actor.mandate_id or 0)):
        raise NotAllowed(_("Only the service office decides about reports."))
    if not case.is_open:
        raise Conflict(_("Somebody else has decided this case already."))
    if case.operator_asked_at is None:
        if deciders.of_office(case):
            raise Conflict(_("Somebody else of the service office can decide this case."))
        if not deciders.operators(case):
            raise Conflict(_("Nobody can be asked: the operator is a party of this case."))
        _ask(actor, case)
    return case


def _ask(actor: Actor, case: Case) -> None:
    case.operator_asked_at = timezone.now()
    case.save(update_fields=["operator_asked_at"])
    audit.record(actor, "moderation.operator_asked", item_kind="case", item_key=case.number)
    publish(OperatorAsked(case_id=case.pk, number=case.number))


def look_after_cases(now: datetime) -> int:
    """Tell office and parties once for every missed date; return how many cases were late.

    Where nobody of the office may decide, the operator is asked at the latest now.
    """
    today = timezone.localdate(now)
    return sum(_look_after(pk, today) for pk in queries.list_late(today))


@transaction.atomic
def _look_after(pk: int, today: date) -> bool:
    case = queries.lock_case(pk)
    due = case.due_on
    if not case.is_open or due is None or due >= today or case.delay_told_for == due:
        return False
    case.delay_told_for = due
    case.save(update_fields=["delay_told_for"])
    if case.operator_asked_at is None and not deciders.of_office(case) and deciders.operators(case):
        _ask(SYSTEM, case)
    publish(CaseDelayed(case_id=case.pk, number=case.number, due_on=due.isoformat()))
    return True
