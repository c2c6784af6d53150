"""The partners of the alliance."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drehscheibe.core.organisations.choices import Bench, OrganisationKind
from drehscheibe.core.organisations.models import Organisation


@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    """Show the partners, side by side as they sit at the table."""
    partners = Organisation.objects.filter(kind=OrganisationKind.PARTNER).order_by("name")
    groups: dict[str, list[Organisation]] = {}
    for partner in partners:
        groups.setdefault(partner.bench, []).append(partner)
    order = {bench: position for position, bench in enumerate(("federal", *Bench.values))}
    context = {
        "groups": [
            (Bench(bench).label if bench else "", groups[bench])
            for bench in sorted(groups, key=lambda bench: order.get(bench, 99))
        ]
    }
    return render(request, "directory/partner_list.html", context)
