"""State what a good seating is, and look for one from several starts."""

from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sqrt
from random import Random

import numpy as np
from scipy.optimize import linear_sum_assignment

from tools.tile_map.anneal import Problem, Schedule, Seating, anneal
from tools.tile_map.cartogram import equalise
from tools.tile_map.grid import AREA, SIZE, STEPS, STRIDE, Cell, cell_at, distance, middle
from tools.tile_map.regions import Floats, Regions
from tools.tile_map.territory import NOBODY, Territory, grow_territory, pixel_centres

#: Directions are told apart in sectors of 15 degrees.
SECTORS = 24
#: Two centres closer than this (a city inside its Kreis) have no direction worth keeping, km.
SAME_PLACE_KM = 9.0
#: Where the middle of the map lies in the grid of STRIDE x STRIDE cells.
ORIGIN_Q, ORIGIN_R = 24, 30


@dataclass(frozen=True, slots=True)
class Weights:
    """Prices, chosen by looking at maps; a lost neighbourhood with one tile in between costs 1.

    Attributes
    ----------
    apart : float
        Each further tile in between.
    enclosed : float
        How much dearer a lost neighbourhood of a Kreis with one or two neighbours is, as a share.
    direction : float
        A neighbour at a right angle to its true direction; the opposite side costs double.
    displaced : float
        One tile width from the equalised place, growing with the square.
    outline : float
        A tile on a cell that the equalised country does not cover at all.
    stranger : float
        A side between Länder that do not touch.
    inner : float
        A side of an inner Kreis that looks to the sea or abroad.
    edge : float
        Any side at the edge, so that the outline stays short.
    broken : float
        Each further part of a Land.
    """

    apart: float = 0.5
    enclosed: float = 0.5
    direction: float = 0.35
    displaced: float = 0.04
    outline: float = 1.3
    stranger: float = 1.0
    inner: float = 0.9
    edge: float = 0.1
    broken: float = 6.0


@dataclass(frozen=True, slots=True)
class Stage:
    """The reference picture in units of the grid.

    Attributes
    ----------
    points : ndarray, shape (n, 2)
        Where each Kreis would lie if all were equally large.
    share : ndarray, shape (SIZE,)
        How much of a hexagon's area the equalised country covers, 0-1 and a little more.
    inner : ndarray of bool, shape (n,)
        Whether the Kreis is surrounded by others.
    """

    points: Floats
    share: Floats
    inner: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """The equalised country before it is laid on the grid, in circumradii.

    Attributes
    ----------
    points : ndarray, shape (n, 2)
    pixels : ndarray, shape (n_pixels, 2)
        Where the pixels of the land came to lie.
    weights : ndarray, shape (n_pixels,)
        Share of a Kreis that each pixel carries.
    inner : tuple of bool
    """

    points: Floats
    pixels: Floats
    weights: Floats
    inner: tuple[bool, ...]


def equalise_country(regions: Regions) -> Country:
    """Let every Kreis cover the area of one hexagon."""
    territory = grow_territory(regions)
    rows, cols = np.nonzero(territory.owner != NOBODY)
    axis = pixel_centres()
    pixels = np.column_stack([axis[cols], axis[rows]])
    count = len(regions.keys)
    carried = equalise(territory, np.vstack([regions.xy_km, pixels]))
    carried *= sqrt(AREA / (regions.area_km2.sum() / count))
    owner = territory.owner[rows, cols]
    weights = 1.0 / np.bincount(owner)[owner]
    return Country(carried[:count], carried[count:], weights, _inner(territory, count))


def set_stage(country: Country, shift: tuple[float, float]) -> Stage:
    """Lay the country on the grid, shoved by a part of a hexagon."""
    origin = np.array(middle(ORIGIN_Q, ORIGIN_R)) + np.array(shift)
    cells = cell_at(country.pixels + origin)
    share: Floats = np.bincount(cells, weights=country.weights, minlength=SIZE).astype(np.float64)
    return Stage(country.points + origin, share, country.inner)


def _inner(territory: Territory, count: int) -> tuple[bool, ...]:
    owner = np.pad(territory.owner, 1, constant_values=NOBODY)
    sides = np.zeros(count, dtype=np.int64)
    for axis in (0, 1):
        for step in (-1, 1):
            open_side = np.roll(owner, step, axis=axis) == NOBODY
            sides += np.bincount(owner[open_side & (owner != NOBODY)], minlength=count)
    return tuple(bool(n < 2) for n in sides)


def pieces(regions: Regions) -> tuple[tuple[int, ...], list[str]]:
    """Give a number to every area that must stay in one piece: a Land, or a city of Bremen."""
    labels = [
        key if land == "HB" else land
        for key, land in zip(regions.keys, regions.laender, strict=True)
    ]
    names = sorted(set(labels))
    return tuple(names.index(label) for label in labels), names


