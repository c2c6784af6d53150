"""What the worker does for questions, day by day: remind, close, and leave nobody alone."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.question import QuestionState
from drehscheibe.capabilities.exchange.facts.question import QuestionOverdue
from drehscheibe.capabilities.exchange.queries import questions
from drehscheibe.capabilities.exchange.services.questions import way
from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.outbox.api import publish

__all__ = [
    "close_settled",
    "leave_orphans_to_office",
    "look_after_questions",
    "remind_overdue_questions",
]


def look_after_questions(now: datetime) -> int:
    """Do the work of one day and return how many questions were late."""
    today = timezone.localdate(now)
    leave_orphans_to_office()
    close_settled(today)
    return remind_overdue_questions(today)


def remind_overdue_questions(today: date) -> int:
    """Remind whoever is late, and tell the asker; each missed date once."""
    return sum(_remind(pk, today) for pk in questions.list_to_remind(today))


@transaction.atomic
def _remind(pk: int, today: date) -> bool:
    question = questions.lock_question(pk)
    if not question.is_overdue(today) or question.reminded_for == question.due_on:
        return False
    question.reminded_for = question.due_on
    question.save(update_fields=["reminded_for"])
    way.note(question, SYSTEM, "overdue", {"due_on": str(question.due_on)})
    publish(QuestionOverdue(*way.position_of(question)))
    return True


def close_settled(today: date) -> int:
    """Close what was answered and about which the asker said nothing in time."""
    return sum(_close(pk, today) for pk in questions.list_to_close(today))


@transaction.atomic
def _close(pk: int, today: date) -> bool:
    question = questions.lock_question(pk)
    is_settled = question.state == QuestionState.ANSWERED and question.due_on is not None
    if not is_settled or (question.due_on and question.due_on >= today):
        return False
    way.advance(question, "close", actor=SYSTEM)
    return True


def leave_orphans_to_office() -> int:
    """Give the office what lies with an initiative for which nobody can speak any more."""
    able: dict[int, bool] = {}
    moved = 0
    for pk, organisation_id in questions.list_with_initiatives():
        if organisation_id not in able:
            able[organisation_id] = bool(organisations.list_lead_person_ids(organisation_id))
        moved += not able[organisation_id] and _leave(pk)
    return moved


@transaction.atomic
def _leave(pk: int) -> bool:
    question = questions.lock_question(pk)
    if question.state not in (QuestionState.ASKED, QuestionState.AWAITING_SECOND_KEY):
        return False
    way.advance(question, "leave_to_office", actor=SYSTEM)
    return True
