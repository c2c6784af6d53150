"""Names of Länder and Kreise, held in memory: they stand on nearly every page and hardly ever change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import get_language

from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.core.places.models import Kreis, Land

__all__ = ["KreisName", "labels_of_kreise", "list_adjoining", "list_kreise", "names_of_laender"]


@dataclass(frozen=True, slots=True)
class KreisName:
    """A Kreis as lists and maps name it: its official name and what people say."""

    ags5: str
    name: str
    label: str
    land_code: str


def names_of_laender() -> Mapping[str, str]:
    """Return the names of the Länder by code in the current language, in the order of their names."""
    return _names_of_laender((get_language() or "de")[:2])


@kept_for_epoch("places")
def _names_of_laender(_language: str) -> Mapping[str, str]:
    return MappingProxyType({land.code: str(land) for land in Land.objects.all()})


@kept_for_epoch("places")
def list_kreise(*, with_dissolved: bool = False) -> tuple[KreisName, ...]:
    """Return the Kreise by name: those of today, or also those that a reform has dissolved."""
    kreise = Kreis.objects.only("ags5", "name", "kind", "land_id")
    if not with_dissolved:
        kreise = kreise.filter(valid_until=None)
    return tuple(KreisName(k.ags5, k.name, k.label, k.land_id) for k in kreise)


@kept_for_epoch("places")
def labels_of_kreise() -> Mapping[str, str]:
    """Return what people call each Kreis, by key; also those that a reform has dissolved."""
    return MappingProxyType({kreis.ags5: kreis.label for kreis in list_kreise(with_dissolved=True)})


def list_adjoining(keys: Iterable[str]) -> set[str]:
    """Return the keys of the Kreise round some others, without these."""
    own, neighbours = set(keys), _neighbours()
    return set().union(*(neighbours.get(key, ()) for key in own)) - own


@kept_for_epoch("places")
def _neighbours() -> Mapping[str, tuple[str, ...]]:
    pairs = Kreis.neighbours.through.objects.values_list("from_kreis_id", "to_kreis_id")
    around: dict[str, list[str]] = {}
    for here, there in pairs:
        around.setdefault(here, []).append(there)
    return MappingProxyType({key: tuple(others) for key, others in around.items()})
