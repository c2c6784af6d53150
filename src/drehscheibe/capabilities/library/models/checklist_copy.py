from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.library.choices.checklist import FINISHED, ItemState, LinkLevel
from drehscheibe.capabilities.library.models.checklist import (
    Checklist,
    ChecklistVersion,
    ItemWords,
)
from drehscheibe.core.text.spoken import Spoken, german, say

__all__ = [
    "ChecklistCopy",
    "CopyChange",
    "CopyFile",
    "CopyItem",
    "CopyItemQuerySet",
    "CopyLink",
    "ReleasedNote",
]


class ChecklistCopy(models.Model):
    """The copy of a checklist with which a team works."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="copies")
    version = models.ForeignKey(ChecklistVersion, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    begun_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("Title"), max_length=120)
    target_on = models.DateField(null=True, blank=True)
    made_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_example = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title

    @property
    def shown_title(self) -> Spoken:
        """The title as the team wrote it: German, unless it is the English one of the checklist."""
        if self.title == self.checklist.title_en:
            return Spoken(self.title)
        return german(self.title)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


class CopyItemQuerySet(models.QuerySet["CopyItem"]):
    def unfinished(self) -> CopyItemQuerySet:
        """Keep what is still to be done."""
        return self.exclude(state__in=FINISHED)

    def due_by(self, day: date) -> CopyItemQuerySet:
        """Keep what is to be done by a day and is not."""
        return self.unfinished().filter(due_on__lte=day)


class CopyItem(ItemWords):
    """One thing to do in a copy: the words of the master as the team took them, and its own work.

    ``version`` counts the changes of this item, so that two people who write at once are noticed.
    ``kept_version`` is the version of the master against which the team kept its own words.
    """

    copy = models.ForeignKey(ChecklistCopy, on_delete=models.CASCADE, related_name="items")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    #: The item of the master; none for what the team added itself.
    key = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    section = models.CharField(_("Heading"), max_length=120)
    section_en = models.CharField(_("Heading in English"), max_length=120, blank=True)
    position = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    kept_version = models.PositiveIntegerField(default=0)

    owner = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_name = models.CharField(max_length=80, blank=True)
    due_on = models.DateField(null=True, blank=True)
    #: Whether somebody set the date; else it follows the date of the copy.
    has_own_date = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=ItemState, default=ItemState.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    note = models.TextField(max_length=4000, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    told_soon_for = models.DateField(null=True, blank=True)  # the date of which somebody was told
    told_late_for = models.DateField(null=True, blank=True)  # the missed date told last

    objects = CopyItemQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["copy", "key"],
                condition=Q(key__isnull=False),
                name="library_item_once_in_copy",
            ),
            models.CheckConstraint(
                condition=~Q(state=ItemState.NOT_APPLICABLE) | ~Q(reason=""),
                name="library_not_applicable_has_a_reason",
            ),
        )
        indexes = (
            models.Index(
                fields=["due_on"],
                condition=~Q(state__in=FINISHED) & Q(due_on__isnull=False),
                name="library_copy_item_due",
            ),
        )

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today and not self.is_finished

    @property
    def owner_words(self) -> str:
        """Who does it: a member, a role, or whom the master suggests, then in the reader's language."""
        if self.owner:
            return str(self.owner.person)
        return self.shown_role if self.owner_name == self.role else self.owner_name

    @property
    def shown_section(self) -> Spoken:
        """The heading in the reader's language, if there is one."""
        return say(self.section, self.section_en)


class CopyFile(models.Model):
    """A file at an item of a copy."""

    item = models.ForeignKey(CopyItem, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.item_id} {self.file_id}"


class CopyLink(models.Model):
    """A personal address by which somebody without a mandate reads a copy, or works on it."""

    copy = models.ForeignKey(ChecklistCopy, on_delete=models.CASCADE, related_name="links")
    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("For whom the link is"), max_length=80)
    level = models.CharField(max_length=10, choices=LinkLevel, default=LinkLevel.READ)
    made_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.copy_id} {self.level}"

    @property
    def may_work(self) -> bool:
        return self.level == LinkLevel.WORK


class CopyChange(models.Model):
    """Who changed what of an item and when: nothing that was written there is ever lost.

    ``changes`` holds old and new value by field; ``name`` is whom a personal link was made for.
    """

    item = models.ForeignKey(CopyItem, on_delete=models.CASCADE, related_name="history")
    mandate = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField()
    changes = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.item_id} version {self.version}"


class ReleasedNote(models.Model):
    """How a team solved an item, released for everybody; without anybody's name.

    The words are a copy: what the team writes later stays with the team.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    checklist = models.ForeignKey(
        Checklist, on_delete=models.PROTECT, related_name="released_notes"
    )
    key = models.UUIDField(editable=False, db_index=True)
    item = models.ForeignKey(
        CopyItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="released_notes"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    released_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("How you solved it"), max_length=1500)
    names_organisation = models.BooleanField(default=False)
    is_example = models.BooleanField(default=False)
    released_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)  # by moderation

    class Meta:
        ordering = ("-released_at", "-pk")

    def __str__(self) -> str:
        return f"{self.key} by {self.organisation_id}"
