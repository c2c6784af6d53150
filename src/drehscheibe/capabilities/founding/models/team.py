from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from drehscheibe.capabilities.founding.choices.project import InvitationState, MemberRole


class Member(models.Model):
    """Somebody who works on a founding."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        "founding.Project", on_delete=models.CASCADE, related_name="members"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=MemberRole, default=MemberRole.MEMBER)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("role", "joined_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("project", "person"), name="one_part_in_a_founding"),
        )

    def __str__(self) -> str:
        return str(self.person)

    @property
    def leads(self) -> bool:
        return self.role == MemberRole.LEAD


class Invitation(models.Model):
    """A link by which somebody joins the team; good for one person and two weeks."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        "founding.Project", on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField()
    invited_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=20, choices=InvitationState, default=InvitationState.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("project", "email"),
                condition=Q(state="open"),
                name="one_open_founding_invitation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.project_id}: {self.state}"

    @property
    def is_usable(self) -> bool:
        return self.state == InvitationState.OPEN and self.expires_at > timezone.now()
