"""Named reads of practice cases; what an actor may not see does not exist for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from drehscheibe.capabilities.library.choices.practice_case import CaseState
from drehscheibe.capabilities.library.choices.shelf import Phase
from drehscheibe.capabilities.library.models import CaseConsent, PracticeCase
from drehscheibe.capabilities.library.rules import practice_case as rules
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.search import api as search
from drehscheibe.core.text.one_line import one_line
from drehscheibe.core.text.topics import Topic

__all__ = [
    "SEARCH_KIND",
    "Filters",
    "cases_visible_to",
    "find_of_origin",
    "list_due",
    "list_like",
    "list_published",
    "lock_case",
    "narrow",
    "proposals_visible_to",
]

#: Of search entry, help votes and audit lines.
SEARCH_KIND = "practice_case"

#: States in which somebody of the office has something to do, in the order of the list.
WAITING = (CaseState.PROPOSED, CaseState.CHECKED)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader looks for; empty means everything."""

    text: str = ""
    topic: str = ""
    land: str = ""
    phase: str = ""

    @classmethod
    def read(cls, values: Mapping[str, str], lands: Mapping[str, str]) -> Filters:
        """Take what is known of an address; what is not is left out."""
        topic, land, phase = (values.get(name, "") for name in ("topic", "land", "phase"))
        return cls(
            one_line(values.get("q", ""), 200),
            topic if topic in Topic.values else "",
            land if land in lands else "",
            phase if phase in Phase.values else "",
        )

    def as_values(self) -> dict[str, str]:
        """Return the filters as the address has them."""
        return {"q": self.text, "topic": self.topic, "land": self.land, "phase": self.phase}


def _rows() -> QuerySet[PracticeCase]:
    return PracticeCase.objects.select_related("land", "owner")


def list_published() -> QuerySet[PracticeCase]:
    """Return what everybody may read."""
    return _rows().filter(state=CaseState.PUBLISHED)


def cases_visible_to(actor: Actor) -> QuerySet[PracticeCase]:
    """Return the cases that the actor may read: what is public, their own, for the office all."""
    if rules.may_keep(actor):
        return _rows()
    visible = Q(state=CaseState.PUBLISHED)
    if actor.is_known:
        visible |= Q(proposed_under__person_id=actor.person_id)
    return _rows().filter(visible)


def proposals_visible_to(actor: Actor) -> QuerySet[PracticeCase]:
    """Return the proposals that the actor may look at: their own, for the office all."""
    rows = PracticeCase.objects.filter(import_key__isnull=True).select_related(
        "land",
        "organisation",
        "proposed_under__person",
        "proposed_under__organisation",
        "checked_under__person",
        "published_under__person",
    )
    rows = rows.prefetch_related(Prefetch("consents", CaseConsent.objects.order_by("pk")))
    if rules.may_keep(actor):
        return rows
    if not actor.is_known:
        return rows.none()
    return rows.filter(proposed_under__person_id=actor.person_id)


def narrow(
    rows: QuerySet[PracticeCase], filters: Filters, *, actor: Actor, language: str
) -> list[PracticeCase]:
    """Return what the filters leave, best hits of words first."""
    if filters.land:
        rows = rows.filter(land_id=filters.land)
    if filters.phase:
        rows = rows.filter(phase=filters.phase)
    found = [one for one in rows if not filters.topic or filters.topic in one.topics]
    if not filters.text:
        return found
    keys = search.find_keys(filters.text, actor=actor, language=language, kind=SEARCH_KIND)
    by_slug = {one.slug: one for one in found}
    return [by_slug[key] for key in keys if key in by_slug]


def list_like(case: PracticeCase, *, limit: int = 3) -> list[PracticeCase]:
    """Return public cases with a topic in common, the same phase and Land first."""
    others = [
        one for one in list_published().exclude(pk=case.pk) if set(one.topics) & set(case.topics)
    ]
    others.sort(key=lambda one: (one.phase != case.phase, one.land_id != case.land_id, one.title))
    return others[:limit]


def find_of_origin(kind: str, key: str) -> PracticeCase | None:
    """Return the case that grew out of something else; whoever asks checks who may know."""
    return PracticeCase.objects.filter(origin_kind=kind, origin_key=key).first() if key else None


def lock_case(uuid: UUID) -> PracticeCase:
    """Lock a case until the end of the transaction; the first lock of each service."""
    rows = PracticeCase.objects.select_for_update(of=("self",))
    return rows.select_related("checked_under", "proposed_under").get(uuid=uuid)


def list_due(until: date) -> list[PracticeCase]:
    """Return public cases whose review date comes by then."""
    return list(list_published().filter(review_on__lte=until))
