"""How many initiatives work in each Kreis."""

from __future__ import annotations

from django.db.models import Count

from drehscheibe.capabilities.directory.choices import FacetKind, InitiativeType
from drehscheibe.capabilities.directory.models import Facet

#: A body with this many Kreise covers a Land: it is everybody's neighbour, and says little about one.
WIDE = 12


def count_by_kreis(*, leave_out_wide: bool) -> dict[str, int]:
    """Return the number of published initiatives per Kreis key, examples left out; one query.

    With ``leave_out_wide``, as for white spots, dialogues of a whole Land and bodies with
    :data:`WIDE` or more Kreise do not count.
    """
    of_kreise = Facet.objects.filter(kind=FacetKind.KREIS, initiative__is_example=False).order_by()
    if leave_out_wide:
        of_laender = Facet.objects.filter(kind=FacetKind.TYPE, code=InitiativeType.LAND_DIALOGUE)
        wide = (
            Facet.objects.filter(kind=FacetKind.KREIS)
            .order_by()
            .values("initiative_id")
            .annotate(n=Count("pk"))
            .filter(n__gte=WIDE)
        )
        of_kreise = of_kreise.exclude(initiative_id__in=of_laender.values("initiative_id")).exclude(
            initiative_id__in=wide.values("initiative_id")
        )
    return dict(of_kreise.values_list("code").annotate(n=Count("pk")))
