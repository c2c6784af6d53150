"""What list, map and embedded pages share: the filters of the URL and how they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from drehscheibe.capabilities.directory.choices import (
    Exchange,
    FacetKind,
    InitiativeStatus,
    InitiativeType,
    Sort,
)
from drehscheibe.capabilities.directory.queries.filters import (
    UNKNOWN,
    Filters,
    read_filters,
)
from drehscheibe.capabilities.directory.queries.initiatives import FilteredSet
from drehscheibe.capabilities.directory.queries.places import Places, name_places, resolve_places
from drehscheibe.core.organisations.choices import Bench
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import labels

#: Facets by which a reader narrows further, with how many values are offered at most.
NARROWING = {FacetKind.LAND: 16, FacetKind.KREIS: 60, FacetKind.TYPE: 8, FacetKind.TOPIC: 8}


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    label: str
    is_selected: bool


@dataclass(frozen=True, slots=True)
class Select:
    """One drop-down of the filter form; further codes of the URL are kept in ``others``."""

    name: str
    label: str
    options: Markup
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Values that would narrow the set further, each with its number."""

    label: str
    choices: tuple[tuple[str, str, int], ...]  # label, query string, number


class Search:
    """The filters of a request, checked, with everything that a page needs to show them."""

    def __init__(self, request: HttpRequest) -> None:
        read, self.places = resolve_places(read_filters(request.GET))
        self.filters: Filters = read.filters
        self.ignored = read.ignored
        self.language = (get_language() or "de")[:2]
        self.found = FilteredSet(self.filters, self.language)
        #: Whether the reader chose real boundaries; kept while they filter and read the list.
        self.wants_borders = request.GET.get("map") == "borders"

    @property
    def query(self) -> str:
        """The canonical query string of the filters."""
        return self.filters.to_query()

    @property
    def whole_query(self) -> str:
        """The filters and the chosen kind of map, for links between list and map."""
        return self._with_map(self.query)

    @property
    def tail(self) -> str:
        """The whole query with its question mark; empty if there is none."""
        return f"?{self.whole_query}" if self.whole_query else ""

    def _with_map(self, query: str) -> str:
        return "&".join(filter(None, (query, "map=borders" if self.wants_borders else "")))

    @cached_property
    def labels(self) -> dict[FacetKind, Mapping[str, str]]:
        """Labels of every value that can be chosen or shown."""
        return labels_of(self.places)

    @cached_property
    def counts(self) -> dict[FacetKind, dict[str, int]]:
        """How many initiatives of the set have each value."""
        kinds = [FacetKind.LAND, FacetKind.TYPE, FacetKind.TOPIC]
        if self.filters.codes(FacetKind.LAND):
            kinds.append(FacetKind.KREIS)
        return self.found.count_facets(kinds)

    def chips(self) -> list[dict[str, str]]:
        """Return the active filters, each with the address of the page without it."""
        return [
            {"label": label, "remove_url": f"?{self._with_map(without.to_query())}"}
            for label, without in _in_words(self.filters, self.labels)
        ]

    def selects(self, kinds: Iterable[FacetKind]) -> list[Select]:
        """Return drop-downs for some facets."""
        return [self._select(kind) for kind in kinds]

    def _select(self, kind: FacetKind) -> Select:
        chosen = self.filters.codes(kind)
        options = write_options(tuple(self.labels[kind].items()), chosen[0] if chosen else "")
        return Select(kind.value, labels(FacetKind)[kind], options, chosen[1:])

    def narrowings(self) -> list[Narrowing]:
        """Return what would narrow the set further; nothing that is chosen already."""
        return [
            Narrowing(labels(FacetKind)[kind], choices)
            for kind, limit in NARROWING.items()
            if not self.filters.codes(kind) and (choices := self._choices(kind, limit))
        ]

    def _choices(self, kind: FacetKind, limit: int) -> tuple[tuple[str, str, int], ...]:
        counted = self.counts.get(kind, {})
        names = self.labels[kind]
        known = [(names[code], code, number) for code, number in counted.items() if code in names]
        if len(known) < 2:
            return ()
        most = sorted(known, key=lambda choice: (-choice[2], choice[0]))[:limit]
        shown = sorted(most) if kind in (FacetKind.LAND, FacetKind.KREIS) else most
        # The facet is not filtered yet and codes need no quoting: the link only grows by one value.
        so_far = f"{self.query}&" if self.query else ""
        return tuple(
            (label, self._with_map(f"{so_far}{kind.value}={code}"), number)
            for label, code, number in shown
        )

    def sorts(self) -> list[Option]:
        """Return the orders that make sense here."""
        order = self.filters.order
        return [
            Option(sort.value, str(sort.label), sort == order)
            for sort in Sort
            if self.filters.text or sort != Sort.RELEVANCE
        ]


@lru_cache(maxsize=256)
def write_options(labels: tuple[tuple[str, str], ...], selected: str) -> Markup:
    """Return the options of a drop-down; the same few are written again and again."""
    option = Markup('<option value="{}"{}>{}</option>')
    mark = Markup(" selected")
    return Markup("").join(
        option.format(code, mark if code == selected else "", label) for code, label in labels
    )


def labels_of(places: Places) -> dict[FacetKind, Mapping[str, str]]:
    """Return the labels of all facets in the current language."""
    exchange = labels(Exchange)
    return {
        FacetKind.LAND: places.laender,
        FacetKind.KREIS: places.kreise,
        FacetKind.TYPE: labels(InitiativeType),
        FacetKind.TOPIC: labels(Topic),
        FacetKind.BENCH: labels(Bench),
        FacetKind.STATUS: {**labels(InitiativeStatus), UNKNOWN: _("not known")},
        FacetKind.OFFERS: exchange,
        FacetKind.SEEKS: exchange,
    }


def describe_filters(many: Sequence[Filters]) -> list[str]:
    """Return stored filters in words, "Hessen · Wasserstoff"; two queries; empty: no filters."""
    labels = labels_of(name_places(many))
    return [" · ".join(label for label, _rest in _in_words(each, labels)) for each in many]


def _in_words(
    filters: Filters, labels: Mapping[FacetKind, Mapping[str, str]]
) -> Iterator[tuple[str, Filters]]:
    """Yield each filter in words, with the filters that remain without it."""
    if filters.text:
        yield f"„{filters.text}“", replace(filters, text="")
    for kind, codes in filters.facets:
        for code in codes:
            yield f"{kind.label}: {labels[kind].get(code, code)}", filters.without(kind, code)
