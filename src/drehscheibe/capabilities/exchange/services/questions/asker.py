"""What the asker does on the personal page; the address is the proof, an account is not needed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.question import Publicity, QuestionState
from drehscheibe.capabilities.exchange.choices.signal import Helped
from drehscheibe.capabilities.exchange.machine.question import OWED_STATES
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.queries import questions
from drehscheibe.capabilities.exchange.services.questions import findable, links, way
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.trace import api as trace

__all__ = [
    "ERASED",
    "OBJECT_WITHIN",
    "erase_question",
    "hide_question",
    "may_object",
    "object_to_refusal",
    "rate_answer",
    "set_mails",
    "stop_mails",
    "withdraw_question",
]

#: How long a refusal may be taken to the office.
OBJECT_WITHIN = timedelta(days=28)
#: Stored instead of the words, and therefore in both languages.
ERASED = "Gelöscht auf Wunsch der fragenden Person. / Erased at the asker’s request."


@transaction.atomic
def withdraw_question(token: UUID, actor: Actor = ANONYMOUS) -> Question:
    """Take a question back before it is answered; whoever had it is told."""
    question = questions.lock_by_token(token)
    way.advance(question, "withdraw", actor=actor)
    return question


@transaction.atomic
def rate_answer(token: UUID, *, helped: str, note: str = "", actor: Actor = ANONYMOUS) -> Question:
    """Say whether the answer helps; with that the question is closed."""
    question = questions.lock_by_token(token)
    way.ensure_possible(question, "rate")
    question.helped = Helped(helped)
    question.helped_note = note
    question.rated_at = timezone.now()
    way.advance(question, "rate", actor=actor, changes={"helped": helped})
    return question


def may_object(question: Question) -> bool:
    """Whether a refusal can be taken to the office: once, in time, and not that of the office."""
    closed_at = question.item.closed_at if question.item else None
    return (
        question.state == QuestionState.DECLINED
        and question.objected_at is None
        and question.erased_at is None
        and closed_at is not None
        and timezone.now() - closed_at <= OBJECT_WITHIN
    )


@transaction.atomic
def object_to_refusal(token: UUID, *, words: str, actor: Actor = ANONYMOUS) -> Question:
    """Ask the office to look at a refusal again, once.

    Raises
    ------
    Conflict
        If the time is over, or the office has decided already.
    """
    question = questions.lock_by_token(token)
    if not may_object(question):
        raise Conflict(way.describe_position(question))
    question.objection = words
    question.objected_at = timezone.now()
    way.advance(question, "object", actor=actor)
    return question


@transaction.atomic
def hide_question(token: UUID) -> Question:
    """Take back the consent to show question and answer; both vanish from everything public."""
    question = questions.lock_by_token(token)
    question.publicity = Publicity.PRIVATE
    _unpublish(question)
    way.note(question, ANONYMOUS, "hidden_by_asker", {})
    return question


@transaction.atomic
def set_mails(token: UUID, *, wanted: bool) -> Question:
    """Begin or end the e-mails about a question."""
    question = questions.lock_by_token(token)
    question.wants_mail = wanted
    question.save(update_fields=["wants_mail"])
    return question


@transaction.atomic
def stop_mails(stop_token: str) -> bool:
    """End all e-mails about a question by the address in one of them; return whether it was one."""
    question = links.find_of_stop_token(stop_token)
    if question is None:
        return False
    Question.objects.filter(pk=question.pk).update(wants_mail=False)
    return True


@transaction.atomic
def erase_question(question_id: int, actor: Actor = ANONYMOUS) -> None:
    """Forget who asked and what; number, stations and what was made of it stay.

    One that was never confirmed vanishes. Who has to answer is told that it was withdrawn.
    """
    question = questions.lock_question(question_id)
    if question.item is None:
        question.delete()
        return
    if question.erased_at is not None:
        return
    if question.state in OWED_STATES:
        way.advance(question, "withdraw", actor=actor)
    question.subject = question.text = ERASED
    question.objection = question.helped_note = ""
    question.refusal_note = question.work_note = question.answer = ""
    question.forget_who_asked()
    question.publicity = Publicity.PRIVATE
    _unpublish(question)
    way.note(question, ANONYMOUS, "erased", {})


def _unpublish(question: Question) -> None:
    question.published_at = None
    question.save()
    if question.item is not None:
        trace.relabel(question.item, is_public=False, title=str(question.organisation))
    findable.refresh(question)
