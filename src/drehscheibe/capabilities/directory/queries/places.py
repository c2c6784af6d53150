"""Names of Länder and Kreise as the directory needs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from drehscheibe.capabilities.directory.choices import FacetKind
from drehscheibe.capabilities.directory.queries.filters import Filters, ReadFilters
from drehscheibe.core.places.names import list_kreise, names_of_laender


@dataclass(frozen=True, slots=True)
class Places:
    """Länder by code and the Kreise that the filter form offers, both by name."""

    laender: Mapping[str, str]
    kreise: Mapping[str, str]


def resolve_places(read: ReadFilters) -> tuple[ReadFilters, Places]:
    """Return the filters without places that do not exist, and the names that a form needs.

    The Kreise of the chosen Länder are offered; 400 at once would help nobody.
    """
    laender = names_of_laender()
    land_codes = read.filters.codes(FacetKind.LAND)
    chosen = read.filters.codes(FacetKind.KREIS)
    kreise = _kreise(land_codes, chosen) if land_codes or chosen else {}
    checked, ignored = read.filters, list(read.ignored)
    for kind, known in ((FacetKind.LAND, laender), (FacetKind.KREIS, kreise)):
        for code in checked.codes(kind):
            if code not in known:
                checked = checked.without(kind, code)
                ignored.append(f"{kind.value}={code}")
    return replace(read, filters=checked, ignored=tuple(ignored)), Places(laender, kreise)


def _kreise(land_codes: Iterable[str], chosen: Iterable[str]) -> dict[str, str]:
    wanted, named = set(land_codes), set(chosen)
    return {
        kreis.ags5: kreis.label
        for kreis in list_kreise(with_dissolved=True)
        if kreis.land_code in wanted or kreis.ags5 in named
    }


def name_places(many: Iterable[Filters]) -> Places:
    """Return the names of all Länder, and of the Kreise that stored filters name; no query."""
    chosen = {code for filters in many for code in filters.codes(FacetKind.KREIS)}
    return Places(names_of_laender(), _kreise((), chosen))
