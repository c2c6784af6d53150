from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.library.choices.checklist import VersionState
from drehscheibe.capabilities.library.models.shelf import ShelfItem
from drehscheibe.core.text.spoken import Spoken, say

__all__ = ["Checklist", "ChecklistItem", "ChecklistSection", "ChecklistVersion", "ItemWords"]


class Checklist(ShelfItem):
    """A master: what the office keeps, and of which teams make copies.

    ``current`` is the version that everybody sees; without one the checklist is not public yet.
    """

    #: What the date is from which the items count: "Day of the event".
    date_name = models.CharField(_("What the date is"), max_length=80)
    date_name_en = models.CharField(_("What the date is, in English"), max_length=80, blank=True)
    current = models.OneToOneField(
        "ChecklistVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Fingerprint of the file from which the hub brought it; empty once people work on it.
    source_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("phase", "title")

    @property
    def is_public(self) -> bool:
        return self.current_id is not None

    @property
    def shown_date_name(self) -> Spoken:
        """What the date is, in the reader's language, if somebody said so."""
        return say(self.date_name, self.date_name_en)


class ChecklistVersion(models.Model):
    """One state of a master. The words of a published one never change any more.

    A translation may come later: it says the same in another language.
    """

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.DRAFT)
    change_note = models.TextField(max_length=600, blank=True)
    begun_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=["checklist", "number"], name="library_version_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["checklist"],
                condition=Q(state=VersionState.DRAFT),
                name="library_one_draft_of_a_checklist",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT) | Q(published_at__isnull=False),
                name="library_published_version_has_a_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.checklist_id} version {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT


class ChecklistSection(models.Model):
    """A heading under which items of a version stand."""

    version = models.ForeignKey(ChecklistVersion, on_delete=models.CASCADE, related_name="sections")
    title = models.CharField(_("Heading"), max_length=120)
    title_en = models.CharField(_("Heading in English"), max_length=120, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def shown_title(self) -> Spoken:
        """The heading in the reader's language, if there is one."""
        return say(self.title, self.title_en)


class ItemWords(models.Model):
    """What an item says, in a master and in every copy of it; the English stands beside the German."""

    text = models.CharField(_("What is to be done"), max_length=200)
    explanation = models.TextField(_("Explanation"), max_length=1500, blank=True)
    link = models.URLField(_("Link"), max_length=400, blank=True)
    evidence = models.CharField(_("How you see that it is done"), max_length=200, blank=True)
    role = models.CharField(_("Who does it"), max_length=80, blank=True)
    text_en = models.CharField(_("What is to be done, in English"), max_length=200, blank=True)
    explanation_en = models.TextField(_("Explanation in English"), max_length=1500, blank=True)
    evidence_en = models.CharField(
        _("How you see that it is done, in English"), max_length=200, blank=True
    )
    role_en = models.CharField(_("Who does it, in English"), max_length=80, blank=True)
    #: Days from the date of the checklist; below zero is before it, none without a time.
    offset_days = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        abstract = True

    #: What makes two items the same; their place in the list and their translation do not.
    WORDS = ("text", "explanation", "link", "evidence", "role", "offset_days")
    #: The German words that have English ones beside them, in fields that end in ``_en``.
    TRANSLATED = ("text", "explanation", "evidence", "role")

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> dict[str, str | int | None]:
        """Return what the item says in German, by field: what it is compared by."""
        return {name: getattr(self, name) for name in self.WORDS}

    @property
    def english(self) -> dict[str, str]:
        """Return the translation, by field."""
        return {f"{name}_en": getattr(self, f"{name}_en") for name in self.TRANSLATED}

    @property
    def all_words(self) -> dict[str, Any]:
        """Return what the item says in both languages, by field: what a copy takes along."""
        return {**self.words, **self.english}

    @property
    def shown_text(self) -> Spoken:
        """What is to be done, in the reader's language, if there is a translation."""
        return say(self.text, self.text_en)

    @property
    def shown_explanation(self) -> Spoken:
        """The explanation in the reader's language, if there is one."""
        return say(self.explanation, self.explanation_en)

    @property
    def shown_evidence(self) -> Spoken:
        """How you see that it is done, in the reader's language, if there is a translation."""
        return say(self.evidence, self.evidence_en)

    @property
    def shown_role(self) -> Spoken:
        """Who does it, in the reader's language, if there is a translation."""
        return say(self.role, self.role_en)


class ChecklistItem(ItemWords):
    """One thing to do. ``key`` stays the same from version to version and in every copy."""

    section = models.ForeignKey(ChecklistSection, on_delete=models.CASCADE, related_name="items")
    key = models.UUIDField(default=uuid4, editable=False, db_index=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("section__position", "section_id", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["section", "key"], name="library_item_once_in_section"),
        )
