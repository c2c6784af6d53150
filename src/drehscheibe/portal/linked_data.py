"""What search engines and other programs read in a page (schema.org as JSON-LD)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from markupsafe import Markup

from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.core.places.models import Kreis, Land
from drehscheibe.portal.models.operator import OperatorSettings
from drehscheibe.portal.models.pages import HomePage, NewsPage, WithBody
from drehscheibe.ui import markup

__all__ = ["describe_kreis", "describe_land", "describe_page"]


def describe_kreis(kreis: Kreis) -> Markup:
    """Return a Kreis as an administrative area with its official key and its centre."""
    return markup.linked_data(
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
    return markup.linked_data(
        {**_area(str(land), land.code, "region_land"), "containedInPlace": country}
    )


def _area(name: str, key: str, page: str) -> dict[str, Any]:
    kind = "AGS" if page == "region_kreis" else "ISO 3166-2"
    value = key if page == "region_kreis" else f"DE-{key}"
    return {
        "@type": "AdministrativeArea",
        "name": name,
        "identifier": {"@type": "PropertyValue", "propertyID": kind, "value": value},
        "url": settings.BASE_URL + reverse(page, args=[key]),
    }


def describe_page(page: WithBody, language: str) -> Markup:
    """Return an editorial page: news as an article, the start page as the site, else a web page."""
    address = f"{settings.BASE_URL}{page.url}"
    described = {
        "@type": "WebPage",
        "name": page.title,
        "description": page.search_description or page.lead,
        "inLanguage": language,
        "url": address,
        "dateModified": page.last_published_at.isoformat() if page.last_published_at else "",
    }
    if isinstance(page, NewsPage):
        described |= {
            "@type": "NewsArticle",
            "headline": page.title,
            "datePublished": f"{page.published_on:%Y-%m-%d}",
            "publisher": _operator(),
            "mainEntityOfPage": address,
        }
    elif isinstance(page, HomePage):
        described |= {
            "@type": "WebSite",
            "name": "Drehscheibe",
            "publisher": _operator(),
            "potentialAction": {
                "@type": "SearchAction",
                "target": f"{settings.BASE_URL}{reverse('search')}?q={{words}}",
                "query-input": "required name=words",
            },
        }
    return markup.linked_data(described)


@kept_for_epoch()
def _operator() -> dict[str, str]:
    """Return who runs the hub; empty as long as nobody has said so."""
    name = OperatorSettings.objects.order_by("pk").values_list("name", flat=True).first()
    return {"@type": "Organization", "name": name} if name else {}
