"""The concerns of a body that ends go to the office."""

from __future__ import annotations

from django.db import transaction

from drehscheibe.capabilities.exchange.choices.signal import HandOverOutcome
from drehscheibe.capabilities.exchange.facts.signal import SignalLeftBehind
from drehscheibe.capabilities.exchange.machine.signal import SIGNAL
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.capabilities.exchange.services.signals.hand_over import end_stay
from drehscheibe.capabilities.exchange.services.signals.reviewing import resume_without_authors
from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.outbox.api import publish

__all__ = ["leave_signals"]

#: The first of them that the state knows. What was never sent is nobody else's and stays a draft.
_ACTS = ("leave_to_office", "leave_promise")


def leave_signals(organisation_id: int, name: str) -> int:
    """Hand every concern that an ended organisation owns to the office; return how many it were."""
    return sum(_leave(pk, organisation_id, name) for pk in signals.list_owned_by(organisation_id))


@transaction.atomic
def _leave(pk: int, organisation_id: int, name: str) -> bool:
    signal = signals.lock_signal(pk)
    stay = signals.open_hand_over(signal)
    is_theirs = signal.owner_id == organisation_id or (
        stay is not None and stay.desk_id == organisation_id
    )
    if not is_theirs:
        return False
    if stay is not None and stay.desk_id != organisation_id:
        # The desk asked authors who are gone; it goes on with what it has.
        return resume_without_authors(signal)
    act = next((act for act in _ACTS if SIGNAL.target_of(act, signal.state)), None)
    if act is None or signal.item is None:
        return False
    end_stay(signal, HandOverOutcome.DISSOLVED)
    position = way.advance(
        signal, act, actor=SYSTEM, public_note=name, changes={"organisation": name}
    )
    publish(SignalLeftBehind(*position, organisation_id))
    return True
