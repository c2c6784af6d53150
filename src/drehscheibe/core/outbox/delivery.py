"""Deliver waiting messages: in order per item, each receiver once, with retries."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from drehscheibe.core.outbox.api import receivers_of
from drehscheibe.core.outbox.facts import decode
from drehscheibe.core.outbox.models import Delivery, DeliveryState

__all__ = ["deliver_due", "list_dead", "retry_dead"]

logger = logging.getLogger(__name__)

#: Waiting times before the attempts 2, 3, …; after the last one the delivery is dead.
BACKOFF_S = (2, 10, 60, 300, 1800, 7200, 43200)


def deliver_due(*, limit: int = 100) -> int:
    """Deliver up to ``limit`` waiting messages and return how many reached their receiver.

    Notes
    -----
    Several workers may run this at once. A delivery waits while an earlier one to the same
    receiver about the same item waits; a dead delivery no longer holds others back. Receiver and
    mark are one transaction: a killed worker leaves the delivery waiting, without half an effect.
    """
    delivered = 0
    for pk in list(_due(timezone.now()).values_list("pk", flat=True)[:limit]):
        delivered += _deliver(pk)
    return delivered


def _due(now: datetime) -> QuerySet[Delivery]:
    earlier = Delivery.objects.filter(
        state=DeliveryState.WAITING,
        receiver=OuterRef("receiver"),
        item=OuterRef("item"),
        message_id__lt=OuterRef("message_id"),
    ).exclude(item="")
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, next_attempt_at__lte=now)
    return waiting.filter(~Exists(earlier)).order_by("message_id", "pk")


def _deliver(pk: int) -> bool:
    try:
        with transaction.atomic():
            delivery = _claim(pk)
            if delivery is None:
                return False
            _call_receiver(delivery)
            delivery.state = DeliveryState.DELIVERED
            delivery.delivered_at = timezone.now()
            delivery.attempts += 1
            delivery.save(update_fields=["state", "delivered_at", "attempts"])
            return True
    except Exception as error:  # noqa: BLE001 -- whatever a receiver raises must not stop the worker
        _note_failure(pk, error)
        return False


def _call_receiver(delivery: Delivery) -> None:
    receiver = receivers_of(delivery.message.topic).get(delivery.receiver)
    if receiver is None:
        raise LookupError(f"receiver {delivery.receiver!r} is not subscribed any more")
    receiver(decode(delivery.message.topic, delivery.message.payload))


def _claim(pk: int) -> Delivery | None:
    """Lock the delivery if it still waits; another worker's row is skipped."""
    rows = Delivery.objects.filter(pk=pk, state=DeliveryState.WAITING).select_related("message")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows.first()


def _note_failure(pk: int, error: Exception) -> None:
    with transaction.atomic():
        delivery = _claim(pk)
        if delivery is None:
            return
        delivery.attempts += 1
        delivery.last_error = f"{type(error).__name__}: {error}"[:2000]
        if delivery.attempts > len(BACKOFF_S):
            delivery.state = DeliveryState.DEAD
        else:
            wait_s = BACKOFF_S[delivery.attempts - 1]
            delivery.next_attempt_at = timezone.now() + timedelta(seconds=wait_s)
        delivery.save(update_fields=["attempts", "last_error", "state", "next_attempt_at"])
    logger.warning("delivery %s failed (attempt %s): %s", delivery, delivery.attempts, error)


def list_dead() -> QuerySet[Delivery]:
    """Return the deliveries that were given up, oldest first, for the office desk."""
    return (
        Delivery.objects.filter(state=DeliveryState.DEAD).select_related("message").order_by("pk")
    )


def retry_dead(pk: int) -> bool:
    """Send a given-up delivery on its way once more; return whether it was dead."""
    changed = Delivery.objects.filter(pk=pk, state=DeliveryState.DEAD).update(
        state=DeliveryState.WAITING, attempts=0, next_attempt_at=timezone.now()
    )
    return changed == 1
