from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.moderation.choices import HIDING, CaseState, Category, Outcome, Party
from drehscheibe.core.moderation.kinds import find_kind
from drehscheibe.core.moderation.machine import APPEAL_WITHIN, OPEN_STATES


class Case(models.Model):
    """One item that was reported, from the first report to the last decision.

    Further reports of the same item join the open case. ``kept`` holds what was hidden, so that
    it can be shown again: ``{"texts": {field: {"was", "is"}}, "item": values of the room}``.
    """

    number = models.CharField(max_length=20, unique=True)  # "M-2026-0004"
    item_kind = models.CharField(max_length=30)
    item_key = models.CharField(max_length=80)
    item_title = models.CharField(max_length=300)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.RECEIVED)
    due_on = models.DateField(null=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)  # the last decision
    operator_asked_at = models.DateTimeField(null=True)  # where nobody of the office may decide
    delay_told_for = models.DateField(null=True)  # the missed date that was told last
    kept = models.JSONField(default=dict)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("item_kind", "item_key"),
                condition=Q(state__in=["received", "appealed"]),
                name="one_open_case_per_item",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["decided", "settled"]) | Q(due_on__isnull=False),
                name="open_case_has_a_clock",
            ),
        )
        indexes = (models.Index(fields=("item_kind", "item_key"), name="cases_by_item"),)

    def __str__(self) -> str:
        return f"{self.number} {self.item_title}"

    @property
    def kind_label(self) -> str:
        kind = find_kind(self.item_kind)
        return str(kind.label) if kind else self.item_kind

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_item_hidden(self) -> bool:
        return "item" in self.kept

    @property
    def is_anything_hidden(self) -> bool:
        return bool(self.kept)

    @property
    def hidden_words(self) -> list[str]:
        """What was hidden, as it was; a hidden item that its room still shows to us is not repeated."""
        of_item = self.kept.get("item", {}).get("texts", {})
        passages = [words["was"] for words in self.kept.get("texts", {}).values()]
        return [*passages, *(str(text) for text in of_item.values() if text)]

    @property
    def appeal_until(self) -> datetime | None:
        """Until when a party may object; None where no decision can be objected to."""
        if self.decided_at is None or self.state == CaseState.SETTLED:
            return None
        return self.decided_at + APPEAL_WITHIN


class Report(models.Model):
    """What one person says is wrong with an item. The token is their personal way back."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    category = models.CharField(_("What is wrong?"), max_length=20, choices=Category)
    reason = models.TextField(_("Why?"), max_length=3000)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("Your e-mail address"), blank=True)
    name = models.CharField(_("Your name"), max_length=150, blank=True)
    language = models.CharField(max_length=5, default="de")
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("case", "person"), name="one_report_per_person"),
            models.UniqueConstraint(
                fields=("case", "email"), condition=~Q(email=""), name="one_report_per_address"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.category}"


class Decision(models.Model):
    """What one person of the office decided, and why. Written, never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveSmallIntegerField()  # 1: the first, 2: after an appeal
    outcome = models.CharField(_("Decision"), max_length=20, choices=Outcome)
    ground = models.CharField(_("Ground"), max_length=20, choices=Category, blank=True)
    words = models.TextField(_("Reason for both sides"), max_length=3000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("case", "number"), name="decisions_are_numbered"),
            models.CheckConstraint(
                condition=~Q(outcome__in=sorted(HIDING)) | ~Q(ground=""),
                name="hiding_has_a_ground",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} decision {self.number}: {self.outcome}"


class Appeal(models.Model):
    """Somebody objects to the first decision; a second person looks at it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="appeals")
    party = models.CharField(max_length=20, choices=Party)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="appeals")
    text = models.TextField(_("What should be looked at again?"), max_length=3000)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(party="author"), name="one_appeal_of_the_author"
            ),
            models.UniqueConstraint(fields=("report",), name="one_appeal_per_report"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} appeal by {self.party}"


class HouseRules(models.Model):
    """The house rules in one language, as the office last wrote them; history in the audit log."""

    language = models.CharField(max_length=5, unique=True)
    text = models.TextField(_("House rules"), max_length=12000)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.language} {self.changed_at:%Y-%m-%d}"
