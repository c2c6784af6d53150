"""Keep regions and editorial pages in the search over everything."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models.signals import post_delete
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail import signals
from wagtail.models import Page, PageViewRestriction

from drehscheibe.core.places.models import Kreis, Land
from drehscheibe.core.search import api as search
from drehscheibe.portal.models.pages import WithBody

__all__ = ["connect", "load_pages", "load_regions", "refresh_page"]

_SPELLINGS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LETTERS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


def load_regions() -> int:
    """Make every Land and every Kreis of today findable by its name; return how many were new."""
    regions: list[Land | Kreis] = [
        *Land.objects.all(),
        *Kreis.objects.filter(valid_until=None).select_related("land"),
    ]
    known = search.list_known("region")
    for key in {key for key, _language in known} - {region.pk for region in regions}:
        search.remove("region", key)
    documents = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for region in regions:
                words = (str(region), _summary(region))
                if known.get((region.pk, language)) != words:
                    documents.append(_describe(region, language, words))
    search.put(documents)
    return len(documents)


def _summary(region: Land | Kreis) -> str:
    if isinstance(region, Land):
        return _("Land: who works here, what was raised, what was answered.")
    return _("%(kind)s in %(land)s: who works here, what was raised, what was answered.") % {
        "kind": region.kind,
        "land": region.land,
    }


def _describe(region: Land | Kreis, language: str, words: tuple[str, str]) -> search.Document:
    if isinstance(region, Land):
        names, page = (region.name, region.name_en, region.code), "region_land"
    else:
        names, page = (region.name, region.pk, region.nuts3), "region_kreis"
    return search.Document(
        kind="region",
        key=region.pk,
        language=language,
        title=words[0],
        summary=words[1],
        body=_spellings(*names),
        path=reverse(page, args=[region.pk]),
        lands=(region.pk if isinstance(region, Land) else region.land_id,),
    )


def _spellings(*names: str) -> str:
    """Return the names as written, with ``ae`` and with ``a`` for ``ä``.

    The German stemmer knows the first two as one; in an English search nobody else does.
    """
    text = " ".join(names)
    small = text.lower()
    return " ".join(dict.fromkeys([text, small.translate(_SPELLINGS), small.translate(_LETTERS)]))


def load_pages() -> int:
    """Make public editorial pages findable that are not yet so; return how many.

    Later changes follow from what editors do.
    """
    known = {key for key, _language in search.list_known("page")}
    pages = Page.objects.live().public().filter(depth__gt=1).specific()
    new = [page for page in pages if str(page.pk) not in known]
    for page in new:
        refresh_page(page)
    return len(new)


def refresh_page(page: Page) -> None:
    """Make an editorial page findable if everybody may read it, and any other not."""
    if not isinstance(page, WithBody):
        return
    is_restricted = any(
        restriction.restriction_type != PageViewRestriction.NONE
        for restriction in page.get_view_restrictions()
    )
    if not page.live or is_restricted or page.url is None:
        search.remove("page", str(page.pk))
        return
    document = search.Document(
        kind="page",
        key=str(page.pk),
        language=page.locale.language_code,
        title=page.title,
        summary=page.search_description or page.lead,
        body=" ".join(page.body.stream_block.get_searchable_content(page.body)),
        path=page.url,
    )
    search.put([document])


def connect() -> None:
    """Follow what editors do; called once from ``AppConfig.ready``."""
    search.register_source("editorial pages", _announce_pages)
    search.register_source("regions", _announce_regions)
    for signal in (signals.page_published, signals.page_unpublished):
        signal.connect(_on_change, dispatch_uid="portal.findable")
    for signal in (signals.page_slug_changed, signals.post_page_move):
        signal.connect(_on_move, dispatch_uid="portal.findable")
    post_delete.connect(_on_delete, dispatch_uid="portal.findable")


def _announce_pages() -> None:
    for page in Page.objects.live().public().filter(depth__gt=1).specific():
        refresh_page(page)


def _announce_regions() -> None:
    for key in {key for key, _language in search.list_known("region")}:
        search.remove("region", key)
    load_regions()


def _on_change(instance: Page, **_details: Any) -> None:
    refresh_page(instance.specific)


def _on_move(instance: Page, **_details: Any) -> None:
    for page in instance.get_descendants(inclusive=True).specific():
        refresh_page(page)


def _on_delete(instance: object, **_details: Any) -> None:
    if isinstance(instance, WithBody):
        search.remove("page", str(instance.pk))
