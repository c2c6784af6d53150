from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.library.choices.shelf import (
    Accessibility,
    Audience,
    Helped,
    Licence,
    Phase,
)
from drehscheibe.core.text.spoken import Spoken, say


class ShelfItem(models.Model):
    """What every item of the library says of itself; each kind is a model of its own.

    ``owner`` is the body that keeps the item and is asked when ``review_on`` comes;
    ``reminded_for`` is the review date of which it was told last.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("Title"), max_length=120)
    title_en = models.CharField(_("Title in English"), max_length=120, blank=True)
    summary = models.TextField(_("Summary"), max_length=600)
    summary_en = models.TextField(_("Summary in English"), max_length=600, blank=True)
    content_language = models.CharField(_("Language of the content"), max_length=5, default="de")
    audience = models.CharField(_("Audience"), max_length=20, choices=Audience)
    phase = models.CharField(_("Phase"), max_length=20, choices=Phase)
    licence = models.CharField(_("Licence"), max_length=20, choices=Licence, default=Licence.CC_BY)
    owner = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    review_on = models.DateField(_("To be looked at again by"))
    reminded_for = models.DateField(null=True, blank=True)
    #: School year from which the text can be read; measured by ``core.text.readability``.
    reading_grade = models.FloatField(null=True, blank=True)
    accessibility = models.CharField(
        _("Accessibility"), max_length=20, choices=Accessibility, default=Accessibility.UNCHECKED
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def shown_title(self) -> Spoken:
        """The title in the reader's language, if there is one."""
        return say(self.title, self.title_en)

    @property
    def shown_summary(self) -> Spoken:
        """The summary in the reader's language, if there is one."""
        return say(self.summary, self.summary_en)

    def is_review_due(self, today: date) -> bool:
        return self.review_on <= today


class HelpVote(models.Model):
    """What a reader said about an item; nobody is told who it was, and nobody knows.

    ``kind`` and ``key`` name the item as the search does, so that every kind can be asked about.
    """

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=80)
    helped = models.CharField(max_length=10, choices=Helped)
    note = models.TextField(max_length=600, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=["kind", "key"], name="library_help_of_item"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.helped}"
