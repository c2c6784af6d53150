from __future__ import annotations

from django.db import models
from django.db.models import Q

from drehscheibe.capabilities.exchange.models.signal import Signal


class SupporterQuerySet(models.QuerySet["Supporter"]):
    def active(self) -> SupporterQuerySet:
        """Keep those who support a concern now: agreed by their organisation and not withdrawn."""
        return self.filter(confirmed_at__isnull=False, withdrawn_at__isnull=True)


class Supporter(models.Model):
    """Another organisation that has the same concern, with its own words and its own region."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="supporters")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    mandate = models.ForeignKey("organisations.Mandate", on_delete=models.PROTECT, related_name="+")
    released_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the second key
    words = models.TextField(max_length=1000)
    laender = models.ManyToManyField("places.Land", related_name="+")
    joined_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # empty: waits for the second key
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SupporterQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("signal", "organisation"),
                condition=Q(withdrawn_at__isnull=True),
                name="one_support_per_organisation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} supports {self.signal_id}"
