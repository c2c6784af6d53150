from __future__ import annotations

from django.db import models
from django.db.models import Q

from drehscheibe.capabilities.exchange.choices.signal import HandOverOutcome
from drehscheibe.capabilities.exchange.models.signal import Signal


class HandOver(models.Model):
    """A stay of a concern at an addressee: since when, until when, and how it ended."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="hand_overs")
    number = models.PositiveSmallIntegerField()
    desk = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    handed_over_at = models.DateTimeField(auto_now_add=True)
    handed_over_by = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField()
    covering_note = models.TextField(max_length=2000, blank=True)  # for the desk and the authors
    taken_up_at = models.DateTimeField(null=True, blank=True)  # when the desk confirmed receipt
    # The stay at the desk that passed it on; empty where the office handed it over.
    forwarded_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="passed_on"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=HandOverOutcome, blank=True)
    outcome_note = models.TextField(max_length=2000, blank=True)
    #: As what ``StayTally`` counts it at present; null where it does not.
    counted_as = models.JSONField(null=True, editable=False)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("signal", "number"), name="hand_overs_are_numbered"),
            models.UniqueConstraint(
                fields=("signal",),
                condition=Q(ended_at__isnull=True),
                name="one_addressee_at_a_time",
            ),
        )
        indexes = (models.Index(fields=("desk", "signal"), name="hand_overs_by_desk"),)

    def __str__(self) -> str:
        return f"{self.signal_id} → {self.desk_id} ({self.number})"
