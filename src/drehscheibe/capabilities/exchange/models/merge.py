from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from drehscheibe.capabilities.exchange.models.signal import Signal


class Merge(models.Model):
    """A concern goes on as part of another one, until that is undone."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="merges")
    into = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="joined_by_merging")
    merged_at = models.DateTimeField(auto_now_add=True)
    merged_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(max_length=1000, blank=True)  # for the authors of both
    due_before = models.DateField(null=True, blank=True)  # the clock that was stopped
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("signal",),
                condition=Q(undone_at__isnull=True),
                name="merged_into_one_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(signal=F("into")), name="not_merged_into_itself"),
        )

    def __str__(self) -> str:
        return f"{self.signal_id} merged into {self.into_id}"
