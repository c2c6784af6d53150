"""Whom a message to initiatives can reach: every published entry with what it can be chosen by."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.capabilities.directory.choices import FacetKind, InitiativeStatus
from drehscheibe.capabilities.directory.models import Facet, Initiative

__all__ = ["Addressable", "list_addressable"]


@dataclass(frozen=True, slots=True)
class Addressable:
    """An initiative and by what it can be chosen; codes as in the directory's filters."""

    organisation_id: int
    name: str
    laender: tuple[str, ...]
    kreise: tuple[str, ...]
    topics: tuple[str, ...]
    types: tuple[str, ...]


def list_addressable(*, only_examples: bool = False) -> list[Addressable]:
    """Return the published initiatives that have not ended, by name; two queries.

    Parameters
    ----------
    only_examples : bool
        For what is an example itself: no real initiative is told of it or counted in it.
    """
    rows = Initiative.objects.published().exclude(status=InitiativeStatus.ENDED)
    rows = rows.filter(is_example=True) if only_examples else rows
    rows = rows.order_by("sort_key", "pk")
    codes: dict[tuple[int, str], list[str]] = {}
    kinds = (FacetKind.LAND, FacetKind.KREIS, FacetKind.TOPIC, FacetKind.TYPE)
    facets = Facet.objects.filter(kind__in=kinds, initiative__in=rows.order_by().values("pk"))
    for pk, kind, code in facets.order_by("code").values_list("initiative_id", "kind", "code"):
        codes.setdefault((pk, kind), []).append(code)

    def having(pk: int, kind: FacetKind) -> tuple[str, ...]:
        return tuple(codes.get((pk, kind.value), ()))

    return [
        Addressable(
            organisation_id=organisation_id,
            name=name,
            laender=having(pk, FacetKind.LAND),
            kreise=having(pk, FacetKind.KREIS),
            topics=having(pk, FacetKind.TOPIC),
            types=having(pk, FacetKind.TYPE),
        )
        for pk, organisation_id, name in rows.values_list("pk", "organisation_id", "name")
    ]
