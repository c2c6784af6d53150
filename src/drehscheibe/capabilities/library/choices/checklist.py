"""The closed vocabulary of checklists. Codes are lasting: they stand in URLs and exports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = [
    "FINISHED",
    "STATE_BADGES",
    "ItemState",
    "LinkLevel",
    "VersionState",
]


class VersionState(models.TextChoices):
    """Whether a version of a checklist is still being written."""

    DRAFT = "draft", pgettext_lazy("checklist version", "Draft")
    PUBLISHED = "published", pgettext_lazy("checklist version", "Published")


class ItemState(models.TextChoices):
    """How far a team has got with an item."""

    OPEN = "open", pgettext_lazy("checklist item", "Open")
    IN_WORK = "in_work", pgettext_lazy("checklist item", "In work")
    BLOCKED = "blocked", pgettext_lazy("checklist item", "Blocked")
    DONE = "done", pgettext_lazy("checklist item", "Done")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("checklist item", "Does not apply")


class LinkLevel(models.TextChoices):
    """What somebody may do who has a personal link to a copy."""

    READ = "read", _("Read only")
    WORK = "work", _("Read and work on it")


#: States in which nothing is left to do.
FINISHED = (ItemState.DONE, ItemState.NOT_APPLICABLE)

STATE_BADGES = {
    ItemState.OPEN: "neutral",
    ItemState.IN_WORK: "info",
    ItemState.BLOCKED: "warning",
    ItemState.DONE: "success",
    ItemState.NOT_APPLICABLE: "neutral",
}
