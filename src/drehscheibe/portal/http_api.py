"""Read API of Länder, Kreise and their figures; mounted under ``/api/v1`` by the hub."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange import api as exchange
from drehscheibe.core.api_pages import PageQuery, make_page
from drehscheibe.core.places.figures import FigureLine, latest_of_kreise, sum_up
from drehscheibe.core.places.models import Figure, Indicator, Kreis, Land
from drehscheibe.core.text.stems import fold
from drehscheibe.portal import regions

__all__ = ["router"]

router = Router(tags=["regions"])

MOST_LINKED = 500
UNITS = {Indicator.AREA_KM2: "km²", Indicator.POPULATION: "persons"}


class Problem(Schema):
    detail: str


class RegionQuery(PageQuery):
    land: str = Field("", max_length=20, description="code of a Land, for example NW")
    q: str = Field("", max_length=80, description="part of the name, or the whole key")


class FigureQuery(PageQuery):
    land: str = Field("", max_length=20, description="code of a Land, for example NW")
    kreis: str = Field("", max_length=20, description="key of a Kreis, for example 05512")
    indicator: str = Field("", max_length=60, description=", ".join(Indicator.values))


class Centre(Schema):
    """The middle of a Kreis in degrees (WGS 84), rounded to two decimals."""

    lon: float
    lat: float


class RegionRef(Schema):
    key: str = Field(description="official five-digit key (AGS)")
    name: str = Field(description='as people say it: "Kreis Borken", "Kiel"')


class RegionOut(RegionRef):
    """A Kreis or a town that is one."""

    official_name: str
    kind: str = Field(description="official designation, in German")
    land: str
    nuts3: str
    centre: Centre
    url: str = Field(description="page for people")


class FigureOut(Schema):
    """The newest value of an indicator."""

    indicator: str
    label: str
    unit: str
    value: float | None = Field(description="null: kept secret at the source, or not published")
    reference_date: date
    missing_kreise: int = Field(description="for a sum: how many Kreise are not in it")
    source: str = Field(description="to be printed wherever the value is shown")
    changes: str = Field(description="what was done to the published value, in German")
    licence: str
    licence_url: str


class InitiativeRef(Schema):
    slug: str
    name: str
    url: str
    is_example: bool


class SignalRef(Schema):
    public_id: str
    title: str
    state: str
    url: str
    is_example: bool


class RegionDetail(RegionOut):
    neighbours: list[RegionRef]
    figures: list[FigureOut]
    initiatives: list[InitiativeRef]
    signals: list[SignalRef]


class LandOut(Schema):
    code: str
    key: str = Field(description="first two digits of the keys of its Kreise")
    name: str
    name_en: str
    kreise_count: int
    initiatives_count: int = Field(description="examples are not counted")
    url: str


class LandDetail(LandOut):
    kreise: list[RegionRef]
    figures: list[FigureOut] = Field(description="sums over the Kreise")
    initiatives: list[InitiativeRef]
    signals: list[SignalRef]


class FigureRow(Schema):
    """One value of one Kreis at one date."""

    kreis: str
    indicator: str
    unit: str
    value: float | None
    reference_date: date
    source: str
    licence: str
    licence_url: str


class RegionPage(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[RegionOut]


class LandPage(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[LandOut]


class FigurePage(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[FigureRow]


@router.get("/regions", response=RegionPage, summary="List Kreise")
def list_regions(request: HttpRequest, query: Query[RegionQuery]) -> dict[str, Any]:
    """Return the Kreise of today by name."""
    if query.q.strip():
        kreise = regions.find_places(query.q)[1]
    else:
        kreise = list(Kreis.objects.filter(valid_until=None))
    wanted = query.land.upper()
    chosen = [kreis for kreis in kreise if not wanted or kreis.land_id == wanted]
    chosen.sort(key=lambda kreis: (fold(kreis.label), kreis.pk))
    return make_page(request, query, chosen, lambda rows: [_region(kreis) for kreis in rows])


@router.get("/regions/{ags5}", response={200: RegionDetail, 404: Problem}, summary="Read one Kreis")
def get_region(request: HttpRequest, ags5: str) -> dict[str, Any]:  # noqa: ARG001 -- passed by ninja
    """Return a Kreis with its neighbours, figures, initiatives and public concerns."""
    kreis = Kreis.objects.filter(pk=ags5[:10], valid_until=None).first()
    if kreis is None:
        raise HttpError(404, "No Kreis has this key. Keys have five digits, for example 05512.")
    neighbours = sorted(kreis.neighbours.filter(valid_until=None), key=lambda near: near.pk)
    figures = latest_of_kreise([kreis.pk])[kreis.pk]
    return {
        **_region(kreis),
        "neighbours": [_ref(near) for near in neighbours],
        "figures": _figures(figures),
        "initiatives": _initiatives(f"kreis={kreis.pk}"),
        "signals": _signals(exchange.list_cards_for_kreis(kreis.pk, limit=MOST_LINKED)),
    }


@router.get("/laender", response=LandPage, summary="List the Länder")
def list_laender(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """Return the sixteen Länder by name."""
    lines = regions.list_laender()
    return make_page(
        request,
        query,
        lines,
        lambda rows: [_land(line.land, line.kreise, line.initiatives) for line in rows],
    )


@router.get("/laender/{code}", response={200: LandDetail, 404: Problem}, summary="Read one Land")
def get_land(request: HttpRequest, code: str) -> dict[str, Any]:  # noqa: ARG001 -- passed by ninja
    """Return a Land with its Kreise, summed figures, initiatives and public concerns."""
    land = Land.objects.filter(code=code[:10].upper()).first()
    if land is None:
        raise HttpError(404, "No Land has this code. Codes have two letters, for example NW.")
    kreise = sorted(land.kreise.filter(valid_until=None), key=lambda kreis: kreis.pk)
    figures = sum_up(latest_of_kreise([kreis.pk for kreis in kreise]).values())
    initiatives = _initiatives(f"land={land.code}")
    return {
        **_land(land, len(kreise), sum(not row["is_example"] for row in initiatives)),
        "kreise": [_ref(kreis) for kreis in kreise],
        "figures": _figures(figures),
        "initiatives": initiatives,
        "signals": _signals(exchange.list_cards_for_land(land.code, limit=MOST_LINKED)),
    }


@router.get("/figures", response=FigurePage, summary="List figures of Kreise")
def list_figures(request: HttpRequest, query: Query[FigureQuery]) -> dict[str, Any]:
    """Return every figure with its date and source, older ones included."""
    wanted = Q(kreis__valid_until=None)
    if query.land:
        wanted &= Q(kreis__land_id=query.land.upper())
    if query.kreis:
        wanted &= Q(kreis_id=query.kreis)
    if query.indicator:
        wanted &= Q(indicator=query.indicator)
    figures = Figure.objects.filter(wanted).select_related("source")
    in_order = figures.order_by("kreis_id", "indicator", "-reference_date")
    return make_page(request, query, in_order, _figure_rows)


def _ref(kreis: Kreis) -> dict[str, Any]:
    return {"key": kreis.pk, "name": kreis.label}


def _region(kreis: Kreis) -> dict[str, Any]:
    return {
        **_ref(kreis),
        "official_name": kreis.name,
        "kind": kreis.kind,
        "land": kreis.land_id,
        "nuts3": kreis.nuts3,
        "centre": {"lon": kreis.longitude, "lat": kreis.latitude},
        "url": _address("region_kreis", kreis.pk),
    }


def _land(land: Land, kreise: int, initiatives: int) -> dict[str, Any]:
    return {
        "code": land.code,
        "key": land.key,
        "name": land.name,
        "name_en": land.name_en,
        "kreise_count": kreise,
        "initiatives_count": initiatives,
        "url": _address("region_land", land.code),
    }


def _figures(lines: dict[str, FigureLine]) -> list[dict[str, Any]]:
    return [_figure(lines[name]) for name in Indicator.values if name in lines]


def _figure(line: FigureLine) -> dict[str, Any]:
    return {
        "indicator": line.indicator,
        "label": _label(line.indicator),
        "unit": _unit(line.indicator),
        "value": _plain(line.value),
        "reference_date": line.reference_date,
        "missing_kreise": line.hidden_kreise,
        "source": line.attribution,
        "changes": line.changes,
        "licence": line.licence,
        "licence_url": line.licence_url,
    }


def _figure_rows(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    return [_figure_row(figure) for figure in figures]


def _figure_row(figure: Figure) -> dict[str, Any]:
    return {
        "kreis": figure.kreis_id,
        "indicator": figure.indicator,
        "unit": _unit(figure.indicator),
        "value": _plain(figure.value),
        "reference_date": figure.reference_date,
        "source": figure.source.attribution,
        "licence": figure.source.licence,
        "licence_url": figure.source.licence_url,
    }


def _unit(indicator: str) -> str:
    return UNITS.get(Indicator(indicator), "employees")


def _label(indicator: str) -> str:
    with translation.override("en"):
        return str(Indicator(indicator).label)


def _address(name: str, key: str) -> str:
    return settings.BASE_URL + reverse(name, args=[key])


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _initiatives(query: str) -> list[dict[str, Any]]:
    found = directory.list_initiatives(directory.filters_from_query(query), limit=MOST_LINKED)
    return [
        {
            "slug": row.slug,
            "name": row.name,
            "url": _address("initiative_detail", row.slug),
            "is_example": row.is_example,
        }
        for row in found
    ]


def _signals(cards: Iterable[exchange.SignalCard]) -> list[dict[str, Any]]:
    return [
        {
            "public_id": card.public_id,
            "title": card.title,
            "state": card.state,
            "url": settings.BASE_URL + card.url,
            "is_example": card.is_example,
        }
        for card in cards
    ]
