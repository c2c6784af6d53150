from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.advisory.choices import CoachReason, ProposalState


class Coach(models.Model):
    """Somebody who takes cases: of the office, or an expert who acts under another mandate."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coach"
    )
    topics = models.JSONField(_("topics"), default=list)  # codes of ``Topic``; empty: all
    laender = models.ManyToManyField("places.Land", blank=True, related_name="+")  # empty: all
    kreis = models.ForeignKey(
        "places.Kreis", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # where they set out from
    limit = models.PositiveSmallIntegerField(_("cases at the same time"), default=5)
    about = models.CharField(_("in one sentence"), max_length=300, blank=True)
    is_available = models.BooleanField(_("takes new cases"), default=True)
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("person__name", "pk")
        verbose_name_plural = "coaches"

    def __str__(self) -> str:
        return str(self.person)


class Proposal(models.Model):
    """A coach was chosen for a case, with the reasons that spoke for it at that time."""

    case = models.ForeignKey("advisory.Case", on_delete=models.CASCADE, related_name="proposals")
    coach = models.ForeignKey(Coach, on_delete=models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.ASKED)
    reasons = models.JSONField(default=list)  # codes and values, put into words when read
    proposed_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=20, choices=CoachReason, blank=True)
    note = models.TextField(max_length=1000, blank=True)  # the office reads it, the coach does not

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("case",),
                condition=Q(state__in=["asked", "accepted"]),
                name="one_coach_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.coach_id} {self.state}"
