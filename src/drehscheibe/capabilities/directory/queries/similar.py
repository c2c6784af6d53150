"""Neighbours and similar initiatives, each with the reason why it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from drehscheibe.capabilities.directory.choices import FacetKind, InitiativeType
from drehscheibe.capabilities.directory.models import Facet, Initiative
from drehscheibe.capabilities.directory.queries.initiatives import InitiativeRow, list_rows
from drehscheibe.capabilities.directory.queries.kreise import WIDE
from drehscheibe.core.places.models import Kreis

NEIGHBOURS = 5
SIMILAR = 4
#: Topics and types in common from which somebody else counts as similar.
ALIKE = 2


@dataclass(frozen=True, slots=True)
class Relative:
    """Another initiative and what it has in common with the one that is looked at."""

    row: InitiativeRow
    shared_topics: tuple[str, ...]
    shared_types: tuple[str, ...]
    shared_kreise: tuple[str, ...]
    is_near: bool


@dataclass(frozen=True, slots=True)
class Relatives:
    neighbours: tuple[Relative, ...]
    similar: tuple[Relative, ...]


@dataclass(slots=True)
class _Shared:
    """What one other initiative has in common."""

    slug: str
    topics: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    kreise: list[str] = field(default_factory=list)
    near: int = 0

    @property
    def is_neighbour(self) -> bool:
        return bool(self.kreise or self.near)

    @property
    def neighbourhood(self) -> tuple[bool, int, int, str]:
        """Sort key: bodies of a whole Land come last, they are everybody's neighbours."""
        is_wide = len(self.kreise) + self.near >= WIDE
        is_wide = is_wide or InitiativeType.LAND_DIALOGUE in self.types
        return (is_wide, -len(self.kreise), -self.near, self.slug)

    @property
    def likeness(self) -> tuple[int, str]:
        """Sort key: two points for a shared topic or type, one for a region that touches."""
        return (-2 * len(self.topics) - 2 * len(self.types) - self.is_neighbour, self.slug)


def find_relatives(initiative: Initiative, kreise: Iterable[str]) -> Relatives:
    """Return neighbours (same or adjoining Kreise) and similar ones (topics, type); four queries."""
    found = _find_neighbours(initiative, set(kreise))
    for slug in _list_most_alike(initiative):
        found.setdefault(slug, _Shared(slug))
    _add_codes(initiative, found)
    near = sorted((s for s in found.values() if s.is_neighbour), key=lambda s: s.neighbourhood)
    near = near[:NEIGHBOURS]
    alike = sorted(
        (s for s in found.values() if s not in near and len(s.topics) + len(s.types) >= ALIKE),
        key=lambda s: s.likeness,
    )[:SIMILAR]
    rows = {row.slug: row for row in list_rows([s.slug for s in (*near, *alike)])}
    return Relatives(
        neighbours=tuple(_relative(s, rows[s.slug]) for s in near),
        similar=tuple(_relative(s, rows[s.slug]) for s in alike),
    )


def _others(initiative: Initiative) -> QuerySet[Facet]:
    """Return the facets of all others; examples and real entries do not know each other."""
    return (
        Facet.objects.filter(initiative__is_example=initiative.is_example)
        .exclude(initiative_id=initiative.pk)
        .order_by()
    )


def _find_neighbours(initiative: Initiative, own: set[str]) -> dict[str, _Shared]:
    adjoining = Kreis.neighbours.through.objects.filter(from_kreis_id__in=own)
    facets = _others(initiative).filter(
        Q(code__in=own) | Q(code__in=adjoining.values("to_kreis_id")), kind=FacetKind.KREIS
    )
    found: dict[str, _Shared] = {}
    for slug, code in facets.values_list("initiative__slug", "code"):
        shared = found.setdefault(slug, _Shared(slug))
        if code in own:
            shared.kreise.append(code)
        else:
            shared.near += 1
    return found


def _list_most_alike(initiative: Initiative) -> list[str]:
    """Return those with most topics and types in common; a few more than are shown."""
    in_common = _others(initiative).filter(_content_of(initiative))
    counted = in_common.values_list("initiative__slug").annotate(n=Count("pk"))
    most = counted.filter(n__gte=ALIKE).order_by("-n", "initiative__slug")
    return [slug for slug, _number in most[: SIMILAR + NEIGHBOURS + 10]]


def _add_codes(initiative: Initiative, found: dict[str, _Shared]) -> None:
    facets = Facet.objects.filter(
        _content_of(initiative), initiative__slug__in=list(found)
    ).order_by("kind", "code")
    for slug, kind, code in facets.values_list("initiative__slug", "kind", "code"):
        (found[slug].topics if kind == FacetKind.TOPIC else found[slug].types).append(code)


def _content_of(initiative: Initiative) -> Q:
    return Q(kind=FacetKind.TOPIC, code__in=initiative.topics) | Q(
        kind=FacetKind.TYPE, code__in=initiative.types
    )


def _relative(shared: _Shared, row: InitiativeRow) -> Relative:
    return Relative(
        row=row,
        shared_topics=tuple(shared.topics),
        shared_types=tuple(shared.types),
        shared_kreise=tuple(sorted(shared.kreise)),
        is_near=shared.near > 0,
    )
