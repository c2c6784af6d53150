"""The filtered set on the map, and the sentence below that says what the map shows.

The country is drawn as one hexagon per Kreis, or, where the operator has imported them and the
reader wants them, with its real boundaries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from drehscheibe.capabilities.directory.choices import FacetKind
from drehscheibe.capabilities.directory.queries.filters import Filters
from drehscheibe.capabilities.directory.views.search import Search
from drehscheibe.core.places.boundaries import find_boundaries
from drehscheibe.core.places.geo.shapes import Source
from drehscheibe.core.places.names import list_kreise
from drehscheibe.core.places.reference import GAZETTEER, LAENDER
from drehscheibe.ui.boundary_map import draw_boundary_map
from drehscheibe.ui.formats import enumeration, number
from drehscheibe.ui.tile_map import (
    FrameLabels,
    Tile,
    draw_tile_map,
    frame_tile_map,
    load_tile_map,
)

#: Number of initiatives from which a tile has the next stronger fill.
STEPS = (1, 2, 3, 5)


@dataclass(frozen=True, slots=True)
class KreisRow:
    """One line of the table that says the same as the map."""

    key: str
    name: str
    land_code: str
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A map and its equal in words.

    Attributes
    ----------
    svg : Markup
        The framed picture.
    sentence : str
        What the map shows.
    kreise : tuple of KreisRow
        Kreise with at least one initiative of the set, most first.
    laender : tuple of (name, number, query)
        Länder with at least one.
    without_kreis : int
        Initiatives of the set that the map cannot show.
    source : str
        Line to print near the map.
    is_real : bool
        Whether real boundaries are drawn instead of hexagons.
    switch : tuple of (label, query, whether it is the present one)
        The two maps to choose from; empty if there are only hexagons.
    boundary_sources : tuple of Source
        Whose boundaries are drawn.
    """

    svg: Markup
    sentence: str
    kreise: tuple[KreisRow, ...]
    laender: tuple[tuple[str, int, str], ...]
    legend: tuple[tuple[int, str], ...]
    without_kreis: int
    source: str
    is_real: bool
    switch: tuple[tuple[str, str, bool], ...]
    boundary_sources: tuple[Source, ...]


def draw_map(
    search: Search,
    *,
    page: str = "initiative_list",
    element_id: str = "map",
    kind: str = "",
) -> DrawnMap:
    """Draw the filtered set; one query. ``kind="borders"`` asks for real boundaries."""
    counts = search.found.count_facets([FacetKind.KREIS, FacetKind.LAND])
    per_kreis = counts.get(FacetKind.KREIS, {})
    names = {kreis.ags5: kreis.label for kreis in list_kreise()}
    addresses = _addresses(search.filters, reverse(page), per_kreis)
    shown = {key: n for key, n in per_kreis.items() if key in load_tile_map().positions}
    total = len(search.found) - search.found.count_examples()
    placed = search.found.count_with(FacetKind.KREIS)
    sentence = _sentence(total, shown, names)
    boundaries = find_boundaries()
    is_real = boundaries is not None and kind == "borders"
    tiles, title = _tiles(names, shown, addresses), _("Initiatives per Kreis")
    if boundaries is not None and is_real:
        svg = draw_boundary_map(
            tiles, boundaries, title=title, description=sentence, element_id=element_id
        )
    else:
        svg = draw_tile_map(tiles, title=title, description=sentence, element_id=element_id)
    return DrawnMap(
        svg=Markup(frame_tile_map(svg, _frame_labels())),  # noqa: S704 -- made by our own code, names escaped there
        sentence=sentence,
        kreise=tuple(_rows(names, shown, addresses, _land_of_keys())),
        laender=_laender(search, counts.get(FacetKind.LAND, {})),
        legend=_legend(),
        without_kreis=total - placed,
        source=_("Sources: %(registry)s; centres, neighbourhoods and layout: our own computation.")
        % {"registry": GAZETTEER["attribution"]},
        is_real=is_real,
        switch=_switch(search, is_real=is_real) if boundaries else (),
        boundary_sources=boundaries.sources if boundaries is not None and is_real else (),
    )


def _switch(search: Search, *, is_real: bool) -> tuple[tuple[str, str, bool], ...]:
    """Return the two maps of the same set."""
    query = search.query
    tail = f"&{query}" if query else ""
    return (
        (_("Tile map"), f"?map=tiles{tail}", not is_real),
        (_("Real boundaries"), f"?map=borders{tail}", is_real),
    )


