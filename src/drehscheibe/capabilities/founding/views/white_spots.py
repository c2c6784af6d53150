"""White spots: the country as a list and a map, and the page of one Kreis."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe
from markupsafe import Markup

from drehscheibe.capabilities.founding import exports
from drehscheibe.capabilities.founding.queries.mentors import find_mentors
from drehscheibe.capabilities.founding.queries.white_spots import (
    Coverage,
    KreisKind,
    Order,
    Size,
    Spot,
    SpotFilters,
    find_spot,
    narrow,
    read_filters,
    survey_country,
)
from drehscheibe.core.places.names import names_of_laender
from drehscheibe.core.text.spoken import quote
from drehscheibe.ui.formats import number
from drehscheibe.ui.tile_map import (
    FrameLabels,
    Tile,
    draw_tile_map,
    frame_tile_map,
    load_tile_map,
)

__all__ = ["white_spot", "white_spot_export", "white_spot_list"]

PER_PAGE = 40
#: Score from which the map marks a Kreis with one ring, and with two.
RINGS = (45.0, 65.0)


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down of the filter form."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]


@require_safe
def white_spot_list(request: HttpRequest) -> HttpResponse:
    """Show the Kreise that pass the filters, as a ranked list and on the map."""
    filters = read_filters(request.GET.dict(), names_of_laender())
    spots = narrow(filters)
    page = Paginator(spots, PER_PAGE).get_page(request.GET.get("page"))
    survey = survey_country()
    context = {
        "filters": filters,
        "choices": _choices(filters),
        "active": _chips(filters),
        "page_obj": page,
        "total": len(spots),
        "unknown": sum(spot.is_unknown for spot in spots),
        "sentence": _sentence(spots),
        "map_svg": _draw(spots),
        "orders": [(o.value, o.label, o.value == filters.order) for o in Order],
        "query": filters.to_query(),
        "survey": survey,
        "source": exports.write_source(),
        "laender": names_of_laender(),
        "secret": [spot for spot in survey.spots.values() if spot.is_unknown],
    }
    return render(request, "founding/white_spot_list.html", context)


@require_safe
def white_spot(request: HttpRequest, ags5: str) -> HttpResponse:
    """Show why one Kreis stands where it stands, and who near by could help."""
    spot = find_spot(ags5)
    if spot is None:
        raise Http404
    spots = survey_country().spots
    context = {
        "spot": spot,
        "land": names_of_laender()[spot.land_code],
        "total": len(spots),
        "near": [spots[key] for key in spot.neighbours if key in spots],
        "mentors": find_mentors([ags5]),
        "survey": survey_country(),
        "source": exports.write_source(),
        "map_svg": _draw_around(spot),
    }
    return render(request, "founding/white_spot.html", context)


@require_safe
def white_spot_export(request: HttpRequest, ending: str) -> HttpResponse | StreamingHttpResponse:
    """Send the filtered list as a table or as data."""
    spots = narrow(read_filters(request.GET.dict(), names_of_laender()))
    if ending == "csv":
        response = StreamingHttpResponse(
            exports.to_csv(spots), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = 'attachment; filename="white-spots.csv"'
        return response
    content = {
        "method": exports.describe_method(),
        "results": [exports.to_record(spot) for spot in spots],
    }
    return HttpResponse(
        json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json"
    )


def _choices(filters: SpotFilters) -> list[Choice]:
    laender = [("", pgettext("white spots", "all Länder")), *names_of_laender().items()]
    kinds = [("", pgettext("white spots", "all")), *KreisKind.choices]
    sizes = [("", pgettext("white spots", "all")), *Size.choices]
    wanted = (
        ("coverage", pgettext("white spots", "Which Kreise"), Coverage.choices, filters.coverage),
        ("land", pgettext("white spots", "Land"), laender, filters.land),
        ("kind", pgettext("white spots", "Kind of Kreis"), kinds, filters.kind),
        ("size", pgettext("white spots", "Employees in manufacturing"), sizes, filters.size),
    )
    return [
        Choice(name, label, tuple((code, str(text), code == chosen) for code, text in options))
        for name, label, options, chosen in wanted
    ]


def _chips(filters: SpotFilters) -> list[dict[str, str]]:
    page = reverse("white_spot_list")
    found: list[tuple[str, str]] = []
    if filters.text:
        found.append((quote(filters.text), filters.to_query(text="")))
    if filters.coverage != Coverage.NONE:
        label = str(Coverage(filters.coverage).label)
        found.append((label, filters.to_query(coverage=Coverage.NONE)))
    if filters.land:
        found.append((names_of_laender()[filters.land], filters.to_query(land="")))
    if filters.kind:
        found.append((str(KreisKind(filters.kind).label), filters.to_query(kind="")))
    if filters.size:
        found.append((str(Size(filters.size).label), filters.to_query(size="")))
    if filters.only_unknown:
        label = pgettext("white spots", "only with a secret figure")
        found.append((label, filters.to_query(only_unknown=False)))
    return [{"label": label, "remove_url": f"{page}?{query}"} for label, query in found]


def _sentence(spots: list[Spot]) -> str:
    white = [spot for spot in spots if spot.is_white]
    known = [spot for spot in white if not spot.is_unknown]
    words = ngettext(
        "%(n)s of these Kreise has no initiative of its own that we know of.",
        "%(n)s of these Kreise have no initiative of their own that we know of.",
        len(white),
    ) % {"n": number(len(white))}
    if not known:
        return words
    first = max(known, key=lambda spot: spot.score.value.low)
    return f"{words} " + pgettext(
        "white spots", "Most industry without one is in %(name)s (score %(score)s of 100)."
    ) % {"name": first.name, "score": number(round(first.score.value.low))}


def _draw(spots: Iterable[Spot]) -> Markup:
    """Draw the Kreise of the list, and beside them where an initiative works already."""
    positions = load_tile_map().positions
    listed = {spot.key for spot in spots}
    tiles = {
        spot.key: _tile(spot)
        for spot in survey_country().spots.values()
        if spot.key in positions and (spot.key in listed or not spot.is_white)
    }
    svg = draw_tile_map(
        tiles,
        title=pgettext("white spots", "White spots on the map"),
        description=pgettext("white spots", "The list below says the same."),
        element_id="white-spots",
    )
    labels = FrameLabels(
        toolbar=pgettext("white spots", "Zoom of the map"),
        zoom_in=pgettext("white spots", "Zoom in"),
        zoom_out=pgettext("white spots", "Zoom out"),
        reset=pgettext("white spots", "Show all of Germany"),
        keys=pgettext(
            "white spots",
            "Keys: arrows go from Kreis to Kreis, Enter opens it, + and − zoom, 0 shows all.",
        ),
    )
    return Markup(frame_tile_map(svg, labels))  # noqa: S704 -- drawn by our own code, names escaped there


def _draw_around(spot: Spot) -> Markup | None:
    positions = load_tile_map().positions
    spots = survey_country().spots
    keys = [key for key in (spot.key, *spot.neighbours) if key in positions and key in spots]
    if not keys:
        return None
    tiles = {key: _tile(spots[key], is_chosen=key == spot.key) for key in keys}
    svg = draw_tile_map(
        tiles,
        title=pgettext("white spots", "%(name)s and its neighbours") % {"name": spot.name},
        description=pgettext("white spots", "The neighbours are listed beside the map."),
        element_id="white-spot",
        land_labels=False,
        focus=keys,
    )
    return Markup(svg)  # noqa: S704 -- drawn by our own code, names escaped there


def _tile(spot: Spot, *, is_chosen: bool = False) -> Tile:
    """Draw what has an initiative filled, and a white spot pale with an outline and rings."""
    if is_chosen:
        sign = ""  # its name stands there
    elif spot.is_unknown:
        sign = "?"
    else:
        rings = sum(spot.score.value.low >= step for step in RINGS) if spot.is_white else 0
        sign = ("", "○", "◎")[rings]
    state = "is-white-spot" if spot.is_white else "is-covered"
    return Tile(
        name=spot.name,
        value=spot_words(spot),
        level=0 if spot.is_white else 2,
        state=f"{state} is-selected" if is_chosen else state,
        href="" if is_chosen else reverse("white_spot", args=[spot.key]),
        sign=sign,
    )


def spot_words(spot: Spot) -> str:
    """Return the state of a Kreis in a few words."""
    value = spot.score.value
    if spot.is_unknown:
        score = pgettext("white spots", "figure secret, score between %(low)s and %(high)s") % {
            "low": number(round(value.low)),
            "high": number(round(value.high)),
        }
    else:
        score = pgettext("white spots", "score %(score)s") % {"score": number(round(value.low))}
    if spot.is_white:
        return pgettext("white spots", "no initiative, %(score)s") % {"score": score}
    count = ngettext("%(n)s initiative", "%(n)s initiatives", spot.initiatives) % {
        "n": spot.initiatives
    }
    return f"{count}, {score}"
