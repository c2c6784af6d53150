"""Practice cases as others show them, and whom one can ask about them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.urls import reverse

from drehscheibe.capabilities.library.models import PracticeCase
from drehscheibe.capabilities.library.queries import practice_cases
from drehscheibe.core.access.actor import Actor

__all__ = [
    "PracticeCaseCard",
    "PracticeCaseView",
    "ask_link",
    "find_practice_case",
    "find_practice_cases",
    "list_practice_cases",
    "register_ask_link",
]


@dataclass(frozen=True, slots=True)
class PracticeCaseCard:
    """A practice case as others show it; title and summary in the active language."""

    slug: str
    title: str
    summary: str
    initiative_name: str
    land_code: str
    topics: tuple[str, ...]
    phase: str
    year: int | None
    url: str


@dataclass(frozen=True, slots=True)
class PracticeCaseView:
    """A practice case as a whole; texts are in the active language, or they say that they are German.

    Attributes
    ----------
    lessons_are_inference : bool
        Whether "what we would do differently", ``contrary`` and ``not_transferable`` are
        conclusions of ours and not words of those who did it; must be said wherever they stand.
    organisation_id : int or None
        The initiative that may be asked.
    """

    card: PracticeCaseCard
    challenge: str
    measures: str
    result: str
    lessons: str
    lessons_are_inference: bool
    contrary: str
    not_transferable: str
    organisation_id: int | None
    source_url: str
    content_language: str
    region: str = ""


def list_practice_cases(
    actor: Actor,
    *,
    text: str = "",
    topic: str = "",
    land: str = "",
    phase: str = "",
    limit: int = 20,
) -> list[PracticeCaseCard]:
    """Return public practice cases that pass the filters; with words the best hits first."""
    lands = {land: land} if land else {}
    wanted = practice_cases.Filters.read(
        {"q": text, "topic": topic, "land": land, "phase": phase}, lands
    )
    rows = practice_cases.narrow(
        practice_cases.list_published(), wanted, actor=actor, language="de"
    )
    return [_case_card(one) for one in rows[:limit]]


def find_practice_case(actor: Actor, slug: str) -> PracticeCaseView | None:
    """Return a public practice case; None if there is none that the actor may see."""
    rows = practice_cases.cases_visible_to(actor) & practice_cases.list_published()
    one = rows.filter(slug=slug).first()
    return _case_view(one) if one else None


def find_practice_cases(actor: Actor, slugs: Collection[str]) -> dict[str, PracticeCaseView]:
    """Return public practice cases by slug, those that the actor may see; one query."""
    rows = practice_cases.cases_visible_to(actor) & practice_cases.list_published()
    return {one.slug: _case_view(one) for one in rows.filter(slug__in=slugs)}


def _case_view(one: PracticeCase) -> PracticeCaseView:
    return PracticeCaseView(
        card=_case_card(one),
        challenge=one.shown("challenge"),
        measures=one.shown("measures"),
        result=one.shown("result"),
        lessons=one.shown("lessons"),
        lessons_are_inference=one.is_from_public_source,
        contrary=one.shown("contrary"),
        not_transferable=one.shown("not_transferable"),
        organisation_id=one.organisation_id,
        source_url=one.source_url,
        content_language=one.content_language,
        region=one.region_text,
    )


def _case_card(one: PracticeCase) -> PracticeCaseCard:
    return PracticeCaseCard(
        slug=one.slug,
        title=one.shown_title,
        summary=one.shown_summary,
        initiative_name=one.initiative_name,
        land_code=one.land_id or "",
        topics=tuple(one.topics),
        phase=one.phase,
        year=one.year,
        url=reverse("practice_case_detail", args=[one.slug]),
    )


#: Link beside "whom you can ask": from the organisation of a case and its slug to address and words.
_ask_link: list[Callable[[int, str], tuple[str, str] | None]] = []


def register_ask_link(make: Callable[[int, str], tuple[str, str] | None]) -> None:
    """Let a room above say how the initiative of a case is asked; called from ``AppConfig.ready``."""
    _ask_link[:] = [make]


def ask_link(organisation_id: int | None, slug: str) -> tuple[str, str] | None:
    """Return address and words of the link; None where nobody can be asked."""
    if organisation_id is None or not _ask_link:
        return None
    return _ask_link[0](organisation_id, slug)
