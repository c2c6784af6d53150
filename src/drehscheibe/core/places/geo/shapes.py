"""Boundaries as a page draws them. Knows nothing of files, databases or pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["UNIT_M", "Boundaries", "Shape", "Source"]

#: Boundaries are drawn in whole units of so many metres, counted from the north-western corner
#: ``ORIGIN`` of EPSG:25832; on the largest zoom one unit is a little more than a pixel.
UNIT_M = 200
ORIGIN = (200_000, 6_200_000)


@dataclass(frozen=True, slots=True)
class Shape:
    """One area.

    Attributes
    ----------
    path : str
        SVG path in whole units.
    label : (int, int)
        A place well inside, for a name or for finding the area with arrow keys.
    box : (int, int, int, int)
        Left, top, right, bottom.
    """

    path: str
    label: tuple[int, int]
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Source:
    """Whose boundaries these are; to be printed under every map that shows them."""

    attribution: str
    attribution_url: str
    licence: str
    licence_url: str


@dataclass(frozen=True, slots=True)
class Boundaries:
    """All boundaries that the hub has.

    Attributes
    ----------
    kreise : mapping of five-digit key to Shape
    laender : mapping of abbreviation to Shape
    sources : tuple of Source
        Each once.
    """

    kreise: Mapping[str, Shape]
    laender: Mapping[str, Shape]
    sources: tuple[Source, ...]
