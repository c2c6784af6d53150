"""List and map for other people's websites: framed, small, without cookies."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from drehscheibe.capabilities.directory.queries.initiatives import list_rows
from drehscheibe.capabilities.directory.views.initiatives import PER_PAGE
from drehscheibe.capabilities.directory.views.maps import draw_map
from drehscheibe.capabilities.directory.views.rows import RowWriter
from drehscheibe.capabilities.directory.views.search import Search

_MAY_BE_FRAMED = csp_replace({"frame-ancestors": ["*"]})


@require_safe
@xframe_options_exempt
@_MAY_BE_FRAMED
def embed_list(request: HttpRequest) -> HttpResponse:
    """Show one page of the filtered set for a frame."""
    search = Search(request)
    page = Paginator(search.found.slugs(), PER_PAGE).get_page(request.GET.get("page"))
    examples = search.found.count_examples()
    context = {
        "query": search.query,
        "page_obj": page,
        "rows": RowWriter(search.labels).write(list_rows(page.object_list)),
        "total": page.paginator.count - examples,
        "examples": examples,
        "target": "initiative_list",
    }
    return render(request, "directory/embed_list.html", context)


@require_safe
@xframe_options_exempt
@_MAY_BE_FRAMED
def embed_map(request: HttpRequest) -> HttpResponse:
    """Show the map of the filtered set for a frame."""
    search = Search(request)
    context = {"query": search.query, "map": draw_map(search), "target": "initiative_map"}
    return render(request, "directory/embed_map.html", context)
