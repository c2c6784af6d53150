"""Pages of Länder and Kreise."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drehscheibe.core.places.models import Kreis, Land
from drehscheibe.portal import linked_data, regions
from drehscheibe.portal.home import draw_country


def region_list(request: HttpRequest) -> HttpResponse:
    """Show all Länder, or what the words find; a single find is opened at once."""
    text = request.GET.get("q", "").strip()[:80]
    laender, kreise = regions.find_places(text)
    if len(laender) + len(kreise) == 1:
        return (
            redirect("region_land", laender[0].code)
            if laender
            else redirect("region_kreis", kreise[0].pk)
        )
    context = {
        "text": text,
        "laender": laender,
        "kreise": kreise[:60],
        "all_laender": regions.list_laender(),
        "map_svg": draw_country("regions-map"),
    }
    return render(request, "portal/region_list.html", context)


def region_land(request: HttpRequest, code: str) -> HttpResponse:
    """Show one Land."""
    land = get_object_or_404(Land, code=code.upper())
    context = {
        "region": regions.make_land_page(land),
        "linked_data": linked_data.describe_land(land),
        "most_cards": regions.MOST_CARDS,
    }
    return render(request, "portal/region_land.html", context)


def region_kreis(request: HttpRequest, ags5: str) -> HttpResponse:
    """Show one Kreis; a dissolved one is gone."""
    kreis = Kreis.objects.select_related("land").filter(pk=ags5, valid_until=None).first()
    if kreis is None:
        raise Http404
    context = {
        "region": regions.make_kreis_page(kreis),
        "linked_data": linked_data.describe_kreis(kreis),
    }
    return render(request, "portal/region_kreis.html", context)
