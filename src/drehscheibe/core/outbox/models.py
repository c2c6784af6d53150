from __future__ import annotations

from django.db import models
from django.db.models import Q


class Message(models.Model):
    """A fact, written in the transaction of the change that it tells of."""

    topic = models.CharField(max_length=80)
    item = models.CharField(max_length=80, blank=True)
    payload = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.pk} {self.topic} {self.item}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


class Delivery(models.Model):
    """One message on its way to one receiver."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    receiver = models.CharField(max_length=120)
    item = models.CharField(max_length=80, blank=True)  # copied from the message: order is per item
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("message", "receiver"), name="one_delivery_per_receiver"
            ),
        )
        indexes = (
            models.Index(
                fields=("next_attempt_at",), condition=Q(state="waiting"), name="deliveries_waiting"
            ),
            models.Index(
                fields=("receiver", "item", "message"),
                condition=Q(state="waiting"),
                name="deliveries_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.message_id} → {self.receiver} ({self.state})"
