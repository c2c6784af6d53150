"""What the office does with a concern besides handing it over."""

from __future__ import annotations

from django.db import transaction

from drehscheibe.capabilities.exchange.choices.signal import Rejection, SignalState
from drehscheibe.capabilities.exchange.facts.signal import (
    ClarificationAsked,
    SignalClosed,
    SignalPromised,
    SignalRejected,
    SignalSummarised,
)
from drehscheibe.capabilities.exchange.models import Clarification, Signal
from drehscheibe.capabilities.exchange.queries import answers, signals
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import findable, way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.outbox.api import publish

__all__ = ["ask_author", "close_signal", "reject_signal", "summarise_signal"]


@transaction.atomic
def ask_author(actor: Actor, signal_id: int, *, question: str) -> Signal:
    """Ask the authors something; the concern waits with them until they answer."""
    way.allow(rules.may_check(actor))
    signal = signals.lock_signal(signal_id)
    way.ensure_authors(signal)
    position = way.advance(signal, "ask_author", actor=actor)
    number = signal.clarifications.count() + 1
    Clarification.objects.create(
        signal=signal, number=number, question=question, asked_by_id=way.mandate_of(actor)
    )
    publish(ClarificationAsked(*position, number))
    return signal


@transaction.atomic
def reject_signal(actor: Actor, signal_id: int, *, reason: str, note: str) -> Signal:
    """Not pass a concern on, for one of the known reasons and with words to the authors."""
    way.allow(rules.may_check(actor))
    signal = signals.lock_signal(signal_id)
    signal.rejection = Rejection(reason)
    signal.rejection_note = note
    position = way.advance(signal, "reject", actor=actor, changes={"reason": reason})
    publish(SignalRejected(*position, reason))
    return signal


@transaction.atomic
def summarise_signal(actor: Actor, signal_id: int, *, summary: str) -> Signal:
    """Put a short version in plain words beside the authors' own, which nobody changes."""
    way.allow(rules.may_check(actor))
    signal = signals.lock_signal(signal_id)
    way.ensure_mandate(actor)
    way.allow(not rules.is_unsent(signal))
    before, signal.summary = signal.summary, summary
    signal.save()
    way.note(signal, actor, "signal_summarised", {"summary": [before, summary]})
    findable.refresh(signal)
    publish(SignalSummarised(*way.position_of(signal)))
    return signal


@transaction.atomic
def close_signal(actor: Actor, signal_id: int) -> Signal:
    """End an answered concern; if the answer promised something for a day, that is awaited."""
    way.allow(rules.may_check(actor))
    signal = signals.lock_signal(signal_id)
    answer = answers.latest_standing(signal)
    if signal.state == SignalState.ANSWERED and answer is not None and answers.is_owed(answer):
        position = way.advance(
            signal,
            "await_promise",
            actor=actor,
            addressee_id=answer.desk_id,
            due_on=answer.effective_on,
        )
        publish(SignalPromised(*position, answer.desk_id, answer.number, by_authors=False))
        return signal
    position = way.advance(signal, "close", actor=actor)
    publish(SignalClosed(*position))
    return signal
