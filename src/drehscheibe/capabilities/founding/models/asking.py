from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from drehscheibe.capabilities.founding.choices.project import (
    CallReason,
    MentorshipState,
    SignatureState,
    SignedBy,
)
from drehscheibe.core.organisations.choices import Bench


class Signature(models.Model):
    """A body that is asked to sign the founding declaration, and what it answered.

    ``signed_version`` is the wording that was signed: one that is changed later is asked for anew.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        "founding.Project", on_delete=models.CASCADE, related_name="signatures"
    )
    body = models.CharField(max_length=200)
    bench = models.CharField(max_length=20, choices=Bench)
    email = models.EmailField()
    language = models.CharField(max_length=2, default="de")
    state = models.CharField(max_length=20, choices=SignatureState, default=SignatureState.ASKED)
    signer = models.CharField(max_length=150, blank=True)
    function = models.CharField(max_length=150, blank=True)
    signed_by = models.CharField(max_length=10, choices=SignedBy, blank=True)
    signed_version = models.PositiveIntegerField(null=True, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("bench", "body", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("project", "email"),
                condition=~Q(state="cancelled"),
                name="one_signature_per_address",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_version__isnull=False),
                name="signature_names_its_wording",
            ),
        )

    def __str__(self) -> str:
        return f"{self.body}: {self.state}"

    @property
    def is_signed(self) -> bool:
        return self.state == SignatureState.SIGNED


class Mentorship(models.Model):
    """An initiative that is asked to accompany a founding; it begins when both sides agree."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        "founding.Project", on_delete=models.CASCADE, related_name="mentorships"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=20, choices=MentorshipState, default=MentorshipState.ASKED)
    message = models.TextField(max_length=1500)
    answer = models.TextField(max_length=1500, blank=True)
    due_on = models.DateField()
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("project", "organisation"),
                condition=Q(state__in=("asked", "accepted")),
                name="one_mentorship_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} for {self.project_id}: {self.state}"


class HelpCall(models.Model):
    """Why the office looks at a founding, who of it does, until when, and what it answered."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        "founding.Project", on_delete=models.CASCADE, related_name="help_calls"
    )
    reason = models.CharField(max_length=10, choices=CallReason)
    text = models.TextField(max_length=1500, blank=True)
    milestone_key = models.CharField(max_length=4, blank=True)
    raised_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    answer = models.TextField(max_length=1500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("project", "reason"),
                condition=Q(settled_at__isnull=True),
                name="one_open_call_per_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.project_id}: {self.reason}"

    @property
    def is_open(self) -> bool:
        return self.settled_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()
