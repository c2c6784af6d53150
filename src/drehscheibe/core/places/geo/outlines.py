"""From arcs to the SVG paths that pages draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from drehscheibe.core.places.geo.arcs import Directed, inside, signed_area
from drehscheibe.core.places.geo.layer import BadBoundaries, Points
from drehscheibe.core.places.geo.shapes import ORIGIN, UNIT_M, Shape

__all__ = ["Outliner"]

Units: TypeAlias = npt.NDArray[np.int64]
#: Islands and holes smaller than this many square units (half a square kilometre) are not drawn,
#: unless they are all there is of an area, or the hole in which another area lies.
SMALLEST = 12.5


@dataclass(frozen=True, slots=True)
class Outliner:
    """Draws areas from shared lines.

    Attributes
    ----------
    lines : sequence of arrays
        The points of each arc in whole units.
    needed : frozenset of int
        Arcs that are the outline of an area's largest part, so that nobody may leave them out.
    """

    lines: Sequence[Units]
    needed: frozenset[int]

    @classmethod
    def of(cls, lines: Iterable[Points], areas: Mapping[str, set[Directed]]) -> Outliner:
        """Put the lines, in metres, on the grid of whole units."""
        on_grid = [_on_grid(line) for line in lines]
        bare = cls(on_grid, frozenset())
        largest = (bare._largest(key, arcs) for key, arcs in areas.items())
        return cls(on_grid, frozenset(number for ring in largest for number, _back in ring))

    def draw(self, name: str, arcs: set[Directed]) -> Shape:
        """Return the shape of an area; largest part first.

        Raises
        ------
        BadBoundaries
            If nothing of it can be seen.
        """
        rings = [
            ring
            for chain in self._chains(arcs)
            if len(ring := self._points(chain)) > 2 and self._is_worth_drawing(chain, ring)
        ]
        rings.sort(key=lambda ring: -abs(signed_area(ring.astype(float))))
        if not rings:
            raise BadBoundaries(f"the area of {name} is too small to be drawn")
        every = np.concatenate(rings)
        left, top = every.min(axis=0).tolist()
        right, bottom = every.max(axis=0).tolist()
        return Shape(
            "".join(_path(ring) for ring in rings), _middle(rings), (left, top, right, bottom)
        )

    def _largest(self, name: str, arcs: set[Directed]) -> list[Directed]:
        chains = self._chains(arcs)
        if not chains:
            raise BadBoundaries(f"the area of {name} is empty")
        return max(chains, key=self._size)

    def _size(self, chain: list[Directed]) -> float:
        points = self._points(chain)
        return abs(signed_area(points.astype(float))) if len(points) > 2 else 0.0

    def _is_worth_drawing(self, chain: list[Directed], ring: Units) -> bool:
        if any(number in self.needed for number, _back in chain):
            return True
        return abs(signed_area(ring.astype(float))) >= SMALLEST

    def _chains(self, arcs: set[Directed]) -> list[list[Directed]]:
        """Put arcs together to closed rings, each arc once, always in the same order."""
        begins: dict[tuple[int, int], list[Directed]] = {}
        for directed in sorted(arcs, reverse=True):
            begins.setdefault(self._end(directed, last=False), []).append(directed)
        chains = []
        for start in sorted(begins):
            while begins[start]:
                chains.append(self._follow(begins, start))
        return chains

    def _follow(
        self, begins: dict[tuple[int, int], list[Directed]], start: tuple[int, int]
    ) -> list[Directed]:
        chain: list[Directed] = []
        at = start
        while begins.get(at):
            chain.append(begins[at].pop())
            at = self._end(chain[-1], last=True)
            if at == start:
                break
        return chain

    def _end(self, directed: Directed, *, last: bool) -> tuple[int, int]:
        number, back = directed
        x, y = self.lines[number][-1 if last != back else 0].tolist()
        return x, y

    def _points(self, chain: list[Directed]) -> Units:
        """Return the ring of a chain without a repeated point, from its topmost one on."""
        parts = [self.lines[n][::-1][:-1] if back else self.lines[n][:-1] for n, back in chain]
        ring: Units = np.concatenate(parts)
        moves: npt.NDArray[np.bool_] = (ring != np.roll(ring, 1, axis=0)).any(axis=1)
        ring = ring[moves]
        return np.roll(ring, -int(np.lexsort(ring.T)[0]), axis=0) if len(ring) else ring


def _on_grid(line: Points) -> Units:
    """Return a line in whole units, y downwards as in SVG."""
    grid: Units = np.rint((line - ORIGIN) * (1 / UNIT_M, -1 / UNIT_M)).astype(np.int64)
    return grid


def _path(ring: Units) -> str:
    """Return a ring as a short relative path."""
    (x, y), steps = ring[0].tolist(), np.diff(ring, axis=0).tolist()
    numbers = " ".join(f"{dx} {dy}" for dx, dy in steps)
    return f"M{x} {y}l{numbers.replace(' -', '-')}z"


def _middle(rings: Sequence[Units]) -> tuple[int, int]:
    """Return the place farthest from every border, found by a grid that is narrowed three times."""
    borders = [ring.astype(float) for ring in rings]
    starts = np.concatenate(borders)
    steps = np.concatenate([np.roll(ring, -1, axis=0) - ring for ring in borders])
    low, high = borders[0].min(axis=0), borders[0].max(axis=0)
    best = (low + high) / 2
    for _ in range(3):
        grid = np.stack(
            np.meshgrid(np.linspace(low[0], high[0], 9), np.linspace(low[1], high[1], 9)), axis=-1
        ).reshape(-1, 2)
        depth = _depth(grid, starts, steps, borders)
        best = grid[int(depth.argmax())]
        reach = (high - low) / 8
        low, high = best - reach, best + reach
    x, y = np.rint(best).astype(int).tolist()
    return x, y


def _depth(places: Points, starts: Points, steps: Points, borders: Sequence[Points]) -> Points:
    """Return how far each place lies from the nearest border, negative outside."""
    lengths = np.maximum((steps**2).sum(axis=1), 1e-9)
    away = places[:, None, :] - starts[None, :, :]
    along = np.clip((away * steps).sum(axis=2) / lengths, 0, 1)
    squared = ((away - along[..., None] * steps) ** 2).sum(axis=2).min(axis=1)
    odd = np.zeros(len(places), dtype=bool)
    for ring in borders:
        odd ^= inside(ring, places)
    depth: Points = np.where(odd, 1, -1) * np.sqrt(squared)
    return depth
