"""The filtered set as files: CSV for spreadsheets, JSON for programs, GeoJSON for maps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Avg, Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from drehscheibe.capabilities.directory.models import Initiative, InitiativeQuerySet
from drehscheibe.core.documents.cells import csv_lines
from drehscheibe.core.places.models import Kreis

COLUMNS = (
    "slug",
    "name",
    "short_name",
    "types",
    "status",
    "reach",
    "land",
    "kreise",
    "region_text",
    "seat_city",
    "founded_year",
    "legal_form",
    "lead_organisation",
    "benches",
    "members_count",
    "members_note",
    "topics",
    "formats",
    "offers",
    "seeks",
    "website",
    "standing",
    "last_confirmed_on",
    "is_example",
    "sources",
    "url",
)


def to_records(initiatives: InitiativeQuerySet) -> Iterator[dict[str, Any]]:
    """Yield each initiative as plain values: codes as lists, unknown as None; three queries."""
    kreise = Prefetch("kreise", queryset=Kreis.objects.order_by("ags5"))
    for initiative in initiatives.prefetch_related(kreise, "sources"):
        yield to_record(initiative)


def to_record(initiative: Initiative) -> dict[str, Any]:
    """Return one initiative as plain values; Kreise and sources must be loaded."""
    confirmed = initiative.last_confirmed_at
    return {
        "slug": initiative.slug,
        "name": initiative.name,
        "short_name": initiative.short_name or None,
        "types": initiative.types,
        "status": initiative.status or None,
        "reach": initiative.reach or None,
        "land": initiative.land_id,
        "kreise": [kreis.pk for kreis in initiative.kreise.all()],
        "region_text": initiative.region_text or None,
        "seat_city": initiative.seat_city or None,
        "founded_year": initiative.founded_year,
        "legal_form": initiative.legal_form or None,
        "lead_organisation": initiative.lead_organisation or None,
        "benches": sorted(initiative.benches),
        "members_count": initiative.members_count,
        "members_note": initiative.members_note or None,
        "topics": initiative.topics,
        "formats": initiative.formats,
        "offers": initiative.offers,
        "seeks": initiative.seeks,
        "website": initiative.website or None,
        "standing": initiative.standing.value,
        "last_confirmed_on": confirmed.date().isoformat() if confirmed else None,
        "is_example": initiative.is_example,
        "sources": [source.url for source in initiative.sources.all()],
        "url": settings.BASE_URL + reverse("initiative_detail", args=[initiative.slug]),
    }


def write_csv(initiatives: InitiativeQuerySet) -> bytes:
    """Return a CSV file: comma, CRLF, header row, UTF-8 with BOM.

    Several codes stand in one cell, separated by semicolons. No cell can start a formula.
    """
    rows = ([record[column] for column in COLUMNS] for record in to_records(initiatives))
    return "".join(csv_lines(COLUMNS, rows)).encode()


def write_json(initiatives: InitiativeQuerySet) -> bytes:
    """Return all records as one JSON document."""
    records = list(to_records(initiatives))
    return json.dumps({"count": len(records), "results": records}, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class _Centre:
    longitude: float
    latitude: float


def write_geojson(initiatives: InitiativeQuerySet) -> bytes:
    """Return a GeoJSON document with one point per initiative.

    The point is the mean of the centres of its Kreise, not an address; the document says so. An
    initiative without Kreise has no geometry.
    """
    centres = _centres(initiatives)
    features = [
        {
            "type": "Feature",
            "id": record["slug"],
            "geometry": _point(centres.get(record["slug"])),
            "properties": record,
        }
        for record in to_records(initiatives)
    ]
    document = {
        "type": "FeatureCollection",
        "description": _(
            "Each point is the mean of the centres of the Kreise in which an initiative works. It is"
            " not an address."
        ),
        "features": features,
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _centres(initiatives: InitiativeQuerySet) -> dict[str, _Centre]:
    means = (
        initiatives.order_by()
        .values_list("slug")
        .annotate(lon=Avg("kreise__longitude"), lat=Avg("kreise__latitude"))
    )
    return {slug: _Centre(lon, lat) for slug, lon, lat in means if lon is not None}


def _point(centre: _Centre | None) -> dict[str, Any] | None:
    if centre is None:
        return None
    return {"type": "Point", "coordinates": [round(centre.longitude, 4), round(centre.latitude, 4)]}
