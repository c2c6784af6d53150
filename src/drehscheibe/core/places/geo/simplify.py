"""Leave out the points of borders that matter least, once for both sides.

After M. Visvalingam and J. D. Whyatt (1993), Line generalisation by repeated elimination of points,
The Cartographic Journal 30, 46–51, doi:10.1179/000870493786962263: the point that spans the smallest
triangle with its neighbours goes first. Triangles are weighted by their angle, so that thin spikes go
earlier than gentle bends of the same area.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from math import hypot, inf

import numpy as np

from drehscheibe.core.places.geo.arcs import Arcs
from drehscheibe.core.places.geo.layer import Points

__all__ = ["simplify"]


def simplify(arcs: Arcs, keep: int) -> list[Points]:
    """Return the points of every arc, about ``keep`` of them besides the ends.

    A closed arc keeps at least three places and an arc of a ring with two arcs at least one
    besides its ends, so that no area disappears.

    Parameters
    ----------
    keep : int
        How many points between junctions the whole country may have.
    """
    lines = [arcs.points[arc] for arc in arcs.arcs]
    weights = [_weights(line) for line in lines]
    everything = np.concatenate([each[1:-1] for each in weights]) if weights else np.array([])
    limit = np.partition(everything, -keep)[-keep] if 0 < keep < len(everything) else -inf
    least = _least(arcs)
    return [
        _thin(line, weight, limit, least[number])
        for number, (line, weight) in enumerate(zip(lines, weights, strict=True))
    ]


def _least(arcs: Arcs) -> list[int]:
    """Return how many inner points each arc must keep."""
    least = [2 if arc[0] == arc[-1] else 0 for arc in arcs.arcs]
    ends: dict[tuple[int, int], list[int]] = {}
    for number, arc in enumerate(arcs.arcs):
        if arc[0] != arc[-1]:
            between = (int(min(arc[0], arc[-1])), int(max(arc[0], arc[-1])))
            ends.setdefault(between, []).append(number)
    for twins in ends.values():
        if len(twins) > 1:
            for number in twins:
                least[number] = 1
    return least


def _thin(line: Points, weights: Points, limit: float, least: int) -> Points:
    keep = weights >= limit
    if keep[1:-1].sum() < least:
        order = np.argsort(-weights[1:-1], kind="stable")[:least] + 1
        keep[order] = True
    return line[keep]


def _weights(line: Points) -> Points:
    """Return for each point how large the triangle was with which it went; ends never go."""
    weights = np.full(len(line), inf)
    if len(line) < 3:
        return weights
    points: list[tuple[float, float]] = [(x, y) for x, y in line.tolist()]
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))
    current = [inf, *map(_triangle, points, points[1:], points[2:]), inf]
    heap = [(weight, n) for n, weight in enumerate(current) if weight < inf]
    heapify(heap)
    gone = 0.0
    while heap:
        weight, n = heappop(heap)
        if weight != current[n]:
            continue  # its neighbourhood has changed since
        gone = max(gone, weight)  # a point never goes before one that made its triangle
        weights[n] = gone
        current[n] = -1.0
        left, right = before[n], after[n]
        after[left], before[right] = right, left
        for m in (left, right):
            if 0 < m < len(points) - 1:
                current[m] = _triangle(points[before[m]], points[m], points[after[m]])
                heappush(heap, (current[m], m))
    return weights


def _triangle(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Return the area of a triangle, less if its middle corner is sharp."""
    ux, uy, vx, vy = a[0] - b[0], a[1] - b[1], c[0] - b[0], c[1] - b[1]
    lengths = hypot(ux, uy) * hypot(vx, vy)
    if lengths == 0:
        return 0.0
    sharpness = (ux * vx + uy * vy) / lengths  # 1 for a spike, -1 for a straight line
    return abs(ux * vy - uy * vx) / 2 * (1 - 0.7 * sharpness)