def draw_region(keys: Iterable[str], name: str) -> Markup:
    """Draw a small map that marks some Kreise; no links, no frame."""
    marked = {key: Tile(name="", level=4) for key in keys if key in load_tile_map().positions}
    picture = draw_tile_map(
        marked,
        title=_("Region of %(name)s") % {"name": name},
        description=_("The marked Kreise are named in the text beside the map."),
        element_id="region-map",
        land_labels=False,
    )
    return Markup(picture)  # noqa: S704 -- made by our own code, names escaped there


def _addresses(filters: Filters, base: str, keys: Iterable[str]) -> dict[str, str]:
    """Return, per Kreis, the address of the page narrowed to it."""
    # Written once and filled in, because a query string is dear and a country has 400 Kreise.
    pattern = f"{base}?{filters.with_codes(FacetKind.KREIS, ('KREIS',)).to_query()}"
    before, after = pattern.split("kreis=KREIS")
    return {key: f"{before}kreis={key}{after}" for key in keys}


def _tiles(
    names: Mapping[str, str], counts: Mapping[str, int], addresses: Mapping[str, str]
) -> dict[str, Tile]:
    words = {count: _number_of(count) for count in set(counts.values())}
    return {
        key: Tile(
            name=name,
            value=words[counts[key]] if key in counts else "",
            level=_level(counts.get(key, 0)),
            href=addresses.get(key, ""),
        )
        for key, name in names.items()
        if key in load_tile_map().positions
    }


def _level(count: int) -> int:
    return sum(count >= step for step in STEPS)


def _number_of(count: int) -> str:
    return ngettext("%(number)s initiative", "%(number)s initiatives", count) % {
        "number": number(count)
    }


def _sentence(total: int, counts: Mapping[str, int], names: Mapping[str, str]) -> str:
    if not counts:
        return _("The map shows no initiative: none of the set works in a known Kreis.")
    most = max(counts.values())
    fullest = sorted(names.get(key, key) for key, count in counts.items() if count == most)[:3]
    words = {
        "total": _number_of(total),
        "kreise": number(len(counts)),
        "all": number(len(names)),
        "most": number(most),
        "where": enumeration(fullest),
    }
    if most == 1:
        return (
            _(
                "The map shows %(total)s. In %(kreise)s of %(all)s Kreise at least one of them works."
            )
            % words
        )
    return (
        _(
            "The map shows %(total)s. In %(kreise)s of %(all)s Kreise at least one of them works. There"
            " are most, %(most)s each, in %(where)s."
        )
        % words
    )


def _rows(
    names: Mapping[str, str],
    counts: Mapping[str, int],
    addresses: Mapping[str, str],
    laender: Mapping[str, str],
) -> list[KreisRow]:
    rows = (
        KreisRow(key, names.get(key, key), laender.get(key[:2], ""), count, addresses[key])
        for key, count in counts.items()
    )
    return sorted(rows, key=lambda row: (-row.number, row.name))


def _land_of_keys() -> dict[str, str]:
    """Return the abbreviation of the Land by the first two digits of a key."""
    return {key: code for code, key, _name, _name_en in LAENDER}


def _laender(search: Search, counts: Mapping[str, int]) -> tuple[tuple[str, int, str], ...]:
    named = ((search.places.laender.get(code, code), code, n) for code, n in counts.items())
    return tuple(
        (name, count, search.filters.with_codes(FacetKind.LAND, (code,)).to_query())
        for name, code, count in sorted(named)
    )


def _legend() -> tuple[tuple[int, str], ...]:
    """Return the levels of the map with their words."""
    uppers = (*(step - 1 for step in STEPS[1:]), None)
    words = [_("none")]
    for lower, upper in zip(STEPS, uppers, strict=True):
        if upper is None:
            words.append(_("%(number)s and more") % {"number": lower})
        else:
            words.append(str(lower) if lower == upper else f"{lower}–{upper}")
    return tuple(enumerate(words))


def _frame_labels() -> FrameLabels:
    return FrameLabels(
        toolbar=_("Zoom of the map"),
        zoom_in=_("Zoom in"),
        zoom_out=_("Zoom out"),
        reset=_("Show all of Germany"),
        keys=_("Keys: arrows go from Kreis to Kreis, Enter opens it, + and − zoom, 0 shows all."),
    )
