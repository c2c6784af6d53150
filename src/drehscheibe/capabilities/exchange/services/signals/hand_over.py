"""Bring a concern to the body that can change something, with a date, and back if need be."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.signal import HandOverOutcome, SignalState
from drehscheibe.capabilities.exchange.facts.signal import SignalHandedOver, SignalTakenBack
from drehscheibe.capabilities.exchange.machine import signal as machine
from drehscheibe.capabilities.exchange.models import HandOver, Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import answer_times, way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.trace.clock import due_date, next_working_day

__all__ = [
    "LONGEST_DAYS",
    "call_back_signal",
    "check_due_date",
    "check_target",
    "default_due_date",
    "end_stay",
    "hand_over_locked",
    "hand_over_signal",
    "send_back_signal",
]

#: No addressee gets more time than this in one go.
LONGEST_DAYS = 183


def default_due_date(today: date) -> date:
    """Return the date that is proposed for an answer."""
    return due_date(machine.SIGNAL.states[SignalState.HANDED_OVER], today) or today


@transaction.atomic
def hand_over_signal(
    actor: Actor, signal_id: int, *, desk_id: int, due_on: date, covering_note: str = ""
) -> Signal:
    """Hand a concern over to a desk; from now on those may read it whom its authors chose.

    Parameters
    ----------
    due_on : date
        Until when the desk answers; moved to the next working day.
    covering_note : str, optional
        Words for the desk, which the authors read too; not public.

    Raises
    ------
    ValidationError
        If the date has passed, is too far away, or the organisation is no desk.
    Conflict
        If somebody else was faster; the message says where the concern is now.
    """
    way.allow(rules.may_check(actor))
    signal = signals.lock_signal(signal_id)
    if signal.state == SignalState.BUNDLED:
        raise Conflict(_("This concern is part of a dossier. Take it out there first."))
    desk = check_target(desk_id, due_on)
    until = next_working_day(due_on)
    return hand_over_locked(actor, signal, desk, until, covering_note=covering_note)


def hand_over_locked(
    actor: Actor,
    signal: Signal,
    desk: Organisation,
    until: date,
    *,
    covering_note: str,
    dossier: str = "",
) -> Signal:
    """Hand over a locked concern, for itself or with its dossier."""
    way.open_up(signal)
    position = way.advance(
        signal,
        "hand_over",
        actor=actor,
        addressee_id=desk.pk,
        due_on=until,
        public_note=str(desk),
        changes={"desk": str(desk), "due_on": until.isoformat()},
    )
    HandOver.objects.create(
        signal=signal,
        number=signal.hand_overs.count() + 1,
        desk=desk,
        handed_over_by_id=way.mandate_of(actor),
        due_on=until,
        covering_note=covering_note,
    )
    answer_times.settle(signal)
    publish(SignalHandedOver(*position, desk.pk, dossier))
    return signal


@transaction.atomic
def call_back_signal(actor: Actor, signal_id: int, *, note: str) -> Signal:
    """Take a concern back from a desk as the office, for example because it was the wrong one."""
    way.allow(rules.may_check(actor))
    return _take_back(actor, signal_id, "call_back", HandOverOutcome.CALLED_BACK, note)


@transaction.atomic
def send_back_signal(actor: Actor, signal_id: int, *, note: str) -> Signal:
    """Give a concern back to the office as the desk, for example because it is not competent."""
    return _take_back(actor, signal_id, "send_back", HandOverOutcome.SENT_BACK, note)


def _take_back(
    actor: Actor, signal_id: int, act: str, outcome: HandOverOutcome, note: str
) -> Signal:
    signal = signals.lock_signal(signal_id)
    if outcome == HandOverOutcome.SENT_BACK:
        way.allow(rules.was_addressee(actor, signal))
        way.ensure_owner(actor, signal)
    stay = signals.open_hand_over(signal)
    desk_id = stay.desk_id if stay else signal.owner_id
    end_stay(signal, outcome, note)
    position = way.advance(signal, act, actor=actor, changes={"note": note})
    publish(SignalTakenBack(*position, int(desk_id or 0), outcome))
    return signal


def end_stay(signal: Signal, outcome: HandOverOutcome, note: str = "") -> None:
    """Note how the stay at the present addressee ended, if there is one."""
    signal.hand_overs.filter(ended_at__isnull=True).update(
        ended_at=timezone.now(), outcome=outcome, outcome_note=note
    )


def check_due_date(due_on: date) -> None:
    """Raise ``ValidationError`` unless a desk can be given until this day."""
    faults = _faults_of(due_on)
    if faults:
        raise ValidationError(faults)


def _faults_of(due_on: date) -> dict[str, str]:
    today = timezone.localdate()
    if due_on <= today:
        return {"due_on": _("Please choose a day after today.")}
    if due_on > today + timedelta(days=LONGEST_DAYS):
        return {"due_on": _("Please choose a day within half a year.")}
    return {}


def check_target(desk_id: int, due_on: date) -> Organisation:
    """Return the desk that is given a concern until this day, or raise ``ValidationError``."""
    faults = _faults_of(due_on)
    desk = signals.find_desk(desk_id)
    if desk is None:
        faults["desk"] = _("Please choose one of the addressees.")
    if faults or desk is None:
        raise ValidationError(faults)
    return desk
