"""Neighbours and similar initiatives, each with the reason why it is shown."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from drehscheibe.capabilities.directory.choices import FacetKind, InitiativeType
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.queries.holdings import read_holdings
from drehscheibe.capabilities.directory.queries.kreise import WIDE
from drehscheibe.core.places.names import list_adjoining

NEIGHBOURS = 5
SIMILAR = 4
#: Topics and types in common from which somebody else counts as similar.
ALIKE = 2


@dataclass(frozen=True, slots=True)
class Relative:
    """Another initiative and what it has in common with the one that is looked at."""

    slug: str
    name: str
    shared_topics: tuple[str, ...]
    shared_types: tuple[str, ...]
    shared_kreise: tuple[str, ...]
    is_near: bool


@dataclass(frozen=True, slots=True)
class Relatives:
    neighbours: tuple[Relative, ...]
    similar: tuple[Relative, ...]


def find_relatives(initiative: Initiative, kreise: Iterable[str]) -> Relatives:
    """Return neighbours (same or adjoining Kreise) and similar ones (topics, type); no query.

    Examples and real entries do not know each other.
    """
    common = _Common(initiative, kreise)
    near = common.list_nearest()
    alike = common.list_most_alike(without=near)
    return Relatives(neighbours=common.describe(near), similar=common.describe(alike))


class _Common:
    """What all others have in common with one initiative: first only counted, then named for a few."""

    def __init__(self, initiative: Initiative, kreise: Iterable[str]) -> None:
        self._holdings = read_holdings()
        self.slugs = self._holdings.slugs
        self._kreise = sorted(kreise)
        self._topics = sorted(initiative.topics)
        self._types = sorted(initiative.types)
        examples = self._holdings.examples
        kin = examples if initiative.is_example else self.slugs.keys() - examples
        self._others = kin - {initiative.pk}
        self._own = self._count(FacetKind.KREIS, self._kreise)
        self._near = self._count(FacetKind.KREIS, list_adjoining(self._kreise))
        self._like = self._count(FacetKind.TOPIC, self._topics)
        self._like.update(self._count(FacetKind.TYPE, self._types))
        is_dialogue = InitiativeType.LAND_DIALOGUE in self._types
        dialogues = self._holdings.having(FacetKind.TYPE, InitiativeType.LAND_DIALOGUE)
        self._dialogues = dialogues if is_dialogue else frozenset()

    def _count(self, kind: FacetKind, codes: Iterable[str]) -> Counter[int]:
        counts: Counter[int] = Counter()
        for code in codes:
            counts.update(self._holdings.having(kind, code) & self._others)
        return counts

    def list_nearest(self) -> list[int]:
        """Return the nearest; bodies of a whole Land come last, they are everybody's neighbours."""

        def distance(pk: int) -> tuple[bool, int, int, str]:
            own, near = self._own[pk], self._near[pk]
            is_wide = own + near >= WIDE or pk in self._dialogues
            return (is_wide, -own, -near, self.slugs[pk])

        return heapq.nsmallest(NEIGHBOURS, self._own.keys() | self._near.keys(), key=distance)

    def list_most_alike(self, without: list[int]) -> list[int]:
        """Return the most alike: two points for a topic or type, one for a region that touches."""

        def difference(pk: int) -> tuple[int, str]:
            return (-2 * self._like[pk] - self._is_near(pk), self.slugs[pk])

        alike = (pk for pk, number in self._like.items() if number >= ALIKE and pk not in without)
        return heapq.nsmallest(SIMILAR, alike, key=difference)

    def _is_near(self, pk: int) -> bool:
        return pk in self._own or pk in self._near

    def describe(self, chosen: list[int]) -> tuple[Relative, ...]:
        """Return the chosen ones with what they have in common."""
        return tuple(
            Relative(
                slug=self.slugs[pk],
                name=self._holdings.names[pk],
                shared_topics=self._shared(pk, FacetKind.TOPIC, self._topics),
                shared_types=self._shared(pk, FacetKind.TYPE, self._types),
                shared_kreise=self._shared(pk, FacetKind.KREIS, self._kreise),
                is_near=pk in self._near,
            )
            for pk in chosen
        )

    def _shared(self, pk: int, kind: FacetKind, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(code for code in codes if pk in self._holdings.having(kind, code))
