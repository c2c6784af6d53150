"""The front door of the directory.

Other rooms and the portal call these functions. They return frozen dataclasses and never models.
A room above adds its own part to the profile page with :func:`register_profile_section`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.urls import reverse

from drehscheibe.capabilities.directory.choices import (
    FacetKind,
    InitiativeStatus,
    InitiativeType,
    Standing,
)
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.queries import claims, kreise, profile
from drehscheibe.capabilities.directory.queries.active import (
    ActiveInitiative,
    find_active,
    list_active,
)
from drehscheibe.capabilities.directory.queries.addressable import Addressable, list_addressable
from drehscheibe.capabilities.directory.queries.filters import Filters, filters_from_query
from drehscheibe.capabilities.directory.queries.initiatives import (
    FilteredSet,
    InitiativeRow,
    list_rows,
)
from drehscheibe.capabilities.directory.queries.values import label_of
from drehscheibe.capabilities.directory.services import claims as claiming
from drehscheibe.capabilities.directory.services.example_data import load_example_data
from drehscheibe.capabilities.directory.services.reference_data import (
    ImportReport,
    load_reference_data,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.core.text.topics import Topic

__all__ = [
    "ActiveInitiative",
    "Addressable",
    "FacetKind",
    "Filters",
    "ImportReport",
    "InitiativeLink",
    "InitiativeRow",
    "InitiativeStatus",
    "InitiativeType",
    "ProfileItem",
    "ProfileSection",
    "ProposedEntry",
    "SectionContent",
    "SitemapEntry",
    "Standing",
    "Topic",
    "WaitingChange",
    "count_due_for_confirmation",
    "count_initiatives",
    "count_open_claims",
    "filters_from_query",
    "find_active",
    "find_by_organisations",
    "find_published",
    "list_active",
    "list_addressable",
    "list_initiatives",
    "list_kreise_with_initiative",
    "list_second_keys",
    "list_sitemap_entries",
    "load_example_data",
    "load_reference_data",
    "profile_sections",
    "propose_entry",
    "register_profile_section",
    "slugs_by_organisation",
]


@dataclass(frozen=True, slots=True)
class InitiativeLink:
    """As much of an initiative as another room needs to name it and to link to it."""

    slug: str
    name: str
    short_name: str
    land_code: str | None
    kreise: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    slug: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ProfileItem:
    """One line of a section: what it is, where it leads, how it stands.

    Attributes
    ----------
    badge, badge_kind : str
        State in a word, and the kind of ``ui.badge`` that shows it.
    note : str
        One short sentence; plain text.
    """

    title: str
    href: str
    badge: str = ""
    badge_kind: str = "neutral"
    note: str = ""
    when: date | None = None


@dataclass(frozen=True, slots=True)
class SectionContent:
    """What a section shows for one initiative.

    Attributes
    ----------
    items : tuple of ProfileItem
        At most as many as fit a profile; the rest is behind ``more_href``.
    empty : str
        Sentence for "nothing yet"; an empty text hides the section instead.
    action_href, action_label : str
        What everybody can do here; also a button at the top of the profile.
    """

    items: tuple[ProfileItem, ...] = ()
    empty: str = ""
    more_href: str = ""
    more_label: str = ""
    action_href: str = ""
    action_label: str = ""


@dataclass(frozen=True, slots=True)
class ProfileSection:
    """A part of the profile page that another room fills.

    Attributes
    ----------
    key : str
        Lasting name; becomes the id of the section in the page.
    title : str
        Lazy text.
    order : int
        Small numbers come first; the directory's own parts stand before all of them.
    content : callable
        From the organisation id of the initiative and the actor who looks to the content. At
        most two queries, because every profile page pays for them.
    """

    key: str
    title: Any
    order: int
    content: Callable[[int, Actor], SectionContent] = field(compare=False)


_sections: dict[str, ProfileSection] = {}


def register_profile_section(section: ProfileSection) -> None:
    """Announce a part of the profile page; called from ``AppConfig.ready`` of the other room."""
    _sections[section.key] = section


def profile_sections() -> list[ProfileSection]:
    """Return the registered sections in their order."""
    return sorted(_sections.values(), key=lambda section: (section.order, section.key))


def list_initiatives(
    filters: Filters, *, language: str = "de", limit: int = 100
) -> list[InitiativeRow]:
    """Return the published initiatives that pass the filters, in their order.

    Examples
    --------
    Everything that works in one Kreis::

        directory.list_initiatives(directory.filters_from_query("kreis=05515"))
    """
    return list_rows(FilteredSet(filters, language).slugs()[:limit])


def count_initiatives(
    filters: Filters, kinds: Iterable[FacetKind]
) -> dict[FacetKind, dict[str, int]]:
    """Return how many initiatives of the filtered set have each value; no examples; one query."""
    return FilteredSet(filters, "de").count_facets(kinds)


def find_by_organisations(organisation_ids: Collection[int]) -> dict[int, InitiativeLink]:
    """Return the published initiatives of these organisations by organisation id; two queries."""
    rows = Initiative.objects.published().filter(organisation_id__in=organisation_ids)
    return {row.organisation_id: _link(row) for row in rows.prefetch_related("kreise")}


def find_published(slug: str) -> tuple[InitiativeLink, int, bool] | None:
    """Return a published initiative with its organisation id and whether it is an example."""
    row = Initiative.objects.published().filter(slug=slug).first()
    return (_link(row), row.organisation_id, row.is_example) if row else None


@kept_for_epoch()
def slugs_by_organisation() -> Mapping[int, str]:
    """Return the slug of every published initiative by organisation id; remembered until a change."""
    rows = Initiative.objects.published().order_by().values_list("organisation_id", "slug")
    return MappingProxyType(dict(rows))


def _link(row: Initiative) -> InitiativeLink:
    return InitiativeLink(
        slug=row.slug,
        name=row.name,
        short_name=row.short_name,
        land_code=row.land_id,
        kreise=tuple(kreis.pk for kreis in row.kreise.all()),
        url=reverse("initiative_detail", args=[row.slug]),
    )


def list_kreise_with_initiative(*, leave_out_wide: bool = True) -> dict[str, int]:
    """Return the number of initiatives per Kreis key, Kreise without any and examples left out.

    With ``leave_out_wide``, as for white spots, dialogues of a whole Land and bodies with
    twelve or more Kreise do not count: they say nothing about one Kreis.
    """
    return kreise.count_by_kreis(leave_out_wide=leave_out_wide)


@dataclass(frozen=True, slots=True)
class ProposedEntry:
    """An entry that waits for the office, and the request under which it does."""

    slug: str
    organisation_id: int
    claim_url: str
    due_on: date


def propose_entry(
    actor: Actor, values: Mapping[str, Any], *, message: str, evidence: str, side: str = ""
) -> ProposedEntry:
    """Propose an initiative with the actor as its coordination; public as soon as the office agrees.

    Parameters
    ----------
    values : mapping
        Fields of the profile by name; at least ``name``, and keys of ``kreise``.
    """
    claim = claiming.propose_initiative(
        actor, values, message=message, evidence=evidence, side=side
    )
    return ProposedEntry(
        slug=claim.initiative.slug,
        organisation_id=claim.initiative.organisation_id,
        claim_url=reverse("claim_detail", args=[claim.uuid]),
        due_on=claim.due_on,
    )


def list_sitemap_entries() -> list[SitemapEntry]:
    """Return every public entry that is no example."""
    rows = Initiative.objects.published().filter(is_example=False)
    return [SitemapEntry(*values) for values in rows.values_list("slug", "changed_at")]


@dataclass(frozen=True, slots=True)
class WaitingChange:
    """A change of a profile that waits for a second person.

    Attributes
    ----------
    fields : tuple of str
        Labels of what would change, in the current language.
    url : str
        Where it is decided.
    """

    name: str
    fields: tuple[str, ...]
    url: str


def list_second_keys(actor: Actor) -> list[WaitingChange]:
    """Return the profile changes that this actor may confirm or refuse; one query."""
    return [
        WaitingChange(
            name=revision.initiative.name,
            fields=tuple(str(label_of(name)) for name in revision.changes),
            url=reverse("revision_detail", args=[revision.uuid]),
        )
        for revision in profile.list_second_keys(actor)
    ]


def count_open_claims() -> int:
    """Return how many requests wait for the office; for its start page."""
    return claims.count_open_claims()


def count_due_for_confirmation() -> int:
    """Return how many verified entries are due for their yearly confirmation."""
    return profile.count_due_for_confirmation()
