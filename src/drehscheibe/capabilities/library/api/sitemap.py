"""Everything that stands in the sitemap."""

from __future__ import annotations

from datetime import datetime

from drehscheibe.capabilities.library.queries import (
    checklists,
    formats,
    packages,
    practice_cases,
    webinars,
)
from drehscheibe.core.access.actor import ANONYMOUS

__all__ = [
    "list_checklist_sitemap_entries",
    "list_format_sitemap_entries",
    "list_package_sitemap_entries",
    "list_practice_case_sitemap_entries",
    "list_webinar_series_sitemap_entries",
    "list_webinar_sitemap_entries",
]


def list_checklist_sitemap_entries() -> list[tuple[str, datetime]]:
    """Return (slug, changed at) of everything that everybody may read; one query."""
    public = checklists.checklists_visible_to(ANONYMOUS).order_by("pk")
    return list(public.values_list("slug", "changed_at"))


def list_format_sitemap_entries() -> list[tuple[str, datetime]]:
    """Return (slug, changed at) of every public format; one query."""
    return list(formats.formats_visible_to(ANONYMOUS).values_list("slug", "changed_at"))


def list_package_sitemap_entries() -> list[tuple[str, datetime]]:
    """Return (slug, changed at) of every public partner package; one query."""
    return list(packages.packages_visible_to(ANONYMOUS).values_list("slug", "changed_at"))


def list_practice_case_sitemap_entries() -> list[tuple[str, datetime]]:
    """Return (slug, changed at) of every public practice case; one query."""
    return list(practice_cases.list_published().values_list("slug", "changed_at"))


def list_webinar_sitemap_entries() -> list[tuple[str, datetime]]:
    """Return (slug, changed at) of every webinar that everybody may see; one query."""
    public = webinars.list_public().filter(series__is_example=False)
    return list(public.values_list("slug", "changed_at"))


def list_webinar_series_sitemap_entries() -> list[tuple[str, datetime]]:
    """Return (slug, changed at) of every series that everybody may see; one query."""
    public = webinars.series_visible_to(ANONYMOUS).filter(is_example=False)
    return list(public.values_list("slug", "changed_at"))
