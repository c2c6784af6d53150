"""What the library tells about items of any kind; ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact

__all__ = ["FormatChanged", "ItemReviewDue", "ItemReviewed"]


@dataclass(frozen=True, slots=True)
class _ItemFact(Fact):
    kind: str
    slug: str
    review_on: str

    @property
    def item(self) -> str:
        return f"{self.kind}:{self.slug}"


@fact("library.item_review_due")
@dataclass(frozen=True, slots=True)
class ItemReviewDue(_ItemFact):
    """The date has come by which an item of the library, or a guideline, is to be looked at again."""


@fact("library.item_reviewed")
@dataclass(frozen=True, slots=True)
class ItemReviewed(_ItemFact):
    """Somebody of the office looked at it; ``review_on`` is the next date."""


@fact("library.format_changed")
@dataclass(frozen=True, slots=True)
class FormatChanged(Fact):
    """The office changed a format."""

    slug: str
    changed_at: str

    @property
    def item(self) -> str:
        return f"format:{self.slug}"
