"""One search over everything that a person may see."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.search import api as search

PER_PAGE = 20
#: Kinds of findable things and how they are called, in the order of the chips.
KINDS = {
    "initiative": _("Initiatives"),
    "partner": _("Partners"),
    "signal": _("Concerns"),
    "impulse": _("Impulses"),
    "measure": _("Measures"),
    "question": _("Questions"),
    "region": _("Regions"),
    "page": _("Pages and news"),
}


class _Hits(Paginator[search.Hit]):
    """Pages of results of which only the wanted one was fetched."""

    def __init__(self, results: search.Results) -> None:
        super().__init__(results.hits, PER_PAGE)
        self._total = results.total

    @property
    def count(self) -> int:
        return self._total


def search_page(request: HttpRequest) -> HttpResponse:
    """Show what the words find; without words, say how to search."""
    text = " ".join(request.GET.get("q", "").split())[:200]
    kind = request.GET.get("kind", "")
    number = request.GET.get("page", "1")
    page = min(int(number), 500) if number.isdecimal() and int(number) else 1
    results = search.find(
        text,
        actor=actor_from(request),
        language=(get_language() or "de")[:2],
        kinds=[kind] if kind in KINDS else [],
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )
    hits = _Hits(results)
    number_of_page = min(page, hits.num_pages)
    shown = hits._get_page(list(results.hits), number_of_page, hits)  # type: ignore[attr-defined]  # noqa: SLF001 -- only this page was fetched
    context = {
        "text": text,
        "kind": kind if kind in KINDS else "",
        "kinds": KINDS,
        "results": results,
        "page_obj": shown,
        "query": urlencode({"q": text, **({"kind": kind} if kind in KINDS else {})}),
        "robots": "noindex",
    }
    return render(request, "portal/search.html", context)
