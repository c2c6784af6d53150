from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.founding.choices.project import Certainty, DraftKind, LineKind


class Draft(models.Model):
    """A text of the project that somebody has changed; before that it is made from the project."""

    project = models.ForeignKey("founding.Project", on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=20, choices=DraftKind)
    text = models.TextField(max_length=20_000)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("kind",)
        constraints = (
            models.UniqueConstraint(fields=("project", "kind"), name="one_draft_per_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class DraftVersion(models.Model):
    """A text as it stood once; nothing that was saved is ever written over."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey(
        "founding.Member", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("draft", "number"), name="one_text_per_version"),
        )

    def __str__(self) -> str:
        return f"{self.draft_id} {self.number}"


class FinancingLine(models.Model):
    """A cost or an income of the financing plan, in whole euros a year."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        "founding.Project", on_delete=models.CASCADE, related_name="financing_lines"
    )
    kind = models.CharField(
        pgettext_lazy("founding", "Cost or income"), max_length=10, choices=LineKind
    )
    label = models.CharField(pgettext_lazy("founding", "What for, or from whom"), max_length=120)
    euros = models.PositiveIntegerField(
        pgettext_lazy("founding", "Euros a year"),
        validators=[MinValueValidator(0), MaxValueValidator(100_000_000)],
    )
    certainty = models.CharField(
        pgettext_lazy("founding", "How certain"),
        max_length=10,
        choices=Certainty,
        default=Certainty.PLANNED,
    )

    class Meta:
        ordering = ("kind", "pk")

    def __str__(self) -> str:
        return f"{self.label}: {self.euros}"
