from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.choices.practice_case import CaseState, LessonsOrigin
from drehscheibe.capabilities.library.models.shelf import ShelfItem
from drehscheibe.core.text.spoken import Spoken, reads_english, say

__all__ = ["CaseConsent", "PracticeCase"]


class PracticeCase(ShelfItem):
    """What others tried, what came of it, and what they would do differently.

    ``origin_kind`` and ``origin_key`` say from which case of advice it grew; only the office may
    see them. ``import_key`` marks cases from public sources, with ``source_url``.
    """

    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.PROPOSED)
    initiative_name = models.CharField(_("Who did it"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    land = models.ForeignKey(
        "places.Land", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    region_text = models.CharField(_("Region"), max_length=160, blank=True)
    topics = models.JSONField(default=list)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    challenge = models.TextField(_("What the problem was"), max_length=3000)
    measures = models.TextField(pgettext_lazy("practice case", "What was done"), max_length=3000)
    result = models.TextField(_("What came of it"), max_length=3000)
    lessons = models.TextField(_("What we would do differently"), max_length=3000, blank=True)
    lessons_origin = models.CharField(
        max_length=10, choices=LessonsOrigin, default=LessonsOrigin.OWN
    )
    contrary = models.TextField(_("It did not work when"), max_length=2000, blank=True)
    not_transferable = models.TextField(_("Not transferable, because"), max_length=2000, blank=True)
    challenge_en = models.TextField(
        _("What the problem was, in English"), max_length=3000, blank=True
    )
    measures_en = models.TextField(
        pgettext_lazy("practice case", "What was done, in English"), max_length=3000, blank=True
    )
    result_en = models.TextField(_("What came of it, in English"), max_length=3000, blank=True)
    lessons_en = models.TextField(
        _("What we would do differently, in English"), max_length=3000, blank=True
    )
    contrary_en = models.TextField(
        _("When it did not work, in English"), max_length=2000, blank=True
    )
    not_transferable_en = models.TextField(
        _("Why it is not transferable, in English"), max_length=2000, blank=True
    )
    source_url = models.URLField(max_length=600, blank=True)
    import_key = models.CharField(max_length=120, unique=True, null=True, blank=True)
    #: Fingerprint of the row from which it was loaded.
    source_hash = models.CharField(max_length=64, blank=True)
    origin_kind = models.CharField(max_length=30, blank=True)
    origin_key = models.CharField(max_length=80, blank=True)
    proposed_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checks = models.JSONField(default=list, blank=True)
    #: Why it was sent back or withdrawn; for the office and those who proposed it.
    reason = models.TextField(max_length=1200, blank=True)
    proposed_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-year", "title")
        indexes = (models.Index(fields=["state"], name="library_case_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=["origin_kind", "origin_key"],
                condition=~models.Q(origin_key=""),
                name="library_one_practice_case_of_an_origin",
            ),
        )

    #: German words that have English ones beside them, in fields that end in ``_en``.
    TRANSLATED = (
        *("title", "summary", "challenge", "measures", "result"),
        *("lessons", "contrary", "not_transferable"),
    )

    def shown(self, name: str) -> Spoken:
        """Return the words of a field in the reader's language, if there is a translation."""
        return say(getattr(self, name), getattr(self, f"{name}_en"))

    @property
    def is_partly_german(self) -> bool:
        """Whether the reader chose English and something has no English words."""
        return reads_english() and any(
            getattr(self, name) and not getattr(self, f"{name}_en") for name in self.TRANSLATED
        )

    @property
    def is_public(self) -> bool:
        return self.state == CaseState.PUBLISHED

    @property
    def is_from_public_source(self) -> bool:
        return self.import_key is not None

    @property
    def proposed_under_person(self) -> int | None:
        """Who handed it in."""
        return self.proposed_under.person_id if self.proposed_under else None

    @property
    def checked_under_person(self) -> int | None:
        """Who of the office checked it first."""
        return self.checked_under.person_id if self.checked_under else None


class CaseConsent(models.Model):
    """A body that is named or recognisable in a case agreed that it becomes public."""

    case = models.ForeignKey(PracticeCase, on_delete=models.CASCADE, related_name="consents")
    body = models.CharField(pgettext_lazy("practice case", "Body"), max_length=160)
    given_on = models.DateField(_("Agreed on"))
    how = models.CharField(_("How it agreed"), max_length=160)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["case", "body"], name="library_one_consent_of_a_body_in_a_case"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.body}"
