"""What the pages of Länder and Kreise gather from the rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange import api as exchange
from drehscheibe.capabilities.founding import api as founding
from drehscheibe.core.places.boundaries import find_boundaries
from drehscheibe.core.places.figures import FigureLine, latest_of_kreise, sum_up
from drehscheibe.core.places.geo.shapes import Source
from drehscheibe.core.places.models import Indicator, Kreis, Land
from drehscheibe.core.places.names import KreisName, list_adjoining, list_kreise
from drehscheibe.core.text.stems import fold
from drehscheibe.ui.boundary_map import draw_boundary_map
from drehscheibe.ui.formats import number
from drehscheibe.ui.tile_map import Tile, draw_tile_map, load_tile_map

__all__ = [
    "KreisPage",
    "LandPage",
    "find_places",
    "list_laender",
    "make_kreis_page",
    "make_land_page",
]

MOST_LEVEL = 4
MOST_CARDS = 12


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A bordering Kreis and how many initiatives work there."""

    kreis: KreisName
    initiatives: int


@dataclass(frozen=True, slots=True)
class RegionMap:
    """A map of the region; ``sources`` say whose boundaries are drawn, none on the tile map."""

    svg: Markup
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class KreisPage:
    """Everything the page of a Kreis shows."""

    kreis: Kreis
    figures: tuple[FigureLine, ...]
    industry_share: float | None
    initiatives: tuple[directory.InitiativeRow, ...]
    initiatives_total: int  # examples are shown and not counted
    has_more: bool
    concerns: tuple[exchange.SignalCard, ...]
    neighbours: tuple[Neighbour, ...]
    map: RegionMap
    white_spot: founding.SpotCard | None
    plans: tuple[founding.PlanCard, ...]


@dataclass(frozen=True, slots=True)
class KreisLine:
    """A line of the table of a Land."""

    kreis: Kreis
    initiatives: int
    figures: dict[str, FigureLine]


@dataclass(frozen=True, slots=True)
class LandPage:
    """Everything the page of a Land shows."""

    land: Land
    figures: tuple[FigureLine, ...]
    initiatives: tuple[directory.InitiativeRow, ...]
    initiatives_total: int  # examples are shown and not counted
    has_more: bool
    concerns: tuple[exchange.SignalCard, ...]
    measures: tuple[exchange.MeasureCard, ...]
    kreise: tuple[KreisLine, ...]
    industry_share: float | None
    map: RegionMap


@dataclass(frozen=True, slots=True)
class LandLine:
    """A Land in the overview."""

    land: Land
    kreise: int
    initiatives: int


def list_laender() -> list[LandLine]:
    """Return all Länder by name with the number of their Kreise and initiatives; two queries."""
    of_land = directory.count_initiatives(
        directory.filters_from_query(""), [directory.FacetKind.LAND]
    )
    counts = of_land.get(directory.FacetKind.LAND, {})
    laender = Land.objects.annotate(n=Count("kreise", filter=Q(kreise__valid_until=None)))
    lines = [LandLine(land, land.n, counts.get(land.code, 0)) for land in laender]
    return sorted(lines, key=lambda line: fold(str(line.land)))


def find_places(text: str) -> tuple[list[Land], list[Kreis]]:
    """Return the Länder and Kreise whose name contains the words, in any spelling of umlauts."""
    wanted = _plain(text)
    if not wanted:
        return [], []
    laender = [
        land
        for land in Land.objects.all()
        if wanted in _plain(land.name) or wanted in _plain(land.name_en)
    ]
    kreise = [
        kreis
        for kreis in Kreis.objects.filter(valid_until=None).select_related("land")
        if wanted in _plain(kreis.label) or wanted in _plain(kreis.name) or wanted == kreis.ags5
    ]
    # Who types "Köln" means Köln, not what merely contains it.
    exact = [kreis for kreis in kreise if _plain(kreis.label) == wanted]
    return laender, exact or sorted(kreise, key=lambda kreis: fold(kreis.label))


def _plain(text: str) -> str:
    short = {"ä": "a", "ö": "o", "ü": "u", "ae": "a", "oe": "o", "ue": "u"}
    plain = " ".join(text.casefold().split())
    for spelling, letter in short.items():
        plain = plain.replace(spelling, letter)
    return fold(plain)


