"""A desk takes a concern up, asks its authors back, and hears from them; its clock waits meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.exchange.facts.signal import (
    AddresseeAsked,
    AddresseeQuestionSettled,
    SignalTakenUp,
)
from drehscheibe.capabilities.exchange.models import Clarification, HandOver, Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.trace.clock import next_working_day

__all__ = [
    "answer_back",
    "ask_back",
    "drop_question",
    "own_stay",
    "resume_without_authors",
    "take_up_signal",
]


@transaction.atomic
def take_up_signal(actor: Actor, signal_id: int) -> Signal:
    """Confirm as the desk that the concern has arrived and is being looked at; the date stays."""
    signal = signals.lock_signal(signal_id)
    stay = own_stay(actor, signal)
    position = way.advance(
        signal, "take_up", actor=actor, addressee_id=stay.desk_id, due_on=stay.due_on
    )
    stay.taken_up_at = timezone.now()
    stay.save(update_fields=["taken_up_at"])
    publish(SignalTakenUp(*position, stay.desk_id))
    return signal


@transaction.atomic
def ask_back(actor: Actor, signal_id: int, *, question: str) -> Signal:
    """Ask the authors something as the desk; until it is settled, the desk's clock stands still.

    Raises
    ------
    Conflict
        If the concern is not with this desk, or nobody is there who raised it.
    """
    signal = signals.lock_signal(signal_id)
    stay = own_stay(actor, signal)
    way.ensure_authors(signal)
    position = way.advance(signal, "ask_back", actor=actor)
    number = signal.clarifications.count() + 1
    Clarification.objects.create(
        signal=signal,
        number=number,
        hand_over=stay,
        question=question,
        asked_by_id=way.mandate_of(actor),
    )
    if stay.taken_up_at is None:
        stay.taken_up_at = timezone.now()
        stay.save(update_fields=["taken_up_at"])
    publish(AddresseeAsked(*position, stay.desk_id, number))
    return signal


@transaction.atomic
def answer_back(actor: Actor, signal_id: int, *, answer: str) -> Signal:
    """Answer what the desk asked; the concern goes back to it, with the days that it waited."""
    signal = signals.lock_signal(signal_id)
    way.allow(rules.may_commit(actor, signal))
    question, stay = _open_question(signal)
    question.answer = answer
    question.answered_at = timezone.now()
    question.answered_by_id = actor.mandate_id
    question.save()
    _resume(actor, signal, "answer_back", question, stay, is_answered=True)
    return signal


@transaction.atomic
def drop_question(actor: Actor, signal_id: int) -> Signal:
    """Go on as the desk without waiting for the authors any longer."""
    signal = signals.lock_signal(signal_id)
    way.allow(rules.was_addressee(actor, signal))
    question, stay = _open_question(signal)
    if not actor.acts_for(stay.desk_id):
        raise Conflict(way.describe_position(signal))
    _drop(actor, signal, question, stay)
    return signal


def resume_without_authors(signal: Signal) -> bool:
    """Let the desk of a locked concern go on, because its authors no longer exist."""
    question, stay = _open_question(signal)
    _drop(SYSTEM, signal, question, stay)
    return True


def own_stay(actor: Actor, signal: Signal) -> HandOver:
    """Return the open stay of a locked concern at the actor's desk.

    Raises
    ------
    NotAllowed
        If the concern never was with this desk.
    Conflict
        If it is not any more.
    """
    way.allow(rules.was_addressee(actor, signal))
    way.ensure_owner(actor, signal)
    stay = signals.open_hand_over(signal)
    if stay is None:
        raise Conflict(way.describe_position(signal))
    return stay


def resumed_due_date(stay: HandOver, asked_on: date, today: date) -> date:
    """Return the date of a stay after its clock stood still since ``asked_on``."""
    waited = max(today - asked_on, timedelta())
    return next_working_day(stay.due_on + waited) if waited else stay.due_on


def _open_question(signal: Signal) -> tuple[Clarification, HandOver]:
    question = signal.clarifications.order_by("-number").first()
    stay = signals.open_hand_over(signal)
    is_open = question is not None and not question.answer and question.dropped_at is None
    if question is None or stay is None or question.hand_over_id != stay.pk or not is_open:
        raise Conflict(way.describe_position(signal))
    return question, stay


def _drop(actor: Actor, signal: Signal, question: Clarification, stay: HandOver) -> None:
    question.dropped_at = timezone.now()
    question.save(update_fields=["dropped_at"])
    _resume(actor, signal, "drop_question", question, stay, is_answered=False)


def _resume(
    actor: Actor,
    signal: Signal,
    act: str,
    question: Clarification,
    stay: HandOver,
    *,
    is_answered: bool,
) -> None:
    asked_on = timezone.localdate(question.asked_at)
    stay.due_on = resumed_due_date(stay, asked_on, timezone.localdate())
    stay.save(update_fields=["due_on"])
    position = way.advance(signal, act, actor=actor, addressee_id=stay.desk_id, due_on=stay.due_on)
    publish(
        AddresseeQuestionSettled(*position, stay.desk_id, question.number, is_answered=is_answered)
    )
