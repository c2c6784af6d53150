from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.db import models

from drehscheibe.capabilities.library.models.shelf import ShelfItem

__all__ = ["FilledPackage", "PartnerPackage"]


class PartnerPackage(ShelfItem):
    """Texts and pictures for one occasion, which an initiative fills with its own name and date.

    ``words`` holds by language what ``exports.packages.texts`` fills: ``kicker``, ``headline``,
    ``lead``, ``points_title``, ``press_title``, ``press``, ``letter_subject``, ``letter``,
    ``newsletter_title``, ``newsletter`` and ``tile`` (several lengths, the longest first).
    """

    position = models.PositiveSmallIntegerField(default=100)
    words = models.JSONField(default=dict)
    #: Slugs of formats that suit the occasion.
    formats = models.JSONField(default=list, blank=True)
    is_public = models.BooleanField(default=True)
    #: Fingerprint of the file from which the hub brought it.
    source_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("position", "title")


class FilledPackage(models.Model):
    """What a team has filled in, kept so that it is found again and serves next year.

    ``values`` are the words of the form by field, exactly as they were typed and accepted.
    ``ends_on`` repeats the last day: from it on the term of keeping runs.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    package = models.ForeignKey(PartnerPackage, on_delete=models.PROTECT, related_name="filled")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    begun_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, related_name="+"
    )
    values = models.JSONField(default=dict)
    ends_on = models.DateField()
    logo = models.OneToOneField(
        "files.StoredFile", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-ends_on", "-pk")
        indexes = (models.Index(fields=["organisation", "ends_on"], name="library_filled_of_org"),)

    def __str__(self) -> str:
        return f"{self.package_id} {self.ends_on}"

    @property
    def starts_on(self) -> date | None:
        """The first day, as the form has it."""
        day = str(self.values.get("starts_on", ""))
        return date.fromisoformat(day) if day else None

    @property
    def initiative(self) -> str:
        """Under which name it was filled in."""
        return str(self.values.get("initiative", ""))
