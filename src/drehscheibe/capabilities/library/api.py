"""The front door: what other rooms and the portal may ask of the library."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.choices.shelf import Audience, Helped, Phase
from drehscheibe.capabilities.library.models import EventFormat, PracticeCase
from drehscheibe.capabilities.library.queries import (
    checklists,
    copies,
    formats,
    packages,
    practice_cases,
    webinars,
)
from drehscheibe.capabilities.library.queries.format_finder import Plan, find
from drehscheibe.capabilities.library.services.checklists.copies import make_copy
from drehscheibe.capabilities.library.services.checklists.examples import load_example_copies
from drehscheibe.capabilities.library.services.checklists.reference_data import load_checklists
from drehscheibe.capabilities.library.services.formats.reference_data import load_formats
from drehscheibe.capabilities.library.services.packages.reference_data import load_packages
from drehscheibe.capabilities.library.services.practice_cases.proposals import (
    Consent,
    Proposal,
    propose_case,
    withdraw_consent,
)
from drehscheibe.capabilities.library.services.practice_cases.reference_data import load_cases
from drehscheibe.capabilities.library.services.reviews import (
    ReviewRow,
    ReviewSource,
    register_review_source,
)
from drehscheibe.capabilities.library.services.shelf import say_helped
from drehscheibe.capabilities.library.services.webinars.examples import load_example_webinars
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict

__all__ = [
    "Audience",
    "ChecklistCard",
    "Consent",
    "CopyCard",
    "FormatCard",
    "Helped",
    "PackageCard",
    "Phase",
    "Plan",
    "PracticeCaseCard",
    "PracticeCaseView",
    "Proposal",
    "ProposalState",
    "ReviewRow",
    "ReviewSource",
    "StartCard",
    "StartSection",
    "ask_link",
    "find_checklists",
    "find_copies",
    "find_formats",
    "find_formats_by_slug",
    "find_packages",
    "find_practice_case",
    "find_practice_cases",
    "find_proposal",
    "list_checklist_sitemap_entries",
    "list_checklists",
    "list_format_sitemap_entries",
    "list_formats",
    "list_package_sitemap_entries",
    "list_practice_case_sitemap_entries",
    "list_practice_cases",
    "list_webinar_series_sitemap_entries",
    "list_webinar_sitemap_entries",
    "load_checklists",
    "load_example_copies",
    "load_example_webinars",
    "load_formats",
    "load_packages",
    "load_practice_cases",
    "propose_practice_case",
    "register_ask_link",
    "register_review_source",
    "register_start_section",
    "say_helped",
    "start_checklist_copy",
    "start_sections",
    "withdraw_practice_case_consent",
]


@dataclass(frozen=True, slots=True)
class ChecklistCard:
    """A checklist as others show it; title and summary in the active language."""

    slug: str
    title: str
    summary: str
    phase: str


def list_checklists(actor: Actor, *, limit: int = 20) -> list[ChecklistCard]:
    """Return public checklists that the actor may see."""
    public = checklists.checklists_visible_to(actor).filter(current__isnull=False)
    found = checklists.in_order(public)[:limit]
    return [ChecklistCard(one.slug, one.shown_title, one.shown_summary, one.phase) for one in found]


@dataclass(frozen=True, slots=True)
class CopyCard:
    """How far a copy of a checklist is, for those who may see it."""

    uuid: UUID
    title: str
    done: int
    total: int
    percent: int
    url: str


def find_checklists(actor: Actor, slugs: Sequence[str]) -> list[ChecklistCard]:
    """Return public checklists by their slugs, in that order; one query."""
    public = checklists.checklists_visible_to(actor).filter(current__isnull=False)
    found = {one.slug: one for one in public.filter(slug__in=slugs)}
    known = (found[slug] for slug in slugs if slug in found)
    return [ChecklistCard(one.slug, one.shown_title, one.shown_summary, one.phase) for one in known]


def find_formats_by_slug(actor: Actor, slugs: Sequence[str]) -> list[FormatCard]:
    """Return public formats by their slugs, in that order; one query."""
    public = formats.formats_visible_to(actor).filter(is_public=True)
    return [_format_card(one) for one in formats.list_in_order(public, slugs)]


@dataclass(frozen=True, slots=True)
class PackageCard:
    """A partner package as others show it; title and summary in the active language."""

    slug: str
    title: str
    summary: str
    url: str


def find_packages(actor: Actor, slugs: Sequence[str]) -> list[PackageCard]:
    """Return public partner packages by their slugs, in that order; one query."""
    public = packages.packages_visible_to(actor).filter(is_public=True, slug__in=slugs)
    found = {one.slug: one for one in public}
    return [
        PackageCard(
            one.slug, one.shown_title, one.shown_summary, reverse("package_detail", args=[one.slug])
        )
        for one in (found[slug] for slug in slugs if slug in found)
    ]


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


def list_checklist_sitemap_entries() -> list[tuple[str, datetime]]:
    """Return (slug, changed at) of everything that everybody may read; one query."""
    public = checklists.checklists_visible_to(ANONYMOUS).order_by("pk")
    return list(public.values_list("slug", "changed_at"))


def list_format_sitemap_entries() -> list[tuple[str, datetime]]:
    """Return (slug, changed at) of every public format; one query."""
    return list(formats.formats_visible_to(ANONYMOUS).values_list("slug", "changed_at"))


def list_package_sitemap_entries() -> list[tuple[str, datetime]]:
    """Return (slug, changed at) of every public partner package; one query."""
    return list(packages.packages_visible_to(ANONYMOUS).values_list("slug", "changed_at"))


def list_practice_case_sitemap_entries() -> list[tuple[str, datetime]]:
    """Return (slug, changed at) of every public practice case; one query."""
    return list(practice_cases.list_published().values_list("slug", "changed_at"))


def list_webinar_sitemap_entries() -> list[tuple[str, datetime]]:
    """Return (slug, changed at) of every webinar that everybody may see; one query."""
    public = webinars.list_public().filter(series__is_example=False)
    return list(public.values_list("slug", "changed_at"))


def list_webinar_series_sitemap_entries() -> list[tuple[str, datetime]]:
    """Return (slug, changed at) of every series that everybody may see; one query."""
    public = webinars.series_visible_to(ANONYMOUS).filter(is_example=False)
    return list(public.values_list("slug", "changed_at"))


@dataclass(frozen=True, slots=True)
class FormatCard:
    """A way to meet as others show it; title and summary in the active language.

    Attributes
    ----------
    reasons : tuple of str
        Why it fits, in the active language; empty unless it was looked for by a plan.
    """

    slug: str
    title: str
    summary: str
    min_people: int
    max_people: int
    goals: tuple[str, ...]
    url: str
    reasons: tuple[str, ...] = ()


def list_formats(actor: Actor, *, limit: int = 50) -> list[FormatCard]:
    """Return the formats that the actor may see, in the order of the catalogue; one query."""
    return [_format_card(one) for one in formats.formats_visible_to(actor)[:limit]]


def find_formats(actor: Actor, plan: Plan, *, limit: int = 3) -> list[FormatCard]:
    """Return the formats that fit a plan, best first, with their reasons; empty if none fits."""
    finding = find(formats.formats_visible_to(actor).filter(is_public=True), plan)
    return [_format_card(one.format, one.reasons) for one in finding.fitting[:limit]]


def _format_card(one: EventFormat, reasons: tuple[str, ...] = ()) -> FormatCard:
    return FormatCard(
        slug=one.slug,
        title=one.shown_title,
        summary=one.shown_summary,
        min_people=one.min_people,
        max_people=one.max_people,
        goals=tuple(one.goals),
        url=reverse("format_detail", args=[one.slug]),
        reasons=reasons,
    )


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


def find_practice_cases(actor: Actor, slugs: Collection[str]) -> dict[str, PracticeCaseView]:
    """Return public practice cases by slug, those that the actor may see; one query."""
    rows = practice_cases.cases_visible_to(actor) & practice_cases.list_published()
    return {one.slug: _case_view(one) for one in rows.filter(slug__in=slugs)}


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


@dataclass(frozen=True, slots=True)
class ProposalState:
    """How far a case has got that was handed in.

    Attributes
    ----------
    state : str
        A value of ``CaseState``; ``label`` says it in the active language.
    reason : str
        Why it was sent back or withdrawn.
    url : str
        The public page; empty as long as there is none.
    """

    uuid: UUID
    state: str
    label: str
    reason: str
    url: str


def propose_practice_case(actor: Actor, proposal: Proposal) -> UUID:
    """Hand in an anonymised case for the four eyes of the office; returns its identifier.

    A case that was sent back or withdrawn is renewed by handing in the same origin again. Facts
    ``PracticeCaseReturned``, ``PracticeCasePublished``, ``PracticeCaseWithdrawn`` carry the origin.

    Raises
    ------
    NotAllowed
        Without a mandate.
    Conflict
        If a case of this origin waits already or is public.
    ValidationError
        If words are missing or too long, or a consent lies in the future.
    """
    return propose_case(actor, proposal).uuid


def find_proposal(actor: Actor, origin_kind: str, origin_key: str) -> ProposalState | None:
    """Return how far the case of an origin has got, for the office and whoever handed it in."""
    rows = practice_cases.proposals_visible_to(actor)
    one = (
        rows.filter(origin_kind=origin_kind, origin_key=origin_key).first() if origin_key else None
    )
    if one is None:
        return None
    return ProposalState(
        uuid=one.uuid,
        state=one.state,
        label=str(one.get_state_display()),
        reason=one.reason,
        url=reverse("practice_case_detail", args=[one.slug]) if one.is_public else "",
    )


def withdraw_practice_case_consent(actor: Actor, uuid: UUID, *, body: str) -> None:
    """Note that a body took its consent back; a public case disappears at once.

    Raises
    ------
    NotAllowed
        For everybody but the office and whoever handed it in.
    Conflict
        If this body gave no consent, or took it back already.
    """
    withdraw_consent(actor, uuid, body=body)


def load_practice_cases() -> int:
    """Create or renew the cases from public sources and return how many were written."""
    return load_cases()


@dataclass(frozen=True, slots=True)
class StartCard:
    """One item as the front page of the library shows it."""

    title: str
    text: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class StartSection:
    """One kind of item on the front page of the library; without cards it is not shown.

    Attributes
    ----------
    total : int
        How many there are of the kind behind ``href``; 0 if that is not known.
    """

    title: str
    lead: str
    href: str
    all_label: str
    cards: tuple[StartCard, ...]
    total: int = 0


_sections: dict[str, Callable[[Actor], StartSection]] = {}


def register_start_section(key: str, make: Callable[[Actor], StartSection]) -> None:
    """Add a section to the front page from above; called from ``AppConfig.ready``."""
    _sections[key] = make


def start_sections(actor: Actor) -> list[StartSection]:
    """Return the sections that were registered, in that order."""
    return [make(actor) for make in _sections.values()]
