"""Reads of the public directory: the filtered set, its pages, its counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import starmap
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils import timezone

from drehscheibe.capabilities.directory.choices import (
    FacetKind,
    PublicationState,
    Sort,
    Standing,
)
from drehscheibe.capabilities.directory.models import Initiative, InitiativeQuerySet
from drehscheibe.capabilities.directory.models.initiative import standing_of
from drehscheibe.capabilities.directory.queries.filters import Filters
from drehscheibe.capabilities.directory.queries.holdings import read_holdings
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.search import api as search

#: Kind of our entries in the search index.
SEARCH_KIND = "initiative"

_ORDER: Mapping[Sort, tuple[str | OrderBy, ...]] = {
    Sort.NAME: ("sort_key", "pk"),
    Sort.CONFIRMED: (F("last_confirmed_at").desc(nulls_last=True), "sort_key", "pk"),
    Sort.FOUNDED: (F("founded_year").asc(nulls_last=True), "sort_key", "pk"),
    Sort.MEMBERS: (F("members_count").desc(nulls_last=True), "sort_key", "pk"),
}

_ROW_COLUMNS = (
    "slug",
    "name",
    "short_name",
    "summary",
    "region_text",
    "seat_city",
    "land_id",
    "status",
    "founded_year",
    "lead_organisation",
    "types",
    "topics",
    "benches",
    "last_confirmed_at",
    "edited_at",
    "next_confirmation_due",
    "is_example",
)


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """An initiative as a list shows it."""

    slug: str
    name: str
    short_name: str
    summary: str
    region_text: str
    seat_city: str
    land_code: str | None
    status: str
    founded_year: int | None
    lead_organisation: str
    types: tuple[str, ...]
    topics: tuple[str, ...]
    benches: tuple[str, ...]
    last_confirmed_at: datetime | None
    standing: Standing
    is_example: bool


@dataclass(frozen=True, slots=True)
class InitiativeName:
    """As much of an initiative as a long list of links shows."""

    slug: str
    name: str
    region_text: str


def initiatives_visible_to(actor: Actor) -> InitiativeQuerySet:
    """Return what the actor may see: what is published, what is theirs; the office sees all."""
    if actor.is_office:
        return Initiative.objects.all()
    visible = Q(state=PublicationState.PUBLISHED)
    if actor.organisation_id is not None:
        visible |= Q(organisation_id=actor.organisation_id)
    return Initiative.objects.filter(visible)


class FilteredSet:
    """The published initiatives that pass the filters, in their order.

    The words are looked up once, in the search index of the language.
    """

    def __init__(self, filters: Filters, language: str) -> None:
        self.filters = filters
        self._found = self._find(language) if filters.text else None
        rows = Initiative.objects.published()
        for kind, codes in filters.facets:
            rows = rows.with_facet(kind, codes)
        self._rows = rows if self._found is None else rows.filter(slug__in=self._found)

    def _find(self, language: str) -> list[str]:
        return search.find_keys(
            self.filters.text, actor=ANONYMOUS, language=language, kind=SEARCH_KIND
        )

    @cached_property
    def _chosen(self) -> frozenset[int]:
        """Primary keys of the set."""
        holdings = read_holdings()
        passed = holdings.matching(self.filters)
        if self._found is None:
            return passed
        found = set(self._found)
        return frozenset(pk for pk in passed if holdings.slugs[pk] in found)

    @property
    def _real(self) -> frozenset[int]:
        """Those of the set that are no examples."""
        return self._chosen - read_holdings().examples

    def __len__(self) -> int:
        return len(self._chosen)

    @property
    def initiatives(self) -> InitiativeQuerySet:
        """The set as a QuerySet, by name."""
        return self._rows.order_by(*_ORDER[Sort.NAME])

    def slugs(self) -> list[str] | QuerySet[Initiative, str]:
        """Return what can be counted and sliced into pages, in the order of the filters."""
        if self.filters.order == Sort.RELEVANCE:
            slugs = read_holdings().slugs
            passed = {slugs[pk] for pk in self._chosen}
            return [slug for slug in self._found or () if slug in passed]
        return self._rows.order_by(*_ORDER[self.filters.order]).values_list("slug", flat=True)

    def count_examples(self) -> int:
        """Return how many of the set are made up: they are shown, but no number names them."""
        return len(self._chosen) - len(self._real)

    def count_facets(self, kinds: Iterable[FacetKind]) -> dict[FacetKind, dict[str, int]]:
        """Return how many initiatives of the set, examples left out, have each value; no query."""
        return read_holdings().count(self._real, kinds)

    def count_with(self, kind: FacetKind) -> int:
        """Return how many of the set, examples left out, have any value of a facet; no query."""
        holders = read_holdings().holders[kind]
        return len(self._real & frozenset().union(*holders.values()))


def list_rows(slugs: Iterable[str]) -> list[InitiativeRow]:
    """Return the rows of these initiatives in the given order; one query.

    What :meth:`FilteredSet.slugs` returned may be a QuerySet, whole or sliced; then no second
    query has to look up the slugs.
    """
    if isinstance(slugs, QuerySet):
        return list_all_rows(slugs)
    wanted = list(slugs)
    today = timezone.localdate()
    found = Initiative.objects.filter(slug__in=wanted).values_list(*_ROW_COLUMNS)
    rows = {values[0]: _row(values, today) for values in found}
    return [rows[slug] for slug in wanted if slug in rows]


def list_all_rows(initiatives: QuerySet[Initiative, Any]) -> list[InitiativeRow]:
    """Return the rows of a QuerySet in its order; one query."""
    today = timezone.localdate()
    return [_row(values, today) for values in initiatives.values_list(*_ROW_COLUMNS)]


def list_names(initiatives: QuerySet[Initiative, Any]) -> list[InitiativeName]:
    """Return the names of a QuerySet in its order; one query, a fraction of whole rows."""
    return list(starmap(InitiativeName, initiatives.values_list("slug", "name", "region_text")))


def _row(values: tuple[Any, ...], today: date) -> InitiativeRow:
    column = dict(zip(_ROW_COLUMNS, values, strict=True))
    standing = standing_of(
        confirmed=column["last_confirmed_at"] is not None,
        edited=column.pop("edited_at") is not None,
        due=column.pop("next_confirmation_due"),
        today=today,
    )
    for name in ("types", "topics", "benches"):
        column[name] = tuple(column[name])
    return InitiativeRow(land_code=column.pop("land_id"), standing=standing, **column)
