"""Who has which value: all facets of the published directory, held in memory as sets.

Counting what a filter leaves, value by value, and looking for what initiatives have in common are
questions about sets. Asked of the database they cost a page most of its time; a thousand initiatives
with their ten thousand facets are a megabyte and are read again when a profile changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drehscheibe.capabilities.directory.choices import FacetKind
from drehscheibe.capabilities.directory.models import Facet, Initiative
from drehscheibe.capabilities.directory.queries.filters import Filters
from drehscheibe.core.outbox.epoch import kept_for_epoch

NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Holdings:
    """The published directory as sets of primary keys.

    Attributes
    ----------
    slugs : mapping of primary key to slug
        All published initiatives.
    names : mapping of primary key to name
        Of the same.
    examples : frozenset of primary keys
        Those among them that are marked examples.
    holders : mapping of FacetKind and code to the primary keys of those who have it
        Only codes that somebody has.
    """

    slugs: Mapping[int, str]
    names: Mapping[int, str]
    examples: frozenset[int]
    holders: Mapping[FacetKind, Mapping[str, frozenset[int]]]

    def having(self, kind: FacetKind, code: str) -> frozenset[int]:
        """Return who has a value."""
        return self.holders[kind].get(code, NOBODY)

    def matching(self, filters: Filters) -> frozenset[int]:
        """Return who passes the facets of the filters; their words are not looked at."""
        passed = frozenset(self.slugs)
        for kind, codes in filters.facets:
            passed &= NOBODY.union(*(self.having(kind, code) for code in codes))
        return passed

    def count(
        self, chosen: frozenset[int], kinds: Iterable[FacetKind]
    ) -> dict[FacetKind, dict[str, int]]:
        """Return how many of the chosen have each value; no entry for values that nobody has."""
        counts = {
            kind: {
                code: number
                for code, ids in self.holders[kind].items()
                if (number := len(ids & chosen))
            }
            for kind in kinds
        }
        return {kind: numbers for kind, numbers in counts.items() if numbers}


@kept_for_epoch("directory")
def read_holdings() -> Holdings:
    """Return the published directory as sets; two queries after a change, none otherwise."""
    published = Initiative.objects.published().order_by()
    rows = list(published.values_list("pk", "slug", "name", "is_example"))
    slugs = {pk: slug for pk, slug, _name, _is_example in rows}
    ids: dict[FacetKind, dict[str, set[int]]] = {kind: {} for kind in FacetKind}
    by_value = {kind.value: ids[kind] for kind in FacetKind}
    facets = Facet.objects.order_by().values_list("kind", "code", "initiative_id")
    for kind, code, pk in facets.iterator(chunk_size=5000):
        if pk in slugs:
            by_value[kind].setdefault(code, set()).add(pk)
    return Holdings(
        slugs=slugs,
        names={pk: name for pk, _slug, name, _is_example in rows},
        examples=frozenset(pk for pk, _slug, _name, is_example in rows if is_example),
        holders={
            kind: {code: frozenset(each) for code, each in codes.items()}
            for kind, codes in ids.items()
        },
    )
