from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.directory.choices import ClaimKind, ClaimState
from drehscheibe.core.organisations.choices import Bench, MandateRole


class Claim(models.Model):
    """A person says "I act for this initiative"; the office checks it against visible criteria."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(
        "directory.Initiative", on_delete=models.PROTECT, related_name="claims"
    )
    kind = models.CharField(max_length=20, choices=ClaimKind, default=ClaimKind.TAKE_OVER)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    wants_mandate = models.BooleanField(default=True)  # a neighbour may propose an entry, too
    role = models.CharField(
        _("Your role"), max_length=20, choices=MandateRole, default=MandateRole.COORDINATOR
    )
    side = models.CharField(_("You speak for"), max_length=20, choices=Bench, blank=True)
    message = models.TextField(_("How you act for the initiative"), max_length=2000)
    evidence = models.TextField(_("Where we can check this"), max_length=1000, blank=True)
    state = models.CharField(max_length=20, choices=ClaimState, default=ClaimState.SUBMITTED)
    submitted_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField()
    #: Criterion → bool, as ticked by the office; the requester sees them.
    criteria = models.JSONField(default=dict, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("Reason"), max_length=1000, blank=True)

    class Meta:
        ordering = ("submitted_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("initiative", "person"),
                condition=Q(state="submitted"),
                name="one_open_claim_per_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""),
                name="rejected_claim_has_a_reason",
            ),
        )
        indexes = (
            models.Index(fields=("due_on",), condition=Q(state="submitted"), name="claims_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.initiative_id} by {self.person_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == ClaimState.SUBMITTED
