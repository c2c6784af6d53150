"""Bring a finished draft to the office, with a second key where the organisation wants one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.signal import Scope, SignalState
from drehscheibe.capabilities.exchange.facts.signal import (
    SignalAwaitsRelease,
    SignalRaised,
    SignalReturnedToDraft,
)
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.trace import api as trace

__all__ = ["REQUIRED", "release_signal", "return_signal", "send_signal"]

REQUIRED = ("title", "what_happens", "affected", "wish", "topic", "level", "scope", "visibility")


@transaction.atomic
def send_signal(actor: Actor, signal_id: int) -> Signal:
    """Send a draft; it gets its number and goes to the second key or to the office.

    Raises
    ------
    NotAllowed
        For people who may write but not commit their organisation.
    ValidationError
        With the fields that are missing or not valid yet.
    Conflict
        If it has been sent already.
    """
    signal = signals.lock_signal(signal_id)
    way.allow(rules.may_commit(actor, signal))
    if signal.state != SignalState.DRAFT:
        raise Conflict(way.describe_position(signal))
    _ensure_complete(signal)
    signal.mandate_id = actor.mandate_id
    signal.release_note = ""
    if signal.organisation is not None and signal.organisation.requires_two_keys:
        position = way.advance(signal, "send_for_release", actor=actor)
        publish(SignalAwaitsRelease(*position, int(actor.person_id or 0)))
    else:
        signal.sent_at = timezone.now()
        position = way.advance(signal, "send_to_office", actor=actor)
        _note_origin(signal)
        publish(SignalRaised(*position))
    _note_author(signal, actor)
    return signal


@transaction.atomic
def release_signal(actor: Actor, signal_id: int) -> Signal:
    """Agree as the second person; the concern goes to the office."""
    signal = signals.lock_signal(signal_id)
    _allow_second_key(actor, signal)
    signal.released_under_id = actor.mandate_id
    signal.sent_at = timezone.now()
    position = way.advance(signal, "release", actor=actor)
    _note_author(signal, actor)
    _note_origin(signal)
    publish(SignalRaised(*position))
    return signal


@transaction.atomic
def return_signal(actor: Actor, signal_id: int, *, note: str) -> Signal:
    """Not agree yet as the second person, and say why; it becomes a draft again."""
    signal = signals.lock_signal(signal_id)
    _allow_second_key(actor, signal)
    signal.release_note = note
    position = way.advance(signal, "return_to_draft", actor=actor, changes={"note": note})
    publish(SignalReturnedToDraft(*position, note))
    return signal


def _allow_second_key(actor: Actor, signal: Signal) -> None:
    way.allow(rules.may_commit(actor, signal))
    if not rules.is_second_key(actor, signal):
        raise NotAllowed(
            _("A second person of your organisation has to agree, if possible of the other side.")
        )


def _note_author(signal: Signal, actor: Actor) -> None:
    if signal.item is not None and actor.person_id is not None:
        trace.add_participant(signal.item, actor.person_id, trace.ParticipantRole.AUTHOR)


def _note_origin(signal: Signal) -> None:
    """Show in the chain on what a concern builds; before the office has it, only its authors know."""
    if signal.item is not None and signal.taken_up_from is not None:
        trace.derive(signal.taken_up_from, signal.item, "taken_up")


def _ensure_complete(signal: Signal) -> None:
    faults: dict[str, Any] = {
        name: _("Please fill in this field.") for name in REQUIRED if not getattr(signal, name)
    }
    faults |= {name: _("This is not valid yet.") for name in signal.unfinished}
    if signal.evidence.filter(file__description="").exists():
        faults["evidence_files"] = _("Please say of every file what it shows.")
    if signal.scope == Scope.KREISE and not signal.kreise.exists():
        faults["kreise"] = _("Please choose at least one Kreis.")
    if signal.scope == Scope.LAENDER and not signal.laender.exists():
        faults["laender"] = _("Please choose at least one Land.")
    if faults:
        raise ValidationError(faults)
    signal.full_clean(exclude=["item"])
