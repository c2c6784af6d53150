"""What people were told, after everything that waits was delivered."""

from __future__ import annotations

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.outbox.delivery import deliver_due
from drehscheibe.core.outbox.models import Delivery, DeliveryState

__all__ = ["deliver_all", "events_of"]


def deliver_all() -> None:
    """Deliver until nothing waits; a receiver that fails is a fault of the test's subject."""
    while deliver_due():
        pass
    assert not Delivery.objects.exclude(state=DeliveryState.DELIVERED).exists()


def events_of(actor: Actor) -> list[str]:
    """Return the names of the events that the actor was told, oldest first."""
    notes = Notification.objects.filter(person_id=actor.person_id).order_by("pk")
    return [note.context["event"] for note in notes]
