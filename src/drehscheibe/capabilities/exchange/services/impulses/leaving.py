"""What a sender that ends still owes to those whom it asked is said by the office."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.impulse import ImpulseState
from drehscheibe.capabilities.exchange.facts.impulse import ImpulseLeftBehind
from drehscheibe.capabilities.exchange.machine.impulse import IMPULSE, OPEN_STATES
from drehscheibe.capabilities.exchange.queries import impulses, signals
from drehscheibe.capabilities.exchange.services.impulses import way as impulse_way
from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.trace.clock import due_date

__all__ = ["leave_impulses"]


def leave_impulses(organisation_id: int) -> int:
    """Give the office every open impulse that an ended organisation owns; return how many it were.

    Who asked stays as it was, and reactions go on. The office has at least four weeks to say what
    follows. Drafts stay drafts.
    """
    owed = list(impulses.owed_by(organisation_id).values_list("pk", flat=True))
    return sum(_leave(pk, organisation_id) for pk in owed)


@transaction.atomic
def _leave(pk: int, organisation_id: int) -> bool:
    impulse = impulses.lock_impulse(pk)
    office = signals.find_office()
    is_theirs = impulse.state in OPEN_STATES and impulse.owner_id == organisation_id
    if office is None or not is_theirs:
        return False
    before = impulse.follows_by
    soonest = due_date(IMPULSE.states[ImpulseState.IN_EVALUATION], timezone.localdate())
    if soonest and (before is None or before < soonest):
        impulse.follows_by = soonest
    impulse_way.advance(
        impulse,
        "leave_to_office",
        actor=SYSTEM,
        owner_id=office.pk,
        changes={"follows_by": [str(before), str(impulse.follows_by)]},
    )
    publish(ImpulseLeftBehind(impulse.public_id, organisation_id))
    return True
