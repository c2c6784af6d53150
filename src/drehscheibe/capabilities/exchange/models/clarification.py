from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.models.hand_over import HandOver
from drehscheibe.capabilities.exchange.models.signal import Signal


class Clarification(models.Model):
    """A question of the office or of a desk to the authors; not public."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="clarifications")
    number = models.PositiveSmallIntegerField()
    # The stay in which a desk asked; empty for questions of the office.
    hand_over = models.ForeignKey(
        HandOver, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    question = models.TextField(max_length=2000)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(_("Your answer"), max_length=3000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    # The desk went on without an answer.
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("signal", "number"), name="clarifications_are_numbered"
            ),
        )

    def __str__(self) -> str:
        return f"{self.signal_id} question {self.number}"
