from __future__ import annotations

from django.db import models
from django.db.models import Q

from drehscheibe.capabilities.exchange.choices.impulse import Consent
from drehscheibe.capabilities.exchange.models.impulse import Impulse


class Addressee(models.Model):
    """An initiative to which an impulse went, as the directory described it on that day.

    Kept with the impulse, so that a map of reactions does not change when an entry does.
    """

    impulse = models.ForeignKey(Impulse, on_delete=models.CASCADE, related_name="addressees")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    laender = models.JSONField(default=list)  # codes of all Länder in which it works
    kreise = models.JSONField(default=list)  # official keys
    topics = models.JSONField(default=list)
    types = models.JSONField(default=list)
    has_people = models.BooleanField()  # whether anybody could be told here

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("impulse", "organisation"), name="initiative_is_addressed_once"
            ),
        )
        indexes = (models.Index(fields=("organisation",), name="addressees_by_organisation"),)

    def __str__(self) -> str:
        return f"{self.impulse_id} → {self.name}"


class ReactionQuerySet(models.QuerySet["Reaction"]):
    def current(self) -> ReactionQuerySet:
        """Keep what counts now: agreed by its organisation, neither replaced nor taken back."""
        return self.filter(confirmed_at__isnull=False, ended_at__isnull=True)

    def waiting(self) -> ReactionQuerySet:
        """Keep what waits for a second person."""
        return self.filter(confirmed_at__isnull=True, ended_at__isnull=True)


class Reaction(models.Model):
    """What an organisation says to an impulse; a change is a new row, so that history stays."""

    impulse = models.ForeignKey(Impulse, on_delete=models.CASCADE, related_name="reactions")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    mandate = models.ForeignKey("organisations.Mandate", on_delete=models.PROTECT, related_name="+")
    released_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the second key
    stance = models.CharField(max_length=10, blank=True)  # a code of Impulse.stances()
    words = models.TextField(max_length=1500, blank=True)
    consent = models.CharField(max_length=10, choices=Consent)
    said_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # empty: waits for the second key
    ended_at = models.DateTimeField(null=True, blank=True)  # replaced, taken back or not agreed to

    objects = ReactionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("impulse", "organisation"),
                condition=Q(ended_at__isnull=True, confirmed_at__isnull=False),
                name="one_reaction_counts_per_organisation",
            ),
            models.UniqueConstraint(
                fields=("impulse", "organisation"),
                condition=Q(ended_at__isnull=True, confirmed_at__isnull=True),
                name="one_reaction_waits_per_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(stance="") | ~Q(words=""), name="reaction_says_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} to {self.impulse_id}: {self.stance}"

    @property
    def is_named(self) -> bool:
        """Whether everybody may read who said it."""
        return self.consent == Consent.NAMED
