"""Read API of white spots; mounted under ``/api/v1`` by the hub."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Status
from pydantic import Field

from drehscheibe.capabilities.founding.exports import describe_method, to_record
from drehscheibe.capabilities.founding.queries.white_spots import find_spot, narrow, read_filters
from drehscheibe.core.api_pages import PageQuery, make_page
from drehscheibe.core.places.names import names_of_laender

router = Router(tags=["white spots"])


class SpotOut(Schema):
    """A Kreis by how much industry no initiative looks after; unknown is null, never 0."""

    kreis: str = Field(description="official five-digit key (AGS)")
    name: str
    land: str
    place_best: int = Field(description="best place that it can have among all Kreise")
    place_worst: int
    score_low: float = Field(
        description="from 0 to 100; lower than score_high if a figure is secret"
    )
    score_high: float
    weight_low: float
    weight_high: float
    gap: float
    need_low: float
    need_high: float
    manufacturing_employees: int | None
    employees: int | None
    population: int | None
    initiatives: int = Field(description="active ones, without bodies of a whole Land")
    wide_initiatives: int
    neighbours: int
    neighbours_without: int
    url: str


class FigureDate(Schema):
    figure: str
    as_of: date


class MethodOut(Schema):
    """What a program must know to compute the same."""

    algorithm: str
    version: int
    formula: str
    source: str
    dates: list[FigureDate] = Field(description="of what day each figure is")
    decline_since: date | None


class SpotPage(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[SpotOut]
    method: MethodOut


class SpotQuery(PageQuery):
    """Filters of the list; unknown values are ignored."""

    q: str = Field("", max_length=80)
    land: str = Field("", max_length=20)
    kind: str = Field("", max_length=20, description="district or city")
    size: str = Field("", max_length=20, description="under-5k, 5k-10k, 10k-20k, over-20k")
    coverage: str = Field("", max_length=20, description="none (default), some or all")
    unknown: str = Field("", max_length=5, description="1: only those with a secret figure")
    sort: str = Field("", max_length=20, description="score (default), industry or name")


class Problem(Schema):
    detail: str


@router.get("/white-spots", response=SpotPage, summary="List white spots")
def list_white_spots(
    request: HttpRequest, parameters: Annotated[SpotQuery, Query()]
) -> dict[str, Any]:
    """Return Kreise by score; the same filters as the page."""
    spots = narrow(read_filters(request.GET.dict(), names_of_laender()))
    page = make_page(request, parameters, spots, lambda rows: [to_record(spot) for spot in rows])
    return {**page, "method": describe_method()}


@router.get("/white-spots/{kreis}", response={200: SpotOut, 404: Problem}, summary="One Kreis")
def get_white_spot(request: HttpRequest, kreis: str) -> Status[dict[str, Any]]:  # noqa: ARG001 -- signature of ninja
    """Return one Kreis with the parts of its score."""
    spot = find_spot(kreis)
    if spot is None:
        return Status(404, {"detail": "No Kreis has this key. Keys have five digits: 05512."})
    return Status(200, to_record(spot))
