from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.experience.choices import GoBetween, Helped, RequestState
from drehscheibe.capabilities.experience.machine import CONTACT_STATES, OPEN_STATES, REQUEST
from drehscheibe.core.organisations.choices import MandateRole

__all__ = ["MOST_WORDS", "Availability", "ContactRequest"]

#: Characters of what somebody asks.
MOST_WORDS = 1000


class ContactRequest(models.Model):
    """Somebody wants to talk to an initiative about its experience; contact opens if both agree.

    ``question`` and the fields of contact are read only through ``rules``. Contact fields of both
    sides are empty again as soon as a request is final.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.OneToOneField("trace.Item", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=RequestState, default=RequestState.ASKED)
    go_between = models.CharField(max_length=20, choices=GoBetween, blank=True)
    is_example = models.BooleanField(default=False)

    asking_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    asking_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asking_role = models.CharField(max_length=20, choices=MandateRole)
    asked_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    answering_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Practice case from which somebody asked; empty where it was the initiative itself.
    case_slug = models.CharField(max_length=120, blank=True)
    case_title = models.CharField(max_length=300, blank=True)

    question = models.TextField(
        pgettext_lazy("contact request", "What somebody wants to ask"), max_length=MOST_WORDS
    )
    asking_name = models.CharField(max_length=150, blank=True)
    asking_email = models.EmailField(blank=True)
    asking_phone = models.CharField(max_length=40, blank=True)
    asked_name = models.CharField(max_length=150, blank=True)
    asked_email = models.EmailField(blank=True)
    asked_phone = models.CharField(max_length=40, blank=True)
    #: With a yes, a no or a go-between; may be empty.
    answer = models.TextField(max_length=MOST_WORDS, blank=True)

    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=10, blank=True)  # Side, where consent was withdrawn
    helped = models.CharField(max_length=10, choices=Helped, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("asking_organisation", "asked_organisation"),
                condition=Q(state__in=("asked", "with_office")),
                name="one_open_contact_request_between_two",
            ),
            models.CheckConstraint(
                condition=~Q(asking_organisation=models.F("asked_organisation")),
                name="nobody_asks_themselves_for_contact",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("connected", "looking_back"))
                | Q(asked_name="", asked_email="", asked_phone=""),
                name="contact_only_while_both_agree",
            ),
        )
        indexes = (models.Index(fields=("asked_organisation", "state"), name="contact_asked_of"),)

    def __str__(self) -> str:
        return f"{self.item_id}: {self.state}"

    @property
    def public_id(self) -> str:
        return self.item.public_id

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def has_contact(self) -> bool:
        return self.state in CONTACT_STATES

    @property
    def is_final(self) -> bool:
        return REQUEST.states[self.state].is_final

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()


class Availability(models.Model):
    """How many enquiries an organisation takes, and until when none; without a row the defaults."""

    DEFAULT_MOST_OPEN = 3

    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    paused_until = models.DateField(null=True, blank=True)
    most_open = models.PositiveSmallIntegerField(
        default=DEFAULT_MOST_OPEN, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.most_open}"

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until >= timezone.localdate()
