"""A case becomes one that others can learn from, if everybody agrees who could be recognised."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.advisory.choices import ConsentState


class Practice(models.Model):
    """The text of a practice case in the making; only office and coach know from which case.

    A change of the text makes a new version, for which everybody is asked again.
    """

    case = models.OneToOneField("advisory.Case", on_delete=models.PROTECT, related_name="practice")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(_("Title"), max_length=160)
    challenge = models.TextField(_("What was the challenge?"), max_length=2000)
    measures = models.TextField(_("What was done?"), max_length=3000)
    result = models.TextField(_("What came of it?"), max_length=2000)
    lessons = models.TextField(_("What would you do differently?"), max_length=2000, blank=True)
    checked = models.JSONField(default=list)  # codes of ``Softening``
    version = models.PositiveIntegerField(default=1)
    written_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField()
    approved_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    handed_on_at = models.DateTimeField(null=True, blank=True)
    #: What the library calls it; empty while it is not there.
    library_key = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(approved_under__isnull=False),
                name="approved_practice_has_an_approver",
            ),
            models.CheckConstraint(
                condition=Q(handed_on_at__isnull=True) | Q(approved_at__isnull=False),
                name="only_approved_practice_is_handed_on",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Consent(models.Model):
    """A body that could be recognised is asked whether it agrees to one version of the text."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="consents")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    body = models.CharField(_("Asked body"), max_length=160)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )  # where its people decide by mandate
    email = models.EmailField(_("E-mail address"), blank=True)
    state = models.CharField(max_length=10, choices=ConsentState, default=ConsentState.ASKED)
    version = models.PositiveIntegerField()  # of the text that they were shown
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("practice", "body"), name="each_body_is_asked_once"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(email=""),
                name="asked_body_can_be_reached",
            ),
        )

    def __str__(self) -> str:
        return f"{self.body} {self.state}"
