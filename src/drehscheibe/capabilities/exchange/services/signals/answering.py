"""Answer a concern as its addressee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.signal import (
    REASONED_DECISIONS,
    Decision,
    HandOverOutcome,
)
from drehscheibe.capabilities.exchange.facts.signal import SignalAnswered
from drehscheibe.capabilities.exchange.machine import signal as machine
from drehscheibe.capabilities.exchange.models import Answer, CommonAnswer, HandOver, Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.capabilities.exchange.services.signals.hand_over import end_stay
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.outbox.api import publish

__all__ = ["AnswerContent", "answer_locked", "publish_answer"]


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """What the addressee says.

    Attributes
    ----------
    decision : str
        A value of ``Decision``.
    reason : str
        A value of ``Reason``; needed unless the concern is accepted or solved.
    text : str
        The answer in plain words.
    what_changes : str
        What will be different; needed if something is accepted.
    effective_on : date or None
        By when.
    contact : str
        Who answers questions about it.
    """

    decision: str
    text: str
    contact: str
    reason: str = ""
    what_changes: str = ""
    effective_on: date | None = None


@transaction.atomic
def publish_answer(actor: Actor, signal_id: int, content: AnswerContent) -> Signal:
    """Answer; everybody along the chain is told after the commit.

    Raises
    ------
    NotAllowed
        If the concern never was with the actor's desk.
    Conflict
        If it is not with this desk any more, or a colleague has answered already.
    ValidationError
        With the fields that are missing.
    """
    signal = signals.lock_signal(signal_id)
    way.allow(rules.was_addressee(actor, signal))
    way.ensure_owner(actor, signal)
    stay = signals.open_hand_over(signal)
    if stay is None or machine.SIGNAL.target_of("answer", signal.state) is None:
        raise Conflict(way.describe_position(signal))
    return answer_locked(actor, signal, stay, content)


def answer_locked(
    actor: Actor,
    signal: Signal,
    stay: HandOver,
    content: AnswerContent,
    common: CommonAnswer | None = None,
) -> Signal:
    """Answer a locked concern in its open stay; see :func:`publish_answer` for what it asks."""
    answer = _make_answer(actor, signal, content)
    answer.hand_over = stay
    answer.common = common
    answer.full_clean()
    answer.save()
    end_stay(signal, HandOverOutcome.ANSWERED)
    position = way.advance(signal, "answer", actor=actor, changes={"decision": answer.decision})
    publish(
        SignalAnswered(
            *position,
            answer.desk_id,
            answer.number,
            str(answer.decision),
            str(common.uuid) if common else "",
        )
    )
    return signal


def _make_answer(actor: Actor, signal: Signal, content: AnswerContent) -> Answer:
    if content.decision in REASONED_DECISIONS and not content.reason:
        raise ValidationError({"reason": _("Please say why.")})
    if content.decision in (Decision.ACCEPTED, Decision.PARTLY) and not content.what_changes:
        raise ValidationError({"what_changes": _("Please say what changes.")})
    if content.effective_on is not None and content.effective_on < timezone.localdate():
        raise ValidationError({"effective_on": _("Please choose today or a later day.")})
    return Answer(
        signal=signal,
        number=signal.answers.count() + 1,
        desk=signal.owner,
        mandate_id=way.mandate_of(actor),
        decision=content.decision,
        reason=content.reason if content.decision in REASONED_DECISIONS else "",
        text=content.text,
        what_changes=content.what_changes,
        effective_on=content.effective_on,
        contact=content.contact,
    )
