"""What the initiative does with a question, and the office where it has it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.question import QuestionState, Refusal
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.queries import questions
from drehscheibe.capabilities.exchange.rules import question as rules
from drehscheibe.capabilities.exchange.services.questions import way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Organisation

__all__ = [
    "answer_question",
    "assign_question",
    "decline_question",
    "pass_on_question",
    "release_answer",
    "return_answer",
]


@transaction.atomic
def answer_question(actor: Actor, question_id: int, *, text: str, is_released: bool) -> Question:
    """Answer; where the initiative asks for two keys, the answer waits for a second person.

    Parameters
    ----------
    is_released : bool
        Whether question and answer are shown, should the asker allow it.

    Raises
    ------
    NotAllowed
        For people who cannot speak for whom the question lies with.
    Conflict
        If it was answered, passed on or withdrawn meanwhile.
    """
    question = questions.lock_question(question_id)
    _allow_owner(actor, question)
    is_office = question.state == QuestionState.WITH_OFFICE
    waits = not is_office and question.organisation.requires_two_keys
    act = "propose_answer" if waits else ("answer_as_office" if is_office else "answer")
    way.ensure_possible(question, act)
    question.answer = text.strip()
    question.is_released = is_released
    question.answered_under_id = actor.mandate_id
    question.released_under_id = None
    question.work_note = ""
    if waits:
        way.advance(question, act, actor=actor, due_on=question.due_on)
        return question
    _publish_answer(question, act, actor)
    return question


@transaction.atomic
def release_answer(actor: Actor, question_id: int) -> Question:
    """Agree as the second person; the asker is told."""
    question = questions.lock_question(question_id)
    _allow_second_key(actor, question)
    question.released_under_id = actor.mandate_id
    _publish_answer(question, "release_answer", actor)
    return question


@transaction.atomic
def return_answer(actor: Actor, question_id: int, *, note: str) -> Question:
    """Not agree yet as the second person, and say why; the text is kept for going on."""
    question = questions.lock_question(question_id)
    _allow_second_key(actor, question)
    question.work_note = note
    way.advance(question, "return_answer", actor=actor, due_on=question.due_on)
    return question


@transaction.atomic
def decline_question(actor: Actor, question_id: int, *, reason: str, note: str) -> Question:
    """Not answer, for one of the known reasons and with words to the asker."""
    question = questions.lock_question(question_id)
    _allow_owner(actor, question)
    question.refusal, question.refusal_note = Refusal(reason), note
    act = "decline_as_office" if question.state == QuestionState.WITH_OFFICE else "decline"
    way.advance(question, act, actor=actor, changes={"reason": reason})
    return question


@transaction.atomic
def pass_on_question(actor: Actor, question_id: int, *, note: str) -> Question:
    """Say that it is not for this initiative; the office finds who can answer, and when it is due."""
    question = questions.lock_question(question_id)
    way.allow(rules.may_answer(actor, question))
    question.work_note = note
    way.advance(question, "pass_on", actor=actor)
    return question


@transaction.atomic
def assign_question(actor: Actor, question_id: int, *, organisation_id: int, note: str) -> Question:
    """Give a question to an initiative as the office; it has the full time to answer.

    Raises
    ------
    Conflict
        If nobody can speak for that initiative here.
    """
    way.allow(rules.may_work(actor))
    question = questions.lock_question(question_id)
    organisation = Organisation.objects.get(pk=organisation_id)
    is_able = organisation.kind == OrganisationKind.INITIATIVE and bool(
        organisations.list_lead_person_ids(organisation.pk)
    )
    if not is_able:
        raise Conflict(_("Nobody acts for this initiative here. Please choose another one."))
    question.organisation = organisation
    question.work_note = note
    way.advance(question, "assign", actor=actor, changes={"organisation": organisation.pk})
    return question


def _publish_answer(question: Question, act: str, actor: Actor) -> None:
    way.ensure_possible(question, act)
    question.answered_at = timezone.now()
    way.sync_publicity(question)
    way.advance(question, act, actor=actor)


def _allow_owner(actor: Actor, question: Question) -> None:
    """Go on only for whom the question lies with, or lay with until a moment ago."""
    is_with_office = question.state == QuestionState.WITH_OFFICE
    if actor.is_office and not is_with_office:
        raise Conflict(way.describe_position(question))
    way.allow(rules.may_answer(actor, question) or (actor.is_office and is_with_office))
    if is_with_office and not actor.is_office:
        raise Conflict(way.describe_position(question))


def _allow_second_key(actor: Actor, question: Question) -> None:
    way.allow(rules.may_answer(actor, question))
    way.ensure_possible(question, "release_answer")
    if not rules.is_second_key(actor, question):
        raise NotAllowed(
            _("A second person of your organisation has to agree, if possible of the other side.")
        )
