from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class BarrierState(models.TextChoices):
    OPEN = "open", _("open")
    ANSWERED = "answered", _("answered")


class BarrierReport(models.Model):
    """Somebody met a barrier on this site; an answer is due within one month (section 12b BGG)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = models.CharField(_("where"), max_length=400, blank=True)
    text = models.TextField(_("what"))
    email = models.EmailField(_("e-mail address for the answer"), blank=True)
    language = models.CharField(max_length=5, default="de")
    state = models.CharField(max_length=20, choices=BarrierState, default=BarrierState.OPEN)
    received_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField()
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("state", "due_on", "pk")

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d} {self.text[:60]}"
