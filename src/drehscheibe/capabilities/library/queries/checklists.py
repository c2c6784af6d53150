"""Named reads of masters; what an actor may not see does not exist for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from drehscheibe.capabilities.library.choices.shelf import Audience, Phase
from drehscheibe.capabilities.library.models import (
    Checklist,
    ChecklistItem,
    ChecklistSection,
    ChecklistVersion,
    ReleasedNote,
)
from drehscheibe.capabilities.library.rules import checklist as rules
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.search import api as search

__all__ = [
    "SEARCH_KIND",
    "Filters",
    "checklists_visible_to",
    "count_items",
    "draft_of",
    "in_order",
    "items_of",
    "list_to_review",
    "lock_checklist",
    "narrow",
    "released_notes",
    "released_notes_by_key",
    "with_items",
]

#: Of search entry, help votes and audit lines.
SEARCH_KIND = "checklist"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader looks for; empty means everything."""

    text: str = ""
    audience: str = ""
    phase: str = ""

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Filters:
        """Take what is known of an address; what is not is left out."""
        audience, phase = values.get("audience", ""), values.get("phase", "")
        return cls(
            " ".join(values.get("q", "").split())[:200],
            audience if audience in Audience.values else "",
            phase if phase in Phase.values else "",
        )

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.audience or self.phase)


def checklists_visible_to(actor: Actor) -> QuerySet[Checklist]:
    """Return the masters that the actor may read: what is published, for the office all."""
    rows = Checklist.objects.select_related("current", "owner")
    return rows if rules.may_keep(actor) else rows.filter(current__isnull=False)


def narrow(
    rows: QuerySet[Checklist], filters: Filters, *, actor: Actor, language: str
) -> list[Checklist]:
    """Return what the filters leave, best hits of words first."""
    if filters.audience:
        rows = rows.filter(audience=filters.audience)
    if filters.phase:
        rows = rows.filter(phase=filters.phase)
    if not filters.text:
        return in_order(rows)
    keys = search.find_keys(filters.text, actor=actor, language=language, kind=SEARCH_KIND)
    found = {one.slug: one for one in rows.filter(slug__in=keys)}
    return [found[key] for key in keys if key in found]


def in_order(rows: Iterable[Checklist]) -> list[Checklist]:
    """Return masters in the order in which people need them: founding first, evaluating last."""
    return sorted(rows, key=lambda one: (Phase.values.index(one.phase), one.shown_title))


def with_items(versions: QuerySet[ChecklistVersion]) -> QuerySet[ChecklistVersion]:
    """Load sections and items along; three queries for any number of versions."""
    items = Prefetch("items", ChecklistItem.objects.order_by("position", "pk"))
    sections = ChecklistSection.objects.prefetch_related(items)
    return versions.prefetch_related(Prefetch("sections", sections))


def items_of(version: ChecklistVersion) -> list[ChecklistItem]:
    """Return the items of a version in their order, each with its section."""
    return list(
        ChecklistItem.objects.filter(section__version=version)
        .select_related("section")
        .order_by("section__position", "section_id", "position", "pk")
    )


def count_items(version_ids: list[int]) -> dict[int, int]:
    """Return how many items each of the versions has; one query."""
    rows = ChecklistItem.objects.filter(section__version_id__in=version_ids)
    counts: dict[int, int] = {}
    for version_id in rows.order_by().values_list("section__version_id", flat=True):
        counts[version_id] = counts.get(version_id, 0) + 1
    return counts


def draft_of(checklist: Checklist) -> ChecklistVersion | None:
    """Return the version that is being written, if there is one."""
    return with_items(checklist.versions.filter(state="draft")).first()


def lock_checklist(pk: int) -> Checklist:
    """Lock a master until the end of the transaction; always the first lock of a service."""
    return Checklist.objects.select_for_update(of=("self",)).get(pk=pk)


def list_to_review(today: date) -> list[Checklist]:
    """Return public masters whose review date has come and of which nobody was told."""
    due = Checklist.objects.filter(current__isnull=False, review_on__lte=today)
    return [one for one in due.order_by("pk") if one.reminded_for != one.review_on]


def released_notes() -> QuerySet[ReleasedNote]:
    """Return what teams released and everybody may read, newest first."""
    shown = ReleasedNote.objects.filter(withdrawn_at__isnull=True, hidden_at__isnull=True)
    return shown.select_related("organisation")


def released_notes_by_key(checklist: Checklist) -> dict[UUID, list[ReleasedNote]]:
    """Return how teams solved the items of a master, by item; one query."""
    found: dict[UUID, list[ReleasedNote]] = {}
    for note in released_notes().filter(checklist=checklist):
        found.setdefault(note.key, []).append(note)
    return found
