"""Make a concern of a question, and keep the question in step with what becomes of the concern."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.question import QuestionState
from drehscheibe.capabilities.exchange.machine.question import OWED_STATES
from drehscheibe.capabilities.exchange.models import Question, Signal
from drehscheibe.capabilities.exchange.queries import questions
from drehscheibe.capabilities.exchange.rules import question as question_rules
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.questions import way
from drehscheibe.capabilities.exchange.services.signals.draft import (
    DraftContent,
    begin_draft,
    save_draft,
)
from drehscheibe.capabilities.exchange.services.signals.way import ensure_mandate
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.access.errors import Conflict

__all__ = ["TAKEN_UP_FROM", "come_back_from", "hand_on_to", "take_up_question"]

#: States in which an initiative may make a concern of a question.
TAKEN_UP_FROM = frozenset({QuestionState.ASKED, QuestionState.ANSWERED, QuestionState.CLOSED})


@transaction.atomic
def take_up_question(actor: Actor, question_id: int, *, is_released: bool = False) -> Signal:
    """Begin a concern with the words of the question; a second time leads to the same draft.

    The question moves on only when the concern reaches the office, so that a draft that is thrown
    away strands nobody.

    Parameters
    ----------
    is_released : bool
        Whether the question is shown with the concern, should the asker allow it.
    """
    question = questions.lock_question(question_id)
    way.allow(question_rules.may_answer(actor, question) and rules.may_write(actor))
    ensure_mandate(actor)
    begun = questions.concerns_of(question).filter(organisation_id=question.organisation_id)
    draft = next((made for made in begun if not made.is_final), None)
    if draft is not None:
        return draft
    if question.state not in TAKEN_UP_FROM or question.item is None:
        raise Conflict(way.describe_position(question))
    question.is_released = question.is_released or is_released
    question.save(update_fields=["is_released"])
    draft = begin_draft(actor)
    draft.taken_up_from = question.item
    draft.is_example = question.is_example
    draft.save(update_fields=["taken_up_from", "is_example"])
    return save_draft(
        actor,
        draft.pk,
        DraftContent({"title": question.subject, "what_happens": _quote(question)}),
    )


@transaction.atomic
def hand_on_to(signal: Signal) -> None:
    """Let a question follow its concern, which has reached the office."""
    question = _lock_origin(signal)
    if question is None or question.state not in OWED_STATES:
        return
    way.sync_publicity(question)
    way.advance(question, "hand_on", actor=SYSTEM, changes={"concern": signal.public_id})


@transaction.atomic
def come_back_from(signal: Signal) -> None:
    """Bring a question back to its initiative whose only concern has ended without an answer."""
    question = _lock_origin(signal)
    if question is None or question.state != QuestionState.HANDED_ON:
        return
    if questions.live_concerns_of(question).exists():
        return
    question.published_at = None
    way.advance(question, "come_back", actor=SYSTEM, changes={"concern": signal.public_id})


def _lock_origin(signal: Signal) -> Question | None:
    if signal.taken_up_from_id is None:
        return None
    rows = Question.objects.select_for_update()
    return rows.filter(item_id=signal.taken_up_from_id).first()


def _quote(question: Question) -> str:
    words = _("Somebody from the region asks us: “%(text)s”") % {"text": question.text}
    return words if len(words) <= 3000 else question.text
