"""Read API of the directory; mounted under ``/api/v1`` by the hub."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Status

from drehscheibe.capabilities.directory.choices import Standing
from drehscheibe.capabilities.directory.exports import to_record, to_records
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.queries.filters import read_filters
from drehscheibe.capabilities.directory.queries.initiatives import FilteredSet
from drehscheibe.core.api_pages import PageQuery, make_page

router = Router(tags=["initiatives"])


class InitiativeOut(Schema):
    """An initiative; unknown is null or an empty list, never "no"."""

    slug: str
    name: str
    short_name: str | None
    types: list[str]
    status: str | None
    reach: str | None
    land: str | None
    kreise: list[str]
    region_text: str | None
    seat_city: str | None
    founded_year: int | None
    legal_form: str | None
    lead_organisation: str | None
    benches: list[str]
    members_count: int | None
    members_note: str | None
    topics: list[str]
    formats: list[str]
    offers: list[str]
    seeks: list[str]
    website: str | None
    standing: Standing
    last_confirmed_on: str | None
    is_example: bool
    sources: list[str]
    url: str


class InitiativePage(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[InitiativeOut]


class InitiativeFilters(PageQuery):
    """Filters of the list; repeat a parameter to widen it. Unknown values are ignored."""

    q: str = ""
    land: list[str] = []
    kreis: list[str] = []
    type: list[str] = []
    topic: list[str] = []
    bench: list[str] = []
    status: list[str] = []
    offers: list[str] = []
    seeks: list[str] = []
    sort: str = ""


class Problem(Schema):
    detail: str


@router.get("/initiatives", response=InitiativePage, summary="List initiatives")
def list_initiatives(
    request: HttpRequest, parameters: Annotated[InitiativeFilters, Query()]
) -> dict[str, Any]:
    """Return published initiatives by name; the same filters as the page of the directory."""
    slugs = FilteredSet(read_filters(request.GET).filters, "de").slugs()
    return make_page(request, parameters, slugs, _write)


def _write(slugs: Sequence[str]) -> list[dict[str, Any]]:
    """Return the records in the order of the slugs."""
    found = to_records(Initiative.objects.filter(slug__in=slugs))
    records = {record["slug"]: record for record in found}
    return [records[slug] for slug in slugs]


@router.get(
    "/initiatives/{slug}", response={200: InitiativeOut, 404: Problem}, summary="One initiative"
)
def get_initiative(request: HttpRequest, slug: str) -> Status[dict[str, Any]]:  # noqa: ARG001 -- signature of ninja
    """Return one published initiative."""
    rows = Initiative.objects.published().prefetch_related("kreise", "sources")
    initiative = rows.filter(slug=slug).first()
    if initiative is None:
        return Status(404, {"detail": "Not found"})
    return Status(200, to_record(initiative))
