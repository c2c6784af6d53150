from __future__ import annotations

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """Who did what to which item, when, and under which mandate. Written, never changed."""

    occurred_at = models.DateTimeField(auto_now_add=True, db_index=True)
    verb = models.CharField(max_length=80, db_index=True)  # "exchange.signal_answered"
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    actor_name = models.CharField(max_length=150)
    mandate_id = models.BigIntegerField(null=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    item_kind = models.CharField(max_length=40)
    item_key = models.CharField(max_length=80)
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("item_kind", "item_key"), name="audit_by_item"),)

    def __str__(self) -> str:
        return f"{self.occurred_at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.item_key}"
