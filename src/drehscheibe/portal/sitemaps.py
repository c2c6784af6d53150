"""Every public page for search engines, by kind; each in both languages, told to be one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange import api as exchange
from drehscheibe.capabilities.founding import api as founding
from drehscheibe.capabilities.library import api as library
from drehscheibe.core.places.models import Kreis, Land

__all__ = ["SECTIONS"]


@dataclass(frozen=True, slots=True)
class Place:
    """One page: how its address is made, and when it changed last (None: not known)."""

    name: str
    arguments: tuple[str, ...] = ()
    changed_at: datetime | None = None


@dataclass(slots=True)
class EditorialPlace:
    """A page of the editors with its address in each language that has one."""

    paths: dict[str, str] = field(default_factory=dict)
    changed_at: datetime | None = None


class _Section(Sitemap[Any]):
    """Pages whose addresses are named ones, in both languages.

    Django makes a new instance for each request and asks for the items several times.
    """

    i18n = True
    alternates = True
    protocol = urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: object = None) -> str:  # noqa: ARG002 -- signature given by Django
        return urlsplit(settings.BASE_URL).netloc

    def items(self) -> list[Any]:
        return self.places

    @cached_property
    def places(self) -> list[Any]:
        """What stands in the section; one query, two for regions."""
        raise NotImplementedError

    def location(self, item: Any) -> str:  # noqa: ANN401 -- signature given by Django
        return reverse(item.name, args=item.arguments)

    def lastmod(self, item: Any) -> datetime | None:  # noqa: ANN401 -- signature given by Django
        changed_at: datetime | None = item.changed_at
        return changed_at


class HouseSection(_Section):
    """Overviews of the rooms."""

    @cached_property
    def places(self) -> list[Any]:
        names = ("initiative_list", "initiative_map", "partner_list", "signal_list", "region_list")
        more = ("dossier_list", "impulse_list", "measure_list", "library_start", "checklist_list")
        rooms = (
            "format_list",
            "format_finder",
            "practice_case_list",
            "package_list",
            "webinar_list",
            "experience_start",
            "founding_home",
            "white_spot_list",
            "plan_list",
        )
        return [Place(name) for name in (*names, *more, *rooms, "barrier_report")]


class InitiativesSection(_Section):
    @cached_property
    def places(self) -> list[Any]:
        return [
            Place("initiative_detail", (entry.slug,), entry.changed_at)
            for entry in directory.list_sitemap_entries()
        ]


class ConcernsSection(_Section):
    @cached_property
    def places(self) -> list[Any]:
        return [
            Place("signal_detail", (entry.public_id,), entry.changed_at)
            for entry in exchange.list_sitemap_entries()
        ]


class DossiersSection(_Section):
    @cached_property
    def places(self) -> list[Any]:
        return [
            Place("dossier_detail", (entry.public_id,), entry.changed_at)
            for entry in exchange.list_dossier_sitemap_entries()
        ]


class ImpulsesSection(_Section):
    @cached_property
    def places(self) -> list[Any]:
        return [
            Place("impulse_detail", (entry.public_id,), entry.changed_at)
            for entry in exchange.list_impulse_sitemap_entries()
        ]


class MeasuresSection(_Section):
    @cached_property
    def places(self) -> list[Any]:
        return [
            Place("measure_detail", (entry.public_id,), entry.changed_at)
            for entry in exchange.list_measure_sitemap_entries()
        ]


class QuestionsSection(_Section):
    @cached_property
    def places(self) -> list[Any]:
        return [
            Place("question_detail", (public_id,), changed_at)
            for public_id, changed_at in exchange.list_question_sitemap_entries()
        ]


class FoundingsSection(_Section):
    @cached_property
    def places(self) -> list[Any]:
        return [
            Place("plan_detail", (public_id,), changed_at)
            for public_id, changed_at in founding.list_sitemap_plans()
        ]


class ChecklistsSection(_Section):
    @cached_property
    def places(self) -> list[Any]:
        return [
            Place("checklist_detail", (slug,), changed_at)
            for slug, changed_at in library.list_checklist_sitemap_entries()
        ]


class FormatsSection(_Section):
    @cached_property
    def places(self) -> list[Any]:
        return [
            Place("format_detail", (slug,), changed_at)
            for slug, changed_at in library.list_format_sitemap_entries()
        ]


class PackagesSection(_Section):
    @cached_property
    def places(self) -> list[Any]:
        return [
            Place("package_detail", (slug,), changed_at)
            for slug, changed_at in library.list_package_sitemap_entries()
        ]


class PracticeCasesSection(_Section):
    @cached_property
    def places(self) -> list[Any]:
        return [
            Place("practice_case_detail", (slug,), changed_at)
            for slug, changed_at in library.list_practice_case_sitemap_entries()
        ]


class WebinarsSection(_Section):
    """Webinars for everybody, and their series."""

    @cached_property
    def places(self) -> list[Any]:
        return [
            *(
                Place("webinar_detail", (slug,), changed_at)
                for slug, changed_at in library.list_webinar_sitemap_entries()
            ),
            *(
                Place("webinar_series", (slug,), changed_at)
                for slug, changed_at in library.list_webinar_series_sitemap_entries()
            ),
        ]


class RegionsSection(_Section):
    """The sixteen Länder and the Kreise of today."""

    @cached_property
    def places(self) -> list[Any]:
        laender = Land.objects.order_by("code").values_list("code", flat=True)
        kreise = Kreis.objects.filter(valid_until=None).order_by("pk").values_list("pk", flat=True)
        return [
            *(Place("region_land", (code,)) for code in laender),
            *(Place("region_kreis", (key,)) for key in kreise),
        ]


class EditorialSection(_Section):
    """What editors write; a page may be there in one language only."""

    @cached_property
    def places(self) -> list[Any]:
        rows = Page.objects.live().public().filter(depth__gt=1).select_related("locale")
        found: dict[object, EditorialPlace] = {}
        for page in rows.order_by("path"):
            place = found.setdefault(page.translation_key, EditorialPlace())
            if page.url:
                place.paths[page.locale.language_code] = page.url
                stamps = (place.changed_at, page.last_published_at)
                place.changed_at = max((stamp for stamp in stamps if stamp), default=None)
        return [place for place in found.values() if place.paths]

    def get_languages_for_item(self, item: EditorialPlace) -> list[str]:
        return list(item.paths)

    def location(self, item: EditorialPlace) -> str:
        return item.paths[get_language() or settings.LANGUAGE_CODE]


SECTIONS: Mapping[str, type[Sitemap[Any]]] = {
    "house": HouseSection,
    "initiatives": InitiativesSection,
    "concerns": ConcernsSection,
    "dossiers": DossiersSection,
    "impulses": ImpulsesSection,
    "measures": MeasuresSection,
    "questions": QuestionsSection,
    "foundings": FoundingsSection,
    "checklists": ChecklistsSection,
    "formats": FormatsSection,
    "packages": PackagesSection,
    "experience": PracticeCasesSection,
    "webinars": WebinarsSection,
    "regions": RegionsSection,
    "pages": EditorialSection,
}
