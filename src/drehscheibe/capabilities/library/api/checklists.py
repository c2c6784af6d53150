"""What others show of checklists, and how far their copies are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.queries import checklists, copies
from drehscheibe.capabilities.library.services.checklists.copies import make_copy
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict

__all__ = [
    "ChecklistCard",
    "CopyCard",
    "find_checklists",
    "find_copies",
    "list_checklists",
    "start_checklist_copy",
]


@dataclass(frozen=True, slots=True)
class ChecklistCard:
    """A checklist as others show it; title and summary in the active language."""

    slug: str
    title: str
    summary: str
    phase: str


@dataclass(frozen=True, slots=True)
class CopyCard:
    """How far a copy of a checklist is, for those who may see it."""

    uuid: UUID
    title: str
    done: int
    total: int
    percent: int
    url: str


def list_checklists(actor: Actor, *, limit: int = 20) -> list[ChecklistCard]:
    """Return public checklists that the actor may see."""
    public = checklists.checklists_visible_to(actor).filter(current__isnull=False)
    found = checklists.in_order(public)[:limit]
    return [ChecklistCard(one.slug, one.shown_title, one.shown_summary, one.phase) for one in found]


def find_checklists(actor: Actor, slugs: Sequence[str]) -> list[ChecklistCard]:
    """Return public checklists by their slugs, in that order; one query."""
    public = checklists.checklists_visible_to(actor).filter(current__isnull=False)
    found = {one.slug: one for one in public.filter(slug__in=slugs)}
    known = (found[slug] for slug in slugs if slug in found)
    return [ChecklistCard(one.slug, one.shown_title, one.shown_summary, one.phase) for one in known]


def start_checklist_copy(actor: Actor, slug: str, *, title: str, target_on: date | None) -> UUID:
    """Make a copy of a public checklist for the organisation of the actor.

    Raises
    ------
    NotAllowed
        Without a mandate.
    Conflict
        If there is no such checklist any more.
    """
    checklist = checklists.checklists_visible_to(actor).filter(slug=slug).first()
    if checklist is None:
        raise Conflict(_("This checklist is not public any more."))
    return make_copy(actor, checklist.pk, title=title[:120], target_on=target_on).uuid


def find_copies(actor: Actor, uuids: Collection[UUID]) -> dict[UUID, CopyCard]:
    """Return how far copies are, by their identifiers; only those of the actor's organisation; two queries."""
    if not uuids:
        return {}
    rows = list(copies.copies_visible_to(actor).filter(uuid__in=uuids))
    progress = copies.progress_by_copy([one.pk for one in rows])
    return {
        one.uuid: CopyCard(
            uuid=one.uuid,
            title=one.title,
            done=progress[one.pk].done,
            total=progress[one.pk].total,
            percent=progress[one.pk].percent,
            url=reverse("copy_detail", args=[one.uuid]),
        )
        for one in rows
    }