def state_problem(regions: Regions, stage: Stage, weights: Weights) -> Problem:
    """Turn the reference picture and the weights into prices."""
    piece, names = pieces(regions)
    touching = {(piece[i], piece[j]) for i, j in regions.pairs}
    tables = [_tie_tables(weights, 1.0), _tie_tables(weights, 1.0 + weights.enclosed)]
    ties = tuple(
        tuple(
            (other, tables[_few(regions, kreis, other)][_sector(regions, kreis, other)])
            for other in near
        )
        for kreis, near in enumerate(regions.neighbours)
    )
    return Problem(
        place=_place_prices(stage, weights),
        ties=ties,
        piece=piece,
        strangers=tuple(
            tuple(
                0.0 if a == b or (a, b) in touching or (b, a) in touching else weights.stranger
                for b in range(len(names))
            )
            for a in range(len(names))
        ),
        inner=tuple(weights.edge + weights.inner * is_inner for is_inner in stage.inner),
        break_price=weights.broken,
    )


def _place_prices(stage: Stage, weights: Weights) -> tuple[list[float], ...]:
    middles = np.array([middle(*divmod(cell, STRIDE)) for cell in range(SIZE)])
    outside = weights.outline * np.clip(1.0 - stage.share, 0.0, 1.0)
    gaps = ((stage.points[:, None, :] - middles[None, :, :]) ** 2).sum(axis=2) / 3.0
    prices = weights.displaced * gaps + outside
    return tuple(row.tolist() for row in prices)


def _sector(regions: Regions, one: int, two: int) -> int:
    east, south = regions.xy_km[two] - regions.xy_km[one]
    if hypot(east, south) < SAME_PLACE_KM:
        return SECTORS
    return round(atan2(south, east) / (2 * pi) * SECTORS) % SECTORS


def _few(regions: Regions, one: int, two: int) -> bool:
    """Tell whether one of the two, a city inside its Kreis, has hardly another neighbour."""
    return min(len(regions.neighbours[one]), len(regions.neighbours[two])) <= 2


def _tie_tables(weights: Weights, factor: float) -> list[list[float]]:
    """Price every offset between two neighbours, per sector of their true direction."""
    tables = [[99.0] * (2 * SIZE) for _ in range(SECTORS + 1)]
    half = STRIDE // 2
    for dq in range(1 - half, half):
        for dr in range(1 - half, half):
            steps = distance(dq, dr)
            lost = 0.0 if steps <= 1 else 1.0 + weights.apart * (steps - 2)
            east, south = middle(dq, dr)
            for sector in range(SECTORS + 1):
                turn = atan2(south, east) - 2 * pi * sector / SECTORS
                skew = 0.0 if sector == SECTORS else weights.direction * (1 - cos(turn))
                tables[sector][dq * STRIDE + dr] = factor * lost + skew
    return tables


def first_seating(regions: Regions, stage: Stage) -> list[Cell]:
    """Seat everybody as near as possible on the cells that the country covers most."""
    cells = _solid_cells(stage, len(regions.keys))
    middles = np.array([middle(*divmod(cell, STRIDE)) for cell in cells])
    gaps = ((stage.points[:, None, :] - middles[None, :, :]) ** 2).sum(axis=2)
    _, seats = linear_sum_assignment(gaps)
    return [cells[seat] for seat in seats]


def _solid_cells(stage: Stage, count: int) -> list[Cell]:
    """Choose the cells the country covers most, in one piece and without a hole.

    Grown cell by cell round the best one: each next cell is the most covered of those at the edge,
    and only cells that keep the shape solid are taken.
    """
    ranked = [int(cell) for cell in np.argsort(-stage.share, kind="stable")]
    chosen = {ranked[0]}
    while len(chosen) < count:
        chosen.add(next(cell for cell in ranked if cell not in chosen and _fits(cell, chosen)))
    return sorted(chosen)


def _fits(cell: Cell, chosen: set[Cell]) -> bool:
    ring = [cell + step in chosen for step in STEPS]
    return sum(ring[i] != ring[i - 1] for i in range(6)) == 2 or (len(chosen) == 1 and any(ring))


def find_seating(
    regions: Regions, stage: Stage, weights: Weights, schedule: Schedule, seed: int
) -> tuple[list[Cell], float]:
    """Anneal from one start; return the cells and their price."""
    problem = state_problem(regions, stage, weights)
    seating = Seating(problem, first_seating(regions, stage), SIZE)
    cells = anneal(seating, schedule, Random(seed))  # noqa: S311 -- reproducibility is the point
    return cells, Seating(problem, cells, SIZE).price()
