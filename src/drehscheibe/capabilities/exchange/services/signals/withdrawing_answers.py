"""Take an answer back as the desk that gave it; it stays readable, marked and with the reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.signal import HandOverOutcome
from drehscheibe.capabilities.exchange.facts.signal import AnswerWithdrawn
from drehscheibe.capabilities.exchange.models import HandOver, Signal
from drehscheibe.capabilities.exchange.queries import answers, signals
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import answer_times, way
from drehscheibe.capabilities.exchange.services.signals.hand_over import check_due_date
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.trace.clock import next_working_day

__all__ = ["withdraw_answer"]


@transaction.atomic
def withdraw_answer(actor: Actor, signal_id: int, *, reason: str, due_on: date) -> Signal:
    """Withdraw the latest answer; the concern is in review again, with a date for the next one.

    Parameters
    ----------
    reason : str
        Why it does not hold; as public as the answer was.
    due_on : date
        Until when the desk answers anew; moved to the next working day.

    Raises
    ------
    Conflict
        If the answer that stands is not this desk's, or the concern has moved on.
    """
    signal = signals.lock_signal(signal_id)
    way.allow(rules.was_addressee(actor, signal))
    answer = answers.latest_standing(signal)
    if answer is None or not actor.acts_for(answer.desk_id):
        raise Conflict(way.describe_position(signal))
    if answer.hand_over.number != signal.hand_overs.count():
        raise Conflict(_("Another body has the concern by now. Your answer stays as it was."))
    check_due_date(due_on)
    until = next_working_day(due_on)
    position = way.advance(
        signal,
        "withdraw_answer",
        actor=actor,
        addressee_id=answer.desk_id,
        due_on=until,
        public_note=reason,
        changes={"number": answer.number, "due_on": until.isoformat()},
    )
    now = timezone.now()
    answer.withdrawn_at = now
    answer.withdrawal_reason = reason
    answer.withdrawn_under_id = actor.mandate_id
    answer.save()
    HandOver.objects.filter(pk=answer.hand_over_id).update(
        outcome=HandOverOutcome.ANSWER_WITHDRAWN, outcome_note=reason
    )
    HandOver.objects.create(
        signal=signal,
        number=signal.hand_overs.count() + 1,
        desk=answer.desk,
        handed_over_by_id=way.mandate_of(actor),
        due_on=until,
        taken_up_at=now,
    )
    answer_times.settle(signal)
    publish(AnswerWithdrawn(*position, answer.desk_id, answer.number))
    return signal
