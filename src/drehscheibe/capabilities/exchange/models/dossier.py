from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.choices.signal import DossierState, LeftBecause, Visibility
from drehscheibe.capabilities.exchange.machine.signal import DOSSIER
from drehscheibe.capabilities.exchange.models.signal import Signal


class DossierQuerySet(models.QuerySet["Dossier"]):
    def public(self) -> DossierQuerySet:
        """Keep what everybody may read."""
        return self.filter(published_at__isnull=False)


class Dossier(models.Model):
    """Concerns that belong together, brought to one desk as one thing.

    State, owner and due date stand here and are repeated in the trace item;
    ``services.dossier_way`` writes both and nothing else does.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.OneToOneField("trace.Item", on_delete=models.PROTECT, related_name="dossier")
    is_example = models.BooleanField(default=False)

    state = models.CharField(
        max_length=20, choices=DossierState, default=DossierState.IN_PREPARATION
    )
    owner = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    due_on = models.DateField(null=True, blank=True)
    reminded_for = models.DateField(null=True, blank=True)  # the missed date that was told last
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    begun_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, related_name="+"
    )

    # The core, written by the office
    title = models.CharField(_("Title"), max_length=120)
    pattern = models.TextField(_("The pattern in three sentences"), max_length=900, blank=True)
    why_now = models.TextField(_("Why now"), max_length=900, blank=True)
    legal_norms = models.TextField(_("Laws and rules"), max_length=1500, blank=True)
    visibility = models.CharField(
        _("Who may read the dossier"), max_length=20, choices=Visibility, default=Visibility.PUBLIC
    )
    #: What was typed and is not valid yet, by field.
    unfinished = models.JSONField(default=dict, blank=True)

    # The hand-over
    desk = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    handed_over_at = models.DateTimeField(null=True, blank=True)
    handed_over_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    covering_note = models.TextField(max_length=2000, blank=True)  # for the desk and the authors
    published_at = models.DateTimeField(null=True, blank=True)  # since when everybody may read it
    shared_at = models.DateTimeField(null=True, blank=True)  # since when mandate holders may

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["closed", "withdrawn"])
                | Q(owner__isnull=False, due_on__isnull=False),
                name="open_dossier_has_owner_and_clock",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(visibility="public"),
                name="only_public_dossiers_are_published",
            ),
        )
        indexes = (models.Index(fields=("state", "due_on"), name="dossiers_by_state"),)

    def __str__(self) -> str:
        return f"{self.public_id} {self.title}"

    @property
    def public_id(self) -> str:
        return self.item.public_id

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    @property
    def opened_to(self) -> Visibility:
        """The circle to which it was opened; from then on it may grow and not shrink."""
        if self.published_at is not None:
            return Visibility.PUBLIC
        return Visibility.NETWORK if self.shared_at is not None else Visibility.PRIVATE

    @property
    def is_in_preparation(self) -> bool:
        return self.state == DossierState.IN_PREPARATION

    @property
    def badge(self) -> str:
        """Kind of badge of the state."""
        return DOSSIER.states[self.state].badge

    def is_overdue(self, today: date) -> bool:
        """Whether somebody owes something since before today."""
        return self.due_on is not None and self.due_on < today


class DossierEntry(models.Model):
    """A concern in a dossier; one that has left stays as a row, so that it can be told why."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="entries")
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="dossier_entries")
    was_recorded = models.BooleanField(default=False)  # came from public sources, goes back there
    added_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_because = models.CharField(max_length=20, choices=LeftBecause, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("dossier", "signal"),
                condition=Q(left_at__isnull=True),
                name="once_in_a_dossier",
            ),
        )

    def __str__(self) -> str:
        return f"{self.signal_id} in {self.dossier_id}"


class DossierAsk(models.Model):
    """One thing that is asked for; may name the concerns on which it rests."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="asks")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=600)
    signals = models.ManyToManyField(Signal, related_name="+", blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("dossier", "number"), name="asks_are_numbered"),
        )

    def __str__(self) -> str:
        return f"{self.dossier_id} ask {self.number}"


class DossierQuote(models.Model):
    """Words of the authors that the office would like to quote; chosen only with their consent."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="quotes")
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=600)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_granted = models.BooleanField(default=False)
    is_chosen = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(is_chosen=False) | Q(is_granted=True),
                name="chosen_quote_has_consent",
            ),
            models.CheckConstraint(
                condition=Q(is_granted=False)
                | Q(answered_at__isnull=False, answered_under__isnull=False),
                name="consent_is_given_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.signal_id} quoted in {self.dossier_id}"
