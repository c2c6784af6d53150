"""Does the directory have this initiative already? Similar entries, with reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from drehscheibe.capabilities.directory.choices import FacetKind, PublicationState
from drehscheibe.capabilities.directory.models import Facet, Initiative
from drehscheibe.core.text.stems import fold

#: Names that share less are not worth a person's time.
NAME_THRESHOLD = 0.45
SHOWN = 5
#: Words that nearly every initiative has in its name.
_COMMON = frozenset(
    {
        "ev",
        "e",
        "v",
        "der",
        "die",
        "das",
        "fur",
        "und",
        "in",
        "im",
        "am",
        "initiative",
        "region",
        "industrie",
        "regionale",
        "netzwerk",
        "bundnis",
    }
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A similar entry.

    Attributes
    ----------
    name_ratio : float
        Share of common letter triples of the names, 0–1.
    same_website : bool
        Whether both point to the same host.
    shared_kreise : int
        Kreise in which both work.
    """

    slug: str
    name: str
    region_text: str
    is_published: bool
    name_ratio: float
    same_website: bool
    shared_kreise: int


def find_similar_entries(
    name: str, *, website: str = "", kreise: Collection[str] = (), exclude_id: int | None = None
) -> list[Likeness]:
    """Return entries that may be the same initiative, most likely first; at most two queries.

    An entry is shown if the names are alike or the websites have the same host; common Kreise
    alone are no reason, but they raise the rank.
    """
    shared = _count_shared_kreise(kreise)
    host = _host(website)
    entries = Initiative.objects.exclude(state=PublicationState.REJECTED)
    if exclude_id is not None:
        entries = entries.exclude(pk=exclude_id)
    columns = ("pk", "slug", "name", "short_name", "region_text", "state", "website")
    found = []
    for pk, slug, other, short, region, state, address in entries.values_list(*columns):
        ratio = max(name_likeness(name, other), name_likeness(name, short))
        same_website = bool(host) and host == _host(address)
        if ratio >= NAME_THRESHOLD or same_website:
            is_published = state == PublicationState.PUBLISHED
            found.append(
                Likeness(slug, other, region, is_published, ratio, same_website, shared[pk])
            )
    return sorted(found, key=_rank)[:SHOWN]


def _rank(each: Likeness) -> tuple[float, str]:
    return (-each.name_ratio - each.same_website - min(each.shared_kreise, 5) / 10, each.slug)


def name_likeness(one: str, other: str) -> float:
    """Return the share of common letter triples (Jaccard), without words that all names have.

    >>> name_likeness("Zukunft durch Industrie e.V.", "zukunft durch industrie")
    1.0
    >>> name_likeness("Zukunft durch Industrie", "Chemie am Hochrhein")
    0.0
    """
    left, right = _triples(one), _triples(other)
    if not left or not right:
        return 0.0
    return len(left & right) / len(left | right)


def _triples(name: str) -> set[str]:
    letters = "".join(c if c.isalnum() else " " for c in fold(name))
    words = [word for word in letters.split() if word not in _COMMON]
    return {f" {word} "[i : i + 3] for word in words for i in range(len(word))}


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _count_shared_kreise(kreise: Collection[str]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    if kreise:
        facets = Facet.objects.filter(kind=FacetKind.KREIS, code__in=list(kreise))
        for pk in facets.values_list("initiative_id", flat=True):
            counts[pk] += 1
    return counts
