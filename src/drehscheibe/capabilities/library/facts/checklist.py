"""What the library tells other rooms about checklists; ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact

__all__ = [
    "ChecklistChanged",
    "ChecklistPublished",
    "ChecklistReviewDue",
    "CopyItemChanged",
    "CopyItemDue",
    "CopyMade",
    "NoteReleased",
]


@fact("library.checklist_published")
@dataclass(frozen=True, slots=True)
class ChecklistPublished(Fact):
    """A version of a master became the one that everybody sees."""

    slug: str
    number: int

    @property
    def item(self) -> str:
        return f"checklist:{self.slug}"


@fact("library.checklist_changed")
@dataclass(frozen=True, slots=True)
class ChecklistChanged(Fact):
    """What stands above the items of a master changed, or until when it counts as right."""

    slug: str

    @property
    def item(self) -> str:
        return f"checklist:{self.slug}"


@fact("library.checklist_review_due")
@dataclass(frozen=True, slots=True)
class ChecklistReviewDue(Fact):
    """The date has come by which a master is to be looked at again, as an ISO date."""

    slug: str
    review_on: str

    @property
    def item(self) -> str:
        return f"checklist:{self.slug}"


@dataclass(frozen=True, slots=True)
class _CopyFact(Fact):
    copy: str

    @property
    def item(self) -> str:
        return f"checklist-copy:{self.copy}"


@fact("library.copy_made")
@dataclass(frozen=True, slots=True)
class CopyMade(_CopyFact):
    """An organisation began to work with a copy of a checklist."""

    slug: str
    organisation_id: int


@fact("library.copy_item_changed")
@dataclass(frozen=True, slots=True)
class CopyItemChanged(_CopyFact):
    """Somebody worked on an item; the version names the change for good."""

    item_uuid: str
    version: int
    state: str


@fact("library.copy_item_due")
@dataclass(frozen=True, slots=True)
class CopyItemDue(_CopyFact):
    """An item is due soon, or late; told once for each date and each of the two."""

    item_uuid: str
    due_on: str
    is_late: bool


@fact("library.note_released")
@dataclass(frozen=True, slots=True)
class NoteReleased(Fact):
    """A team released how it solved an item, or took it back."""

    uuid: str
    is_shown: bool

    @property
    def item(self) -> str:
        return f"checklist-note:{self.uuid}"