def make_kreis_page(kreis: Kreis) -> KreisPage:
    """Gather the page of a Kreis; five queries."""
    adjoining = list_adjoining([kreis.pk])
    neighbours = [each for each in list_kreise() if each.ags5 in adjoining]
    counts = directory.list_kreise_with_initiative(leave_out_wide=False)
    figures = latest_of_kreise([kreis.pk])[kreis.pk]
    rows = _initiatives(f"kreis={kreis.pk}")
    return KreisPage(
        kreis=kreis,
        figures=_in_order(figures),
        industry_share=_share(figures),
        initiatives=tuple(rows[:MOST_CARDS]),
        initiatives_total=_count_real(rows),
        has_more=len(rows) > MOST_CARDS,
        concerns=tuple(exchange.list_cards_for_kreis(kreis.pk, limit=MOST_CARDS)),
        neighbours=tuple(
            Neighbour(near, counts.get(near.ags5, 0))
            for near in sorted(neighbours, key=lambda k: fold(k.label))
        ),
        map=_draw([kreis, *neighbours], counts, kreis.label, selected={kreis.pk}),
        white_spot=founding.describe_spot(kreis.pk),
        plans=tuple(founding.list_plans_for_kreis(kreis.pk)),
    )


def make_land_page(land: Land) -> LandPage:
    """Gather the page of a Land; nine queries."""
    kreise = list(land.kreise.filter(valid_until=None))
    counts = directory.list_kreise_with_initiative(leave_out_wide=False)
    figures = latest_of_kreise([kreis.pk for kreis in kreise])
    rows = _initiatives(f"land={land.code}")
    lines = [KreisLine(kreis, counts.get(kreis.pk, 0), figures[kreis.pk]) for kreis in kreise]
    sums = sum_up(figures.values())
    return LandPage(
        land=land,
        figures=_in_order(sums),
        initiatives=tuple(rows[:MOST_CARDS]),
        initiatives_total=_count_real(rows),
        has_more=len(rows) > MOST_CARDS,
        concerns=tuple(exchange.list_cards_for_land(land.code, limit=MOST_CARDS)),
        measures=tuple(exchange.list_measure_cards_for_land(land.code, limit=MOST_CARDS)),
        kreise=tuple(sorted(lines, key=lambda line: fold(line.kreis.label))),
        industry_share=_share(sums),
        map=_draw(kreise, counts, str(land)),
    )


def _initiatives(query: str) -> list[directory.InitiativeRow]:
    language = (get_language() or "de")[:2]
    return directory.list_initiatives(
        directory.filters_from_query(query), language=language, limit=500
    )


def _count_real(rows: Iterable[directory.InitiativeRow]) -> int:
    return sum(not row.is_example for row in rows)


def _in_order(figures: dict[str, FigureLine]) -> tuple[FigureLine, ...]:
    return tuple(figures[indicator] for indicator in Indicator.values if indicator in figures)


def _share(figures: dict[str, FigureLine]) -> float | None:
    """Return the share of manufacturing in all employees (0–1), None if a part is unknown."""
    part, whole = (
        figures.get(name) for name in (Indicator.MANUFACTURING_EMPLOYEES, Indicator.EMPLOYEES_TOTAL)
    )
    if part is None or whole is None or part.value is None or not whole.value or part.hidden_kreise:
        return None
    return float(part.value / whole.value)


def _draw(
    kreise: Iterable[Kreis | KreisName],
    counts: dict[str, int],
    name: str,
    *,
    selected: set[str] | None = None,
) -> RegionMap:
    """Draw the part of the country that the page is about, with real boundaries where they are."""
    chosen = selected or set()
    tiles = {
        kreis.ags5: _tile(kreis, counts.get(kreis.ags5, 0), kreis.ags5 in chosen)
        for kreis in kreise
    }
    total = Counter(bool(counts.get(key)) for key in tiles)
    description = _("%(with)s of %(all)s Kreise shown have at least one initiative.") % {
        "with": number(total[True]),
        "all": number(len(tiles)),
    }
    title = _("%(name)s on the map") % {"name": name}
    boundaries = find_boundaries()
    if boundaries is not None and any(key in boundaries.kreise for key in tiles):
        svg = draw_boundary_map(
            tiles,
            boundaries,
            title=title,
            description=description,
            element_id="region-map",
            land_labels=False,
            focus=list(tiles),
        )
        return RegionMap(Markup(svg), boundaries.sources)  # noqa: S704 -- drawn by our own code, names escaped there
    on_map = {key: tile for key, tile in tiles.items() if key in load_tile_map().positions}
    svg = draw_tile_map(
        on_map,
        title=title,
        description=description,
        element_id="region-map",
        land_labels=False,
        focus=list(on_map),
    )
    return RegionMap(Markup(svg), ())  # noqa: S704 -- drawn by our own code, names escaped there


def _tile(kreis: Kreis | KreisName, count: int, is_chosen: bool) -> Tile:
    return Tile(
        name=kreis.label,
        value=_words(count),
        level=min(count, MOST_LEVEL),
        state="is-selected" if is_chosen else "",
        href="" if is_chosen else reverse("region_kreis", args=[kreis.ags5]),
    )


def _words(count: int) -> str:
    if not count:
        return _("no initiative known")
    return ngettext("%(count)d initiative", "%(count)d initiatives", count) % {"count": count}
