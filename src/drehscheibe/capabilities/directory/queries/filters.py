"""The filters of list, map, exports, feeds and API: one frozen value, made from the URL."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from drehscheibe.capabilities.directory.choices import (
    Exchange,
    FacetKind,
    InitiativeStatus,
    InitiativeType,
    Sort,
)
from drehscheibe.core.organisations.choices import Bench
from drehscheibe.core.text.one_line import one_line
from drehscheibe.core.text.topics import Topic

MAX_TEXT = 200
MAX_VALUES = 20
MAX_NOTED = 5

#: Stands for "nobody knows" in the URL.
UNKNOWN = "unknown"

_is_land = re.compile(r"[A-Z]{2}", re.ASCII).fullmatch
_is_kreis = re.compile(r"\d{5}", re.ASCII).fullmatch

_KNOWN: Mapping[FacetKind, Callable[[str], object]] = {
    FacetKind.LAND: _is_land,
    FacetKind.KREIS: _is_kreis,
    FacetKind.TYPE: InitiativeType.values.__contains__,
    FacetKind.TOPIC: Topic.values.__contains__,
    FacetKind.BENCH: Bench.values.__contains__,
    FacetKind.STATUS: (*InitiativeStatus.values, UNKNOWN).__contains__,
    FacetKind.OFFERS: Exchange.values.__contains__,
    FacetKind.SEEKS: Exchange.values.__contains__,
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked for.

    Values of one facet widen each other (or), facets narrow each other (and).

    Attributes
    ----------
    text : str
        Words to search; at most 200 characters.
    facets : tuple of (FacetKind, tuple of codes)
        Only facets with at least one code, in the order of ``FacetKind``.
    sort : str
        A value of ``Sort``; empty: best match when there are words, else by name.
    """

    text: str = ""
    facets: tuple[tuple[FacetKind, tuple[str, ...]], ...] = ()
    sort: str = ""

    def codes(self, kind: FacetKind) -> tuple[str, ...]:
        """Return the chosen codes of a facet."""
        return dict(self.facets).get(kind, ())

    @property
    def order(self) -> Sort:
        """The order that applies."""
        if self.sort and (self.text or self.sort != Sort.RELEVANCE):
            return Sort(self.sort)
        return Sort.RELEVANCE if self.text else Sort.NAME

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the directory."""
        return not self.text and not self.facets

    def with_codes(self, kind: FacetKind, codes: tuple[str, ...]) -> Filters:
        """Return the same filters with other codes for one facet."""
        chosen = {**dict(self.facets), kind: codes}
        ordered = tuple((each, chosen[each]) for each in FacetKind if chosen.get(each))
        return replace(self, facets=ordered)

    def without(self, kind: FacetKind, code: str) -> Filters:
        """Return the filters with one code less."""
        return self.with_codes(kind, tuple(c for c in self.codes(kind) if c != code))

    def to_query(self, *, with_sort: bool = True) -> str:
        """Return the canonical query string, without a question mark."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(kind.value, code) for kind, codes in self.facets for code in codes]
        if self.sort and with_sort:
            pairs.append(("sort", self.sort))
        return urlencode(pairs)


@dataclass(frozen=True, slots=True)
class ReadFilters:
    """Filters together with what could not be understood, for a visible note."""

    filters: Filters
    ignored: tuple[str, ...] = field(default=())


def read_filters(parameters: QueryDict) -> ReadFilters:
    """Return the filters in a query string; unknown values are left out and named."""
    ignored: list[str] = []
    facets = []
    for kind, is_known in _KNOWN.items():
        given = dict.fromkeys(value for value in parameters.getlist(kind.value) if value)
        codes = tuple(value for value in given if is_known(value))[:MAX_VALUES]
        ignored += [f"{kind.value}={value}" for value in given if value not in codes]
        if codes:
            facets.append((kind, codes))
    sort = parameters.get("sort", "")
    if sort and sort not in Sort.values:
        ignored.append(f"sort={sort}")
        sort = ""
    text = one_line(parameters.get("q", ""), MAX_TEXT)
    noted = tuple(value[:60] for value in ignored[:MAX_NOTED])
    return ReadFilters(Filters(text, tuple(facets), sort), noted)


def filters_from_query(query: str) -> Filters:
    """Return the filters of a stored query string."""
    return read_filters(QueryDict(query)).filters
