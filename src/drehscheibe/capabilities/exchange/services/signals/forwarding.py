"""Pass a concern on from one desk to the next, with the link kept both ways."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.signal import HandOverOutcome
from drehscheibe.capabilities.exchange.facts.signal import SignalForwarded
from drehscheibe.capabilities.exchange.models import HandOver, Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.queries.stays import desks_that_passed_on
from drehscheibe.capabilities.exchange.services.signals import answer_times, way
from drehscheibe.capabilities.exchange.services.signals.hand_over import check_target, end_stay
from drehscheibe.capabilities.exchange.services.signals.reviewing import own_stay
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.trace.clock import next_working_day

__all__ = ["forward_signal"]


@transaction.atomic
def forward_signal(
    actor: Actor, signal_id: int, *, desk_id: int, due_on: date, note: str
) -> Signal:
    """Pass a concern on to the desk that can decide; everybody sees from whom to whom.

    Parameters
    ----------
    due_on : date
        Until when the next desk answers; moved to the next working day.
    note : str
        Why it is passed on. The next desk and the authors read it.

    Raises
    ------
    ValidationError
        If the date or the desk is not possible, or that desk passed it on before: two desks that
        both say "not ours" need the office, not each other.
    Conflict
        If the concern is not with this desk any more.
    """
    signal = signals.lock_signal(signal_id)
    stay = own_stay(actor, signal)
    desk = check_target(desk_id, due_on)
    if desk.pk in {stay.desk_id, *desks_that_passed_on(stay)}:
        raise ValidationError(
            {
                "desk": _(
                    "It was there already. If nobody feels in charge, send it back to the office."
                )
            }
        )
    until = next_working_day(due_on)
    end_stay(signal, HandOverOutcome.FORWARDED, note)
    position = way.advance(
        signal,
        "forward",
        actor=actor,
        addressee_id=desk.pk,
        due_on=until,
        public_note=str(desk),
        changes={"desk": [str(stay.desk), str(desk)], "due_on": until.isoformat()},
    )
    HandOver.objects.create(
        signal=signal,
        number=signal.hand_overs.count() + 1,
        desk=desk,
        handed_over_by_id=way.mandate_of(actor),
        due_on=until,
        covering_note=note,
        forwarded_from=stay,
    )
    answer_times.settle(signal)
    publish(SignalForwarded(*position, stay.desk_id, desk.pk))
    return signal
