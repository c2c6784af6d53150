"""What authors do after sending: answer the office, withdraw, say whether an answer helps."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.signal import (
    HandOverOutcome,
    Helped,
    SignalState,
    Visibility,
    larger_circles,
)
from drehscheibe.capabilities.exchange.facts.signal import (
    AnswerRated,
    ClarificationAnswered,
    SignalPromised,
    SignalWidened,
    SignalWithdrawn,
)
from drehscheibe.capabilities.exchange.machine import signal as machine
from drehscheibe.capabilities.exchange.machine.signal import ANSWER_OWED_STATES
from drehscheibe.capabilities.exchange.models import Answer, Signal
from drehscheibe.capabilities.exchange.queries import answers, signals
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import answer_times, findable, way
from drehscheibe.capabilities.exchange.services.signals.hand_over import end_stay
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.moderation import api as moderation
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.trace import api as trace

__all__ = ["answer_question", "rate_answer", "widen_signal", "withdraw_signal"]


@transaction.atomic
def answer_question(actor: Actor, signal_id: int, *, answer: str) -> Signal:
    """Answer what the office asked; the concern goes back to the office."""
    signal = signals.lock_signal(signal_id)
    way.allow(rules.may_commit(actor, signal))
    question = signal.clarifications.order_by("-number").first()
    position = way.advance(signal, "answer_question", actor=actor)
    if question is None:
        raise Conflict(_("There is no open question."))
    question.answer = answer
    question.answered_at = timezone.now()
    question.answered_by_id = actor.mandate_id
    question.save()
    publish(ClarificationAnswered(*position, question.number))
    return signal


@transaction.atomic
def widen_signal(actor: Actor, signal_id: int, *, visibility: str) -> Signal:
    """Open a concern to more people than first chosen; nobody can make a circle smaller again.

    Raises
    ------
    Conflict
        If it is answered or finished: the desk wrote its answer for the readers that it saw. Or if
        the office has hidden it: then its authors may object, but not show it by themselves.
    ValidationError
        If the circle is not larger than the present one.
    """
    signal = signals.lock_signal(signal_id)
    way.ensure_mandate(actor)
    way.allow(rules.may_commit(actor, signal))
    if signal.state not in ANSWER_OWED_STATES or signal.answers.exists():
        raise Conflict(way.describe_position(signal))
    if moderation.find_hidden("concern", signal.public_id) is not None:
        raise Conflict(_("The service office has hidden this concern. You can object to that."))
    if visibility not in larger_circles(signal.visibility):
        raise ValidationError({"visibility": _("Please choose a larger circle than now.")})
    before, signal.visibility = signal.visibility, Visibility(visibility)
    if signal.hand_overs.exists():
        way.open_up(signal)
    signal.save()
    if signal.item is not None:
        trace.relabel(signal.item, is_public=signal.is_public)
    findable.refresh(signal)
    answer_times.settle(signal)
    way.note(signal, actor, "signal_widened", {"visibility": [before, str(signal.visibility)]})
    publish(SignalWidened(*way.position_of(signal), str(signal.visibility)))
    return signal


@transaction.atomic
def withdraw_signal(actor: Actor, signal_id: int, *, note: str = "") -> Signal:
    """Take a concern back; if it was public already, its page stays and says so."""
    signal = signals.lock_signal(signal_id)
    way.allow(rules.may_commit(actor, signal))
    if signal.item is None:
        raise Conflict(_("This draft was never sent. You can simply discard it."))
    stay = signals.open_hand_over(signal)
    owner_id = stay.desk_id if stay else signal.owner_id
    end_stay(signal, HandOverOutcome.WITHDRAWN, note)
    position = way.advance(signal, "withdraw", actor=actor, changes={"note": note})
    publish(SignalWithdrawn(*position, owner_id))
    return signal


@transaction.atomic
def rate_answer(actor: Actor, signal_id: int, *, helped: str, note: str = "") -> Signal:
    """Say whether the latest answer helps.

    A yes closes the concern, or lets its addressee keep what it promised for a day; else the
    office acts. Once the promise is in effect, the authors are asked once more.

    Raises
    ------
    Conflict
        If this answer was rated already, or none is there.
    """
    signal = signals.lock_signal(signal_id)
    way.allow(rules.may_commit(actor, signal))
    answer = answers.latest_standing(signal)
    act = _act_of_rating(signal, answer, helped)
    if answer is None or machine.SIGNAL.target_of(act, signal.state) is None:
        raise Conflict(way.describe_position(signal))
    if not answers.is_rateable(answer):
        raise Conflict(_("Your organisation has already said whether this answer helps."))
    answer.helped = Helped(helped)
    answer.helped_note = note
    answer.rated_at = timezone.now()
    answer.rated_under_id = actor.mandate_id
    answer.save()
    is_promised = act == "accept_promise"
    position = way.advance(
        signal,
        act,
        actor=actor,
        addressee_id=answer.desk_id if is_promised else None,
        due_on=answer.effective_on if is_promised else None,
        changes={"helped": helped},
    )
    publish(AnswerRated(*position, answer.desk_id, answer.number, answer.helped))
    if is_promised:
        publish(SignalPromised(*position, answer.desk_id, answer.number, by_authors=True))
    return signal


def _act_of_rating(signal: Signal, answer: Answer | None, helped: str) -> str:
    if signal.state == SignalState.IN_EFFECT:
        return "accept_answer" if helped == Helped.YES else "doubt_effect"
    if helped != Helped.YES:
        return "doubt_answer"
    return "accept_promise" if answer is not None and answers.is_owed(answer) else "accept_answer"
