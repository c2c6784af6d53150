"""The directory as a list and as a map: two views of the same filtered set."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from drehscheibe.capabilities.directory.choices import FacetKind
from drehscheibe.capabilities.directory.queries.initiatives import list_names, list_rows
from drehscheibe.capabilities.directory.views.maps import draw_map
from drehscheibe.capabilities.directory.views.rows import RowWriter
from drehscheibe.capabilities.directory.views.search import Search

PER_PAGE = 30

#: Always in sight, and those that stand under "more filters".
MAIN_FILTERS = (FacetKind.LAND, FacetKind.TYPE, FacetKind.TOPIC)
MORE_FILTERS = (FacetKind.BENCH, FacetKind.STATUS, FacetKind.OFFERS, FacetKind.SEEKS)


@require_safe
def initiative_list(request: HttpRequest) -> HttpResponse:
    """Show one page of the filtered set."""
    search = Search(request)
    pages = Paginator(search.found.slugs(), PER_PAGE)
    pages.count = len(search.found)  # known already; the library would ask the database
    page = pages.get_page(request.GET.get("page"))
    examples = search.found.count_examples()
    context = {
        **search_context(search),
        "page_obj": page,
        "rows": RowWriter(search.labels).write(list_rows(page.object_list)),
        "total": pages.count - examples,
        "examples": examples,
    }
    return render(request, "directory/initiative_list.html", context)


@require_safe
def initiative_map(request: HttpRequest) -> HttpResponse:
    """Show the filtered set on the map of all Kreise, with the same facts as a table."""
    search = Search(request)
    context = {
        **search_context(search),
        "map": draw_map(search, kind=request.GET.get("map", "")),
        "rows": list_names(search.found.initiatives),
        "detail_url": detail_url_pattern().partition("SLUG"),
        "total": len(search.found),
    }
    return render(request, "directory/initiative_map.html", context)


def search_context(search: Search) -> dict[str, Any]:
    """Return what the filter form, the chips and the links beside them need."""
    return {
        "search": search,
        "query": search.query,
        "main_filters": search.selects(MAIN_FILTERS),
        "more_filters": search.selects(MORE_FILTERS),
        "is_more_open": any(search.filters.codes(kind) for kind in MORE_FILTERS),
        "detail_url": detail_url_pattern(),
    }


def detail_url_pattern() -> str:
    """Return the address of a profile with ``SLUG`` in place of the slug.

    Resolving thirty addresses costs more than drawing thirty rows.
    """
    return reverse("initiative_detail", args=["SLUG"])
