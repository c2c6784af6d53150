"""Find the region that somebody typed: a Kreis or a whole Land, by any name people use."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from drehscheibe.core.places.names import KreisName, list_kreise, names_of_laender
from drehscheibe.core.text.stems import fold

__all__ = ["Region", "find_region", "list_region_names", "nearest_names"]


@dataclass(frozen=True, slots=True)
class Region:
    """A Kreis, or a whole Land if ``kreis`` is empty."""

    label: str
    land: str
    kreis: str = ""


def list_region_names() -> list[str]:
    """Return the names to choose from: Länder first, then Kreise; no query after the first."""
    laender = [_("all of %(land)s") % {"land": name} for name in names_of_laender().values()]
    return [*laender, *(kreis.label for kreis in list_kreise())]


def find_region(typed: str) -> Region | None:
    """Return the region of a name, an official key or the code of a Land; None if there is none."""
    wanted = _plain(typed)
    if not wanted:
        return None
    for code, name in names_of_laender().items():
        whole = _("all of %(land)s") % {"land": name}
        if wanted in {_plain(name), _plain(whole), code.lower()} and not _is_kreis_too(wanted):
            return Region(whole, code)
        if wanted == _plain(whole):
            return Region(whole, code)
    for names_of in (_proper_names, _plain_names, _short_names):
        for kreis in list_kreise():
            if wanted in names_of(kreis):
                return Region(kreis.label, kreis.land_code, kreis.ags5)
    return None


def _proper_names(kreis: KreisName) -> set[str]:
    return {kreis.ags5, _plain(kreis.label)}


def _plain_names(kreis: KreisName) -> set[str]:
    return {_plain(kreis.name), _plain(kreis.name.split(",")[0])}


def _short_names(kreis: KreisName) -> set[str]:
    """Return what people say who leave out, or add, what kind of Kreis it is."""
    name = _plain(kreis.name.split(",")[0])
    is_town = _plain(kreis.label) == name
    kinds = ("stadt", "stadtkreis") if is_town else ("kreis", "landkreis")
    return {f"{kind} {name}" for kind in kinds}


def nearest_names(typed: str, limit: int = 3) -> list[str]:
    """Return names that look like what was typed, for somebody who mistyped."""
    by_plain = {_plain(name): name for name in list_region_names()}
    close = get_close_matches(_plain(typed), list(by_plain), n=limit, cutoff=0.6)
    return [by_plain[name] for name in close]


def _is_kreis_too(wanted: str) -> bool:
    """Whether a Land is a town as well; then its one Kreis is meant by its plain name."""
    return any(wanted == _plain(kreis.label) for kreis in list_kreise())


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in text.replace("(", " ").replace(")", " ").split())
