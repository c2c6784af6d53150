"""The path from nothing to an initiative: thirteen stations, written down once per language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

__all__ = ["KEYS", "TOOLS", "Station", "Tools", "find_station", "list_stations"]

DATA = Path(__file__).parents[1] / "data"

#: Station → week after the start in which it is due. From real foundings: the first public step
#: within a year, the review twelve months later.
WEEKS = {
    "m0": 2,
    "m1": 6,
    "m2": 9,
    "m3": 13,
    "m4": 19,
    "m5": 24,
    "m6": 28,
    "m7": 31,
    "m8": 36,
    "m9": 42,
    "m10": 50,
    "m11": 52,
    "m12": 94,
}
KEYS = tuple(WEEKS)


@dataclass(frozen=True, slots=True)
class Tools:
    """What of the library belongs to a station.

    Attributes
    ----------
    checklists : tuple of (str, str)
        Slug, and the station from whose date the days of the checklist are counted.
    formats, packages : tuple of str
        Slugs.
    """

    checklists: tuple[tuple[str, str], ...] = ()
    formats: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()


#: The founding is counted from the day on which everybody hears of it.
_FOUNDING = ("initiative-gruenden", "m9")
TOOLS = {
    "m0": Tools(checklists=(_FOUNDING,)),
    "m2": Tools(formats=("runder-tisch",)),
    "m3": Tools(
        checklists=(("veranstaltung-konzept-bis-dokumentation", "m3"),),
        formats=("moderationsmethode", "zukunftswerkstatt"),
    ),
    "m4": Tools(checklists=(_FOUNDING,)),
    "m8": Tools(formats=("fokusgruppe", "buergerversammlung")),
    "m9": Tools(
        checklists=(
            ("veranstaltung-konzept-bis-dokumentation", "m9"),
            ("barrierefreie-veranstaltung", "m9"),
        ),
        formats=("netzwerktreffen",),
        packages=("gruendung",),
    ),
    "m10": Tools(
        checklists=(("tag-der-offenen-tuer", "m10"), ("aktionswoche", "m10")),
        formats=("betriebsbesuch",),
        packages=("offene-betriebe", "aktionswoche"),
    ),
    "m11": Tools(checklists=(("erste-100-tage", "m9"),)),
}


@dataclass(frozen=True, slots=True)
class Station:
    """What a team needs to know of one station.

    Attributes
    ----------
    week : int
        When it is due, counted from the start.
    steps, traps : tuple of str
        What to do, one sentence each; where others stumbled.
    proof : str
        By what the team and others see that it is done.
    drafts : tuple of str
        Codes of :class:`DraftKind` that belong to it.
    search : str
        Words with which the house's search finds more.
    """

    key: str
    week: int
    title: str
    what: str
    who: str
    takes: str
    steps: tuple[str, ...]
    traps: tuple[str, ...]
    proof: str
    drafts: tuple[str, ...] = ()
    search: str = ""

    @property
    def number(self) -> int:
        return int(self.key.removeprefix("m"))


def list_stations() -> tuple[Station, ...]:
    """Return the stations in their order, in the current language."""
    return _read((get_language() or "de")[:2])


def find_station(key: str) -> Station | None:
    return next((station for station in list_stations() if station.key == key), None)


@cache
def _read(language: str) -> tuple[Station, ...]:
    path = DATA / f"guide.{'en' if language == 'en' else 'de'}.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Station(
            key=key,
            week=week,
            **_frozen(raw[key]),
        )
        for key, week in WEEKS.items()
    )


def _frozen(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
