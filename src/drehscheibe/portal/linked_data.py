"""What search engines and other programs read in a page (schema.org as JSON-LD)."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from markupsafe import Markup

from drehscheibe.core.places.models import Kreis, Land

__all__ = ["describe_kreis", "describe_land"]


def describe_kreis(kreis: Kreis) -> Markup:
    """Return a Kreis as an administrative area with its official key and its centre."""
    return _dump(
        {
            **_area(kreis.label, kreis.pk, "region_kreis"),
            "alternateName": kreis.name,
            "geo": {
                "@type": "GeoCoordinates",
                "longitude": kreis.longitude,
                "latitude": kreis.latitude,
            },
            "containedInPlace": _area(str(kreis.land), kreis.land_id, "region_land"),
        }
    )


def describe_land(land: Land) -> Markup:
    """Return a Land as an administrative area."""
    country = {"@type": "Country", "name": "Deutschland", "identifier": "DE"}
    return _dump({**_area(str(land), land.code, "region_land"), "containedInPlace": country})


def _area(name: str, key: str, page: str) -> dict[str, Any]:
    kind = "AGS" if page == "region_kreis" else "ISO 3166-2"
    value = key if page == "region_kreis" else f"DE-{key}"
    return {
        "@type": "AdministrativeArea",
        "name": name,
        "identifier": {"@type": "PropertyValue", "propertyID": kind, "value": value},
        "url": settings.BASE_URL + reverse(page, args=[key]),
    }


def _dump(data: dict[str, Any]) -> Markup:
    """Return JSON that cannot end the script element it stands in."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    for sign, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, escaped)
    return Markup(text)  # noqa: S704 -- escaped above
