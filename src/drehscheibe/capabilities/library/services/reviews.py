"""Look at formats, practice cases, packages and series of webinars again when their date has come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.facts.shelf import ItemReviewDue, ItemReviewed
from drehscheibe.capabilities.library.models import (
    EventFormat,
    PartnerPackage,
    PracticeCase,
    ShelfItem,
    WebinarSeries,
)
from drehscheibe.capabilities.library.queries import formats, packages, practice_cases, webinars
from drehscheibe.capabilities.library.rules import format as rules
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.text.spoken import Spoken

__all__ = [
    "KINDS",
    "ReviewRow",
    "ReviewSource",
    "confirm_item",
    "confirm_of",
    "find_review_row",
    "register_review_source",
    "remind_of_items",
    "review_sources",
]

#: How long an item counts as right after somebody looked at it.
REVIEW_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class _Kind:
    model: type[EventFormat | PracticeCase | PartnerPackage | WebinarSeries]
    list_due: Callable[[date], Sequence[ShelfItem]]


KINDS = {
    formats.SEARCH_KIND: _Kind(EventFormat, formats.list_due),
    practice_cases.SEARCH_KIND: _Kind(PracticeCase, practice_cases.list_due),
    packages.SEARCH_KIND: _Kind(PartnerPackage, packages.list_due),
    webinars.SERIES_KIND: _Kind(WebinarSeries, webinars.list_due_series),
}


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """Something above this room that is to be looked at again.

    Attributes
    ----------
    key : str
        Lasting, within its kind.
    edit_url : str
        Where the office changes it; may be empty.
    """

    key: str
    title: str
    review_on: date
    url: str
    edit_url: str = ""

    @property
    def shown_title(self) -> Spoken:
        """The title as it stands."""
        return Spoken(self.title)


@dataclass(frozen=True, slots=True)
class ReviewSource:
    """A kind of items of a room above us, or of the portal, that is looked at again as ours are.

    Attributes
    ----------
    kind : str
        Also the kind of its help votes.
    label : str
        Lazy text.
    list_due : callable
        From a day to what is due by then.
    mark_told : callable
        From a key and a review date to whether the office was not told of that date before.
    confirm : callable
        From actor and key to the title; moves the date. Raises ``ObjectDoesNotExist``.
    """

    kind: str
    label: Any
    list_due: Callable[[date], list[ReviewRow]]
    mark_told: Callable[[str, date], bool]
    confirm: Callable[[Actor, str], str]


_sources: dict[str, ReviewSource] = {}


def register_review_source(source: ReviewSource) -> None:
    """Announce a kind of items from above; called from ``AppConfig.ready``."""
    _sources[source.kind] = source


def review_sources() -> list[ReviewSource]:
    """Return what was registered, in that order."""
    return list(_sources.values())


def find_review_row(kind: str, key: str, today: date) -> ReviewRow | None:
    """Return what is due under this key; None if it is not due any more, or gone."""
    rows = _sources[kind].list_due(today) if kind in _sources else []
    return next((row for row in rows if row.key == key), None)


def remind_of_items(now: datetime) -> int:
    """Ask the office to look at items whose date has come; each date once."""
    today = timezone.localdate(now)
    own = sum(
        _ask(kind, item.pk, today)
        for kind, found in KINDS.items()
        for item in found.list_due(today)
        if item.reminded_for != item.review_on
    )
    return own + sum(
        _ask_of(source, row) for source in review_sources() for row in source.list_due(today)
    )


@transaction.atomic
def _ask_of(source: ReviewSource, row: ReviewRow) -> bool:
    if not source.mark_told(row.key, row.review_on):
        return False
    publish(ItemReviewDue(source.kind, row.key, row.review_on.isoformat()))
    return True


def _lock(kind: str, **key: int | UUID) -> ShelfItem:
    return KINDS[kind].model.objects.select_for_update(of=("self",)).get(**key)


@transaction.atomic
def _ask(kind: str, pk: int, today: date) -> bool:
    item = _lock(kind, pk=pk)
    if not item.is_review_due(today) or item.reminded_for == item.review_on:
        return False
    item.reminded_for = item.review_on
    item.save(update_fields=["reminded_for"])
    publish(ItemReviewDue(kind, item.slug, item.review_on.isoformat()))
    return True


@transaction.atomic
def confirm_of(actor: Actor, kind: str, key: str) -> str:
    """Say that something from above is still right; return its title.

    Raises
    ------
    NotAllowed
        For everybody but the office.
    KeyError
        If nobody has registered the kind.
    """
    _ensure_may_keep(actor)
    title = _sources[kind].confirm(actor, key)
    audit.record(actor, "library.item_reviewed", item_kind=kind, item_key=key)
    return title


def _ensure_may_keep(actor: Actor) -> None:
    if not rules.may_keep(actor):
        raise NotAllowed(_("Only the service office looks after the library."))


@transaction.atomic
def confirm_item(actor: Actor, kind: str, uuid: UUID) -> ShelfItem:
    """Say that an item is still right; the next look is in a year.

    Raises
    ------
    NotAllowed
        For everybody but the office.
    """
    _ensure_may_keep(actor)
    item = _lock(kind, uuid=uuid)
    before = item.review_on
    item.review_on = timezone.localdate() + REVIEW_AFTER
    item.save(update_fields=["review_on", "changed_at"])
    audit.record(
        actor,
        "library.item_reviewed",
        item_kind=kind,
        item_key=item.slug,
        changes={"review_on": [before.isoformat(), item.review_on.isoformat()]},
    )
    publish(ItemReviewed(kind, item.slug, item.review_on.isoformat()))
    return item
