"""Which area of a file is which Kreis or Land."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from drehscheibe.core.places.geo.layer import BadBoundaries, Feature, Layer, Polygon

__all__ = ["KREISE", "LAENDER", "LEVELS", "Level", "Matched", "match"]

#: Names of the key column in the editions of the official files, best first.
KEY_COLUMNS = ("AGS", "AGS_0", "ARS", "ARS_0", "RS", "RS_0", "SN_L", "AGS5", "KRS", "KEY", "ID")
NAME_COLUMNS = ("GEN", "NAME", "BEZ")
#: VG250 marks land with 4 and cuts the sea and lakes off; VG5000 knows only 9, all of it land.
LAND_ONLY = 4


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the official division.

    Attributes
    ----------
    digits : int
        How many digits of a key name one of its areas.
    layer_words : tuple of str
        Parts of the names that the official files give the layer.
    """

    name: str
    digits: int
    layer_words: tuple[str, ...]


KREISE = Level("kreise", 5, ("krs", "kreis"))
LAENDER = Level("laender", 2, ("lan", "land", "laender"))
LEVELS = {level.name: level for level in (KREISE, LAENDER)}


@dataclass(frozen=True, slots=True)
class Matched:
    """Areas by official key, and what did not fit.

    Attributes
    ----------
    unknown : tuple of (key, name)
        Rows whose key the hub does not know.
    missing : tuple of str
        Known keys without an area.
    merged : tuple of (key, key)
        Dissolved Kreise and those they became part of.
    water_rows : int
        Rows left out because they are no land.
    """

    areas: dict[str, list[Polygon]]
    key_column: str
    unknown: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    merged: tuple[tuple[str, str], ...]
    water_rows: int


def match(layer: Layer, level: Level, *, known: Collection[str], merged: dict[str, str]) -> Matched:
    """Give every area to its Kreis or Land.

    Parameters
    ----------
    known : collection of str
        Keys that the hub knows: five digits for Kreise, two for Länder.
    merged : mapping
        Dissolved key to the key it became part of.

    Raises
    ------
    BadBoundaries
        If there is no column of keys, or less than half of the known keys are in the file.
    """
    land = _only_land(layer.features)
    column = _key_column(land, level, known)
    areas: dict[str, list[Polygon]] = {}
    unknown: list[tuple[str, str]] = []
    joined: list[tuple[str, str]] = []
    for feature in land:
        key = _key_of(feature.properties.get(column), level)
        target = merged.get(key, key)
        if target not in known:
            unknown.append((key, _name_of(feature.properties)))
            continue
        if target != key:
            joined.append((key, target))
        areas.setdefault(target, []).extend(feature.polygons)
    missing = tuple(sorted(set(known) - areas.keys()))
    if 2 * len(areas) < len(known):
        raise BadBoundaries(
            f"only {len(areas)} of {len(known)} {level.name} are in column »{column}« of layer"
            f" »{layer.name}«; is this the right file for --level {level.name}?"
        )
    return Matched(
        areas, column, tuple(unknown), missing, tuple(joined), len(layer.features) - len(land)
    )


def _only_land(features: list[Feature]) -> list[Feature]:
    land = [each for each in features if _number(each.properties.get("GF")) == LAND_ONLY]
    return land or features


def _number(value: Any) -> int | None:  # noqa: ANN401 -- from a file
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return None


def _key_column(features: Iterable[Feature], level: Level, known: Collection[str]) -> str:
    """Return the column that names most of the known keys, the usual ones first."""
    rows = [each.properties for each in features]
    names = {str(name).upper(): name for row in rows for name in row}
    best, most = "", 0
    for column in [names[usual] for usual in KEY_COLUMNS if usual in names]:
        found = len({_key_of(row.get(column), level) for row in rows} & set(known))
        if found > most:
            best, most = column, found
    if not best:
        columns = ", ".join(sorted(str(name) for name in names.values())[:20]) or "none"
        raise BadBoundaries(
            f"no column holds official keys ({', '.join(KEY_COLUMNS)}) of {level.name};"
            f" columns are: {columns}"
        )
    return best


def _key_of(value: Any, level: Level) -> str:  # noqa: ANN401 -- from a file
    """Return the digits that name the area; a number has lost its leading zero."""
    text = str(value).strip()
    if not re.fullmatch(r"\d{1,12}", text, re.ASCII):
        return ""
    if len(text) in {level.digits - 1, 7, 11} and isinstance(value, int):
        text = f"0{text}"
    return text[: level.digits] if len(text) >= level.digits else ""


def _name_of(properties: dict[str, Any]) -> str:
    names = {str(name).upper(): value for name, value in properties.items()}
    return next((str(names[name])[:60] for name in NAME_COLUMNS if names.get(name)), "")
