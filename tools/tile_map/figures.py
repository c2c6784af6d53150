"""Measure what the tile map kept of the country."""

from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix
from scipy.stats import spearmanr

from tools.tile_map.outlines import Tile, centre
from tools.tile_map.regions import Floats, Regions

Touching = npt.NDArray[np.bool_]


def measure(regions: Regions, tiles: list[Tile]) -> dict[str, float | int | dict[str, int]]:
    """Return the figures that the asset states; ``tiles`` are in the order of ``regions``."""
    places = np.array([centre(tile) for tile in tiles]) * (sqrt(3.0) / 2, 0.5)
    near = _touching(places)
    kept = sum(bool(near[i, j]) for i, j in regions.pairs)
    moved = displacements(regions.xy_km, places)
    return {
        "neighbourhoods": len(regions.pairs),
        "neighbourhoods_kept": kept,
        "neighbourhoods_upper_bound": most_that_can_be_kept(regions),
        "sides_between_tiles": int(near.sum()) // 2,
        "land_parts": _land_parts(regions, near),
        "displacement_median": round(float(np.median(moved)), 3),
        "displacement_max": round(float(moved.max()), 3),
        "rank_correlation_east": _rank(regions.xy_km[:, 0], places[:, 0]),
        "rank_correlation_north": _rank(regions.xy_km[:, 1], places[:, 1]),
        "angle_error_median_degrees": _angle_error(regions, places),
    }


def _touching(places: Floats) -> Touching:
    gaps = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
    return np.asarray((gaps > 0.1) & (gaps < 1.9), dtype=np.bool_)


def displacements(true: Floats, places: Floats) -> Floats:
    """Return how far each tile lies from its true place, in tile widths.

    The true centres are scaled and shifted, never turned, so that the squares of the distances are
    smallest.
    """
    a, b = true - true.mean(axis=0), places - places.mean(axis=0)
    scale = float((a * b).sum() / (a * a).sum())
    return np.asarray(np.hypot(*(a * scale - b).T) / sqrt(3.0), dtype=np.float64)


def most_that_can_be_kept(regions: Regions) -> int:
    """Return the most neighbourhoods that any map of hexagons could keep.

    A hexagon has six sides, many Kreise have more neighbours. The largest set of borders in which
    nobody has more than six is a matching problem and solved exactly. That the tiles must also fit
    together in the plane is not counted, so the true limit is lower.
    """
    pairs = regions.pairs
    ends = np.array(pairs).ravel()
    edges = np.repeat(np.arange(len(pairs)), 2)
    uses = csr_matrix((np.ones(len(ends)), (ends, edges)), shape=(len(regions.keys), len(pairs)))
    solution = milp(
        -np.ones(len(pairs)),
        constraints=LinearConstraint(uses, -np.inf, 6),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(pairs)),
    )
    return round(-float(solution.fun))


def _land_parts(regions: Regions, near: Touching) -> dict[str, int]:
    parts: dict[str, int] = {}
    for land in sorted(set(regions.laender)):
        left = {i for i, own in enumerate(regions.laender) if own == land}
        parts[land] = 0
        while left:
            parts[land] += 1
            stack = [left.pop()]
            while stack:
                found = {int(j) for j in np.flatnonzero(near[stack.pop()])} & left
                left -= found
                stack.extend(found)
    return parts


def _rank(true: Floats, drawn: Floats) -> float:
    return round(float(spearmanr(true, drawn).statistic), 4)


def _angle_error(regions: Regions, places: Floats) -> float:
    """Return the median error of the direction from a Kreis to its neighbour, degrees."""
    one, two = np.array(regions.pairs).T
    true, drawn = regions.xy_km[two] - regions.xy_km[one], places[two] - places[one]
    turn = np.arctan2(true[:, 1], true[:, 0]) - np.arctan2(drawn[:, 1], drawn[:, 0])
    error = np.abs((np.degrees(turn) + 180) % 360 - 180)
    return round(float(np.median(error)), 1)
