from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.directory.choices import RevisionState


class ProfileRevision(models.Model):
    """One change of a profile: proposed under one mandate, where needed confirmed under another.

    ``changes`` maps a field to its old and new plain value, so that the history can be read
    without the code that wrote it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(
        "directory.Initiative", on_delete=models.PROTECT, related_name="revisions"
    )
    state = models.CharField(max_length=20, choices=RevisionState)
    changes = models.JSONField()
    note = models.CharField(_("What you changed and why"), max_length=300, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_mandate = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_mandate = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("Reason"), max_length=1000, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("initiative",),
                condition=Q(state="proposed"),
                name="one_open_revision_per_initiative",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""),
                name="rejected_revision_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="published_revision_has_a_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.state}: {', '.join(self.changes)}"

    @property
    def is_open(self) -> bool:
        return self.state == RevisionState.PROPOSED
