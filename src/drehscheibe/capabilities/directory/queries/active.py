"""Who is at work where: every initiative that has not ended, with what a mentor is chosen by."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.capabilities.directory.choices import (
    FacetKind,
    InitiativeStatus,
    InitiativeType,
)
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.queries.holdings import read_holdings
from drehscheibe.capabilities.directory.queries.kreise import WIDE
from drehscheibe.core.outbox.epoch import kept_for_epoch

__all__ = ["ActiveInitiative", "find_active", "list_active"]

_MORE = (FacetKind.BENCH, FacetKind.LAND)
_AT_REST = (InitiativeStatus.ENDED, InitiativeStatus.DORMANT)


@dataclass(frozen=True, slots=True)
class ActiveInitiative:
    """An initiative that works, or of which nobody says that it does not; codes as in the filters.

    Attributes
    ----------
    is_wide : bool
        A dialogue of a whole Land, or a body with so many Kreise that it says little about one.
    is_verified : bool
        Whether somebody was checked who acts for it here, so that it can be asked on the hub.
    """

    organisation_id: int
    slug: str
    name: str
    kreise: frozenset[str]
    topics: frozenset[str]
    types: frozenset[str]
    offers: frozenset[str]
    founded_year: int | None
    is_wide: bool
    is_verified: bool
    is_example: bool
    benches: frozenset[str] = frozenset()
    lands: tuple[str, ...] = ()


@kept_for_epoch("directory")
def list_active() -> tuple[ActiveInitiative, ...]:
    """Return them by name, examples among them; one query after a change, none otherwise."""
    holdings = read_holdings()
    codes: dict[tuple[FacetKind, int], set[str]] = {}
    for kind in (FacetKind.KREIS, FacetKind.TOPIC, FacetKind.TYPE, FacetKind.OFFERS, *_MORE):
        for code, ids in holdings.holders[kind].items():
            for pk in ids:
                codes.setdefault((kind, pk), set()).add(code)

    def having(kind: FacetKind, pk: int) -> frozenset[str]:
        return frozenset(codes.get((kind, pk), ()))

    rows = Initiative.objects.published().exclude(status__in=_AT_REST).order_by("sort_key", "pk")
    wanted = rows.values_list(
        "pk", "organisation_id", "slug", "name", "founded_year", "verified_at", "is_example"
    )
    return tuple(
        ActiveInitiative(
            organisation_id=organisation_id,
            slug=slug,
            name=name,
            kreise=(kreise := having(FacetKind.KREIS, pk)),
            topics=having(FacetKind.TOPIC, pk),
            types=(types := having(FacetKind.TYPE, pk)),
            offers=having(FacetKind.OFFERS, pk),
            founded_year=founded_year,
            is_wide=len(kreise) >= WIDE or InitiativeType.LAND_DIALOGUE in types,
            is_verified=verified_at is not None,
            is_example=is_example,
            benches=having(FacetKind.BENCH, pk),
            lands=tuple(sorted(having(FacetKind.LAND, pk))),
        )
        for pk, organisation_id, slug, name, founded_year, verified_at, is_example in wanted
    )


def find_active(organisation_id: int | None) -> ActiveInitiative | None:
    """Return the initiative of an organisation, unless it has none that is at work."""
    return next((each for each in list_active() if each.organisation_id == organisation_id), None)
