from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.organisations.choices import (
    Bench,
    Level,
    MandateRole,
    MandateState,
    OrganisationKind,
)


class Organisation(models.Model):
    """A body in whose name people act: the office, a desk, an initiative, a partner, a member."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    bench = models.CharField(_("bench"), max_length=20, choices=Bench, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True)  # desks only
    land = models.ForeignKey(
        "places.Land", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    website = models.URLField(_("website"), max_length=400, blank=True)
    source_url = models.URLField(_("source"), max_length=600, blank=True)
    note = models.TextField(blank=True)
    requires_two_keys = models.BooleanField(_("publishing needs two people"), default=False)
    # One person proposed to change the line above; a second one has to agree.
    two_keys_proposal = models.BooleanField(null=True, blank=True)
    two_keys_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # since when it no longer exists

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.short_name or self.name


class MandateQuerySet(models.QuerySet["Mandate"]):
    def valid_at(self, moment: datetime) -> MandateQuerySet:
        """Keep mandates under which a person may act at this moment; the end is exclusive."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=moment),
            state=MandateState.VALID,
            valid_from__lte=moment,
        )

    def open(self) -> MandateQuerySet:
        """Keep what is waiting for a decision or was granted and not ended by somebody."""
        return self.filter(state__in=(MandateState.REQUESTED, MandateState.VALID))


class Mandate(models.Model):
    """A person acts for an organisation, from–to, confirmed by it.

    A mandate is never deleted and never changes its person: a hand-over ends one mandate and
    begins the next, so that past acts keep the name under which they were done.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mandates"
    )
    role = models.CharField(_("role"), max_length=20, choices=MandateRole)
    side = models.CharField(_("speaks for"), max_length=20, choices=Bench, blank=True)
    state = models.CharField(max_length=20, choices=MandateState, default=MandateState.REQUESTED)
    requested_at = models.DateTimeField(auto_now_add=True)
    request_note = models.TextField(blank=True)
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    # In organisations with two keys: who agreed first.
    first_key_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    successor_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    is_listed = models.BooleanField(_("name may be shown in the profile"), default=False)

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ("organisation_id", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation", "role"),
                condition=Q(state__in=["requested", "valid"]),
                name="one_open_mandate_per_role",
            ),
            models.CheckConstraint(
                condition=~Q(state="valid") | Q(valid_from__isnull=False),
                name="valid_mandate_has_a_beginning",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation} ({self.get_role_display()})"

    @property
    def has_expired(self) -> bool:
        """Whether the mandate was granted and its last moment has passed."""
        is_over = self.valid_until is not None and self.valid_until <= timezone.now()
        return self.state == MandateState.VALID and is_over

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision or was granted and not ended by somebody."""
        return self.state in (MandateState.REQUESTED, MandateState.VALID)


class Invitation(models.Model):
    """Somebody was asked by e-mail to act for an organisation.

    The same words are shown whether or not the address belongs to an account. The mandate comes
    into being when the owner of the address accepts.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=MandateRole)
    side = models.CharField(_("speaks for"), max_length=20, choices=Bench, blank=True)
    language = models.CharField(max_length=5, default="de")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)  # accepted, refused or withdrawn
    mandate = models.OneToOneField(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="invitation"
    )
    successor_of = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "email", "role"),
                condition=Q(settled_at__isnull=True),
                name="one_open_invitation_per_role",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} · {self.organisation} ({self.get_role_display()})"
