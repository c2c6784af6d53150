"""What becomes of a promise: it is awaited, postponed for a reason, and in effect at last."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.facts.signal import PromisePostponed, SignalInEffect
from drehscheibe.capabilities.exchange.models import Answer, EffectReport, Postponement, Signal
from drehscheibe.capabilities.exchange.queries import answers, signals
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.outbox.api import publish

__all__ = ["postpone_promise", "report_in_effect"]


@transaction.atomic
def postpone_promise(actor: Actor, signal_id: int, *, until: date, reason: str) -> Signal:
    """Say as the desk that a promise is kept later; both days and the reason are public.

    Raises
    ------
    ValidationError
        If the new day is not later than the present one.
    Conflict
        If nothing is promised any more, or another body owes it.
    """
    signal = signals.lock_signal(signal_id)
    way.allow(rules.was_addressee(actor, signal))
    way.ensure_owner(actor, signal)
    answer = _promise_of(signal)
    until_now = signal.due_on or until
    if until <= max(until_now, timezone.localdate()):
        raise ValidationError({"until": _("Please choose a day after the present one.")})
    position = way.advance(
        signal,
        "postpone",
        actor=actor,
        addressee_id=signal.owner_id,
        due_on=until,
        public_note=reason,
        changes={"due_on": [until_now.isoformat(), until.isoformat()]},
    )
    Postponement.objects.create(
        answer=answer,
        until_now=until_now,
        from_now=until,
        reason=reason,
        mandate_id=way.mandate_of(actor),
    )
    publish(PromisePostponed(*position, answer.desk_id, answer.number))
    return signal


@transaction.atomic
def report_in_effect(actor: Actor, signal_id: int, *, text: str, link: str = "") -> Signal:
    """Say as the desk, or as the office in its place, that what was promised is in effect.

    Parameters
    ----------
    text : str
        What is different now, in plain words.
    link : str, optional
        Where it can be seen.
    """
    signal = signals.lock_signal(signal_id)
    if not actor.is_office:
        way.allow(rules.was_addressee(actor, signal))
        way.ensure_owner(actor, signal)
    answer = _promise_of(signal)
    act = "note_in_effect" if actor.is_office else "report_in_effect"
    position = way.advance(signal, act, actor=actor, public_note=text, changes={"link": link})
    report = EffectReport(
        answer=answer,
        text=text,
        link=link,
        reporter_id=way.organisation_of(actor),
        mandate_id=way.mandate_of(actor),
    )
    report.full_clean()
    report.save()
    publish(SignalInEffect(*position, answer.desk_id, answer.number))
    return signal


def _promise_of(signal: Signal) -> Answer:
    answer = answers.latest_standing(signal)
    if answer is None or not answer.is_promise:
        raise Conflict(way.describe_position(signal))
    return answer
