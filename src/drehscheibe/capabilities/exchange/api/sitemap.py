"""Everything that stands in the sitemap, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drehscheibe.capabilities.exchange.models import Impulse, Measure, Signal
from drehscheibe.capabilities.exchange.queries.dossiers import public_dossiers

__all__ = [
    "SitemapEntry",
    "list_dossier_sitemap_entries",
    "list_impulse_sitemap_entries",
    "list_measure_sitemap_entries",
    "list_sitemap_entries",
]


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    public_id: str
    changed_at: datetime


def list_sitemap_entries() -> list[SitemapEntry]:
    """Return every public concern that is no example, newest first; one query."""
    rows = Signal.objects.public().filter(is_example=False).order_by("-published_at", "-pk")
    return [SitemapEntry(*values) for values in rows.values_list("item__public_id", "changed_at")]


def list_impulse_sitemap_entries() -> list[SitemapEntry]:
    """Return every public impulse that is no example, newest first; one query."""
    rows = Impulse.objects.public().filter(is_example=False).order_by("-published_at", "-pk")
    return [SitemapEntry(*values) for values in rows.values_list("item__public_id", "changed_at")]


def list_measure_sitemap_entries() -> list[SitemapEntry]:
    """Return every measure that is no example, newest first; one query."""
    rows = Measure.objects.public().filter(is_example=False).order_by("-pk")
    return [SitemapEntry(*values) for values in rows.values_list("item__public_id", "changed_at")]


def list_dossier_sitemap_entries() -> list[SitemapEntry]:
    """Return every public dossier that is no example, newest first; one query."""
    rows = public_dossiers().filter(is_example=False)
    return [SitemapEntry(*values) for values in rows.values_list("item__public_id", "changed_at")]
