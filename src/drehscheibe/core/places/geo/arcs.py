"""Take areas apart into arcs, each of which is stored once and shared by the areas on its two sides.

An arc runs from one junction to the next. A point is a junction where the rings that pass through it
do not all come from and go to the same two points. Whatever is done to an arc afterwards is done to
both sides of a border at once, so that no gap and no overlap can arise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from drehscheibe.core.places.geo.layer import Points, Polygon

__all__ = ["Arcs", "Directed", "cut_into_arcs", "signed_area", "surround"]

Ids: TypeAlias = npt.NDArray[np.int64]
#: Number of an arc, and whether it is read backwards.
Directed: TypeAlias = tuple[int, bool]


@dataclass(frozen=True, slots=True)
class Arcs:
    """All borders.

    Attributes
    ----------
    points : array of shape (n, 2)
        Every place once.
    arcs : list of arrays
        Numbers of places from end to end; a closed arc ends where it begins.
    areas : mapping of key to arcs
        Each area lies to the left of its arcs.
    """

    points: Points
    arcs: list[Ids]
    areas: dict[str, set[Directed]]

    def neighbours(self) -> set[tuple[str, str]]:
        """Return the pairs of areas that share an arc, smaller key first."""
        of: dict[int, list[str]] = {}
        for key, directed in self.areas.items():
            for number in {arc for arc, _back in directed}:
                of.setdefault(number, []).append(key)
        return {(a, b) for keys in of.values() for a in keys for b in keys if a < b}


def cut_into_arcs(areas: Mapping[str, list[Polygon]]) -> Arcs:
    """Take the areas apart.

    Parameters
    ----------
    areas : mapping of key to polygons
        Neighbours must share the very same points along their border, as official files do.
    """
    rings, owners = _directed_rings(areas)
    flat = np.concatenate(rings)
    places, numbers = np.unique(flat[:, 0] + 1j * flat[:, 1], return_inverse=True)
    ends = np.cumsum([len(ring) for ring in rings])
    ids = [_without_repeats(ring) for ring in np.split(numbers.astype(np.int64), ends[:-1])]
    junctions = _junctions(ids, len(places))
    known: dict[bytes, int] = {}
    arcs: list[Ids] = []
    directed: dict[str, set[Directed]] = {key: set() for key in areas}
    for owner, ring in zip(owners, ids, strict=True):
        if len(ring) < 3:
            continue
        for arc in _cut(ring, junctions):
            kept, back = _canonical(arc)
            number = known.setdefault(kept.tobytes(), len(arcs))
            if number == len(arcs):
                arcs.append(kept)
            # A border between two parts of the same area is none.
            if (number, not back) in directed[owner]:
                directed[owner].discard((number, not back))
            else:
                directed[owner].add((number, back))
    return Arcs(np.column_stack((places.real, places.imag)), arcs, directed)


def surround(parts: Iterable[set[Directed]]) -> set[Directed]:
    """Return the arcs round several areas together: those that only one of them has."""
    whole: set[Directed] = set()
    for arcs in parts:
        whole |= arcs
    return {(number, back) for number, back in whole if (number, not back) not in whole}


def signed_area(points: Points) -> float:
    """Return the area of a ring, positive if it runs counter-clockwise."""
    x, y = points[:, 0] - points[0, 0], points[:, 1] - points[0, 1]
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def _directed_rings(areas: Mapping[str, list[Polygon]]) -> tuple[list[Points], list[str]]:
    """Return all rings with their owners; outer rings run counter-clockwise, holes clockwise."""
    rings: list[Points] = []
    owners: list[str] = []
    for key, polygons in areas.items():
        for polygon in polygons:
            for ring, is_hole in _with_holes(polygon):
                rings.append(ring if (signed_area(ring) < 0) == is_hole else ring[::-1])
                owners.append(key)
    return rings, owners


def _with_holes(polygon: Polygon) -> Iterator[tuple[Points, bool]]:
    """Say of each ring of a row whether it is a hole.

    Formats differ in which rings they put together and which way these run. What holds in all of
    them: a ring is a hole if it lies within an odd number of the others.
    """
    low = np.array([ring.min(axis=0) for ring in polygon])
    high = np.array([ring.max(axis=0) for ring in polygon])
    for n, ring in enumerate(polygon):
        fits = ((low <= low[n]) & (high >= high[n])).all(axis=1)
        around = sum(m != n and _holds(polygon[m], ring) for m in np.flatnonzero(fits))
        yield ring, around % 2 == 1


def _holds(ring: Points, inner: Points) -> bool:
    """Return whether most of a few points of one ring lie inside the other."""
    following = np.roll(inner, -1, axis=0)
    step = max(1, len(inner) // 7)
    sample = ((inner + following) / 2)[::step]
    return bool(inside(ring, sample).mean() > 0.5)


def inside(ring: Points, places: Points) -> npt.NDArray[np.bool_]:
    """Return which places lie inside a ring (even-odd rule)."""
    ahead = np.roll(ring, -1, axis=0)
    x, y = places[:, 0, None], places[:, 1, None]
    crosses = (ring[:, 1] > y) != (ahead[:, 1] > y)
    rise = np.where(ahead[:, 1] == ring[:, 1], 1.0, ahead[:, 1] - ring[:, 1])
    at = ring[:, 0] + (y - ring[:, 1]) * (ahead[:, 0] - ring[:, 0]) / rise
    odd: npt.NDArray[np.bool_] = (crosses & (x < at)).sum(axis=1) % 2 == 1
    return odd


def _without_repeats(ring: Ids) -> Ids:
    return ring[ring != np.roll(ring, 1)] if len(ring) > 1 else ring


def _junctions(rings: list[Ids], number_of_places: int) -> npt.NDArray[np.bool_]:
    """Return which places are junctions."""
    here = np.concatenate(rings)
    before = np.concatenate([np.roll(ring, 1) for ring in rings])
    after = np.concatenate([np.roll(ring, -1) for ring in rings])
    low, high = np.minimum(before, after), np.maximum(before, after)
    first = np.full(number_of_places, -1)
    first[here[::-1]] = np.arange(len(here))[::-1]
    differs = (low != low[first[here]]) | (high != high[first[here]])
    is_junction = np.zeros(number_of_places, dtype=bool)
    is_junction[here[differs]] = True
    return is_junction


def _cut(ring: Ids, junctions: npt.NDArray[np.bool_]) -> Iterator[Ids]:
    """Yield the arcs of a ring in its direction."""
    at = np.flatnonzero(junctions[ring])
    start = int(at[0]) if len(at) else int(ring.argmin())
    turned = np.roll(ring, -start)
    closed = np.append(turned, turned[0])
    cuts = [0, *(int(n) - start for n in at[1:]), len(ring)]
    for begin, end in pairwise(cuts):
        yield closed[begin : end + 1]


def _canonical(arc: Ids) -> tuple[Ids, bool]:
    """Return the arc in the one direction in which it is stored, and whether it was turned round."""
    reverse = arc[::-1]
    turn = (int(reverse[0]), int(reverse[1])) < (int(arc[0]), int(arc[1]))
    return np.ascontiguousarray(reverse if turn else arc), turn
