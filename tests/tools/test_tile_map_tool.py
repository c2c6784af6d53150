"""The tool that lays out the tile map: geometry by properties, annealing by its bookkeeping."""

import json
from importlib.resources import files
from itertools import pairwise
from math import log, sqrt
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.tile_map.anneal import Schedule, Seating, _propose, _try, anneal
from tools.tile_map.asset import compose, to_tiles, write
from tools.tile_map.grid import AREA, SIZE, STRIDE, cell_at, distance, middle, offset
from tools.tile_map.outlines import centre, merge_rings
from tools.tile_map.regions import Regions, read_regions
from tools.tile_map.seat import (
    Stage,
    Weights,
    equalise_country,
    find_seating,
    first_seating,
    set_stage,
    state_problem,
)

PLACES = Path(str(files("drehscheibe.core").joinpath("places")))
cells = st.builds(lambda q, r: q * STRIDE + r, st.integers(20, 44), st.integers(10, 40))
tiles = st.tuples(st.integers(0, 6), st.integers(0, 6))


@pytest.fixture(scope="module")
def regions() -> Regions:
    return read_regions(PLACES / "data/kreise.csv", PLACES / "data/kreise_neighbours.csv")


@pytest.fixture(scope="module")
def stage(regions: Regions) -> Stage:
    return set_stage(equalise_country(regions), (0.866, 0.0))


def seat_first(regions: Regions, stage: Stage) -> Seating:
    problem = state_problem(regions, stage, Weights())
    return Seating(problem, first_seating(regions, stage), SIZE)


def count_parts(positions: set[int], *, steps: tuple[int, ...]) -> int:
    left, parts = set(positions), 0
    while left:
        parts += 1
        edge = {left.pop()}
        while edge:
            edge = {cell + step for cell in edge for step in steps} & left
            left -= edge
    return parts


def test_the_asset_is_what_the_tool_writes(regions: Regions, tmp_path: Path) -> None:
    shipped = (PLACES / "assets/tile_map.json").read_text(encoding="utf-8")
    positions = json.loads(shipped)["tiles"]

    write(compose(regions, [tuple(positions[key]) for key in regions.keys]), tmp_path / "map.json")

    assert (tmp_path / "map.json").read_text(encoding="utf-8") == shipped


def test_the_order_of_the_rows_does_not_matter(regions: Regions, tmp_path: Path) -> None:
    for name in ("kreise.csv", "kreise_neighbours.csv"):
        head, *rows = (PLACES / "data" / name).read_text(encoding="utf-8").splitlines()
        (tmp_path / name).write_text("\n".join([head, *reversed(rows)]), encoding="utf-8")

    turned = read_regions(tmp_path / "kreise.csv", tmp_path / "kreise_neighbours.csv")

    assert (turned.keys, turned.neighbours) == (regions.keys, regions.neighbours)
    assert np.array_equal(turned.xy_km, regions.xy_km)


@given(cells)
def test_the_middle_of_a_cell_lies_in_it(cell: int) -> None:
    assert cell_at(np.array([middle(*divmod(cell, STRIDE))])) == [cell]


@given(st.lists(cells, min_size=2, max_size=6))
def test_columns_and_rows_keep_the_places(chosen: list[int]) -> None:
    tiles = to_tiles(chosen)

    axial = np.array([middle(*divmod(cell, STRIDE)) for cell in chosen])
    drawn = np.array([centre(tile) for tile in tiles]) * (sqrt(3) / 2, 0.5)
    assert np.allclose(axial - axial[0], drawn - drawn[0])


@given(st.sets(tiles, min_size=1))
def test_rings_enclose_the_area_of_the_tiles(chosen: set[tuple[int, int]]) -> None:
    rings = merge_rings(sorted(chosen))

    area = sum((a * d - b * c) / 2 for ring in rings for (a, b), (c, d) in pairwise(ring))
    assert area == pytest.approx(len(chosen) * AREA, rel=0.002)


def test_a_ring_of_tiles_has_an_inner_ring() -> None:
    rings = merge_rings([(0, 0), (1, 0), (0, 1), (2, 1), (0, 2), (1, 2)])

    assert [len(ring) for ring in rings] == [19, 7]


@pytest.mark.slow
def test_equalising_fills_the_cells_of_the_first_seating(regions: Regions, stage: Stage) -> None:
    seats = first_seating(regions, stage)

    assert stage.share.sum() == pytest.approx(400)
    assert len(set(seats)) == 400
    assert float(np.median(stage.share[seats])) == pytest.approx(1.0, abs=0.1)


@pytest.mark.slow
def test_the_price_is_kept_while_moving(regions: Regions, stage: Stage) -> None:
    seating = seat_first(regions, stage)
    random = Random(5)  # noqa: S311 -- reproducibility is the point
    start = seating.price()

    spent = 0.0
    for _ in range(4000):
        if proposal := _propose(seating, random):
            spent += _try(seating, *proposal, limit=-log(1.0 - random.random()))

    assert spent != 0.0
    assert seating.price() == pytest.approx(start + spent)
    assert seating.broken == [seating.count_parts(p) - 1 for p in range(len(seating.broken))]


@pytest.mark.slow
def test_annealing_keeps_the_map_solid_and_makes_it_cheaper(regions: Regions, stage: Stage) -> None:
    seating = seat_first(regions, stage)
    before = seating.price()

    random = Random(1)  # noqa: S311 -- reproducibility is the point
    result = anneal(seating, Schedule(rounds=20_000, hot=0.3, cold=0.1), random)

    steps = (STRIDE, 1, 1 - STRIDE, -STRIDE, -1, STRIDE - 1)
    assert Seating(seating.problem, result, SIZE).price() < before
    assert count_parts(set(result), steps=steps) == 1
    assert count_parts(set(range(SIZE)) - set(result), steps=steps) == 1


@pytest.mark.slow
def test_the_same_seed_gives_the_same_map(regions: Regions, stage: Stage) -> None:
    schedule = Schedule(rounds=3000, hot=0.5, cold=0.2)

    one, again, other = (
        find_seating(regions, stage, Weights(), schedule, seed) for seed in (1, 1, 2)
    )

    assert one == again
    assert one[0] != other[0]


@given(cells, cells)
def test_distance_is_a_number_of_steps(one: int, two: int) -> None:
    gap = np.hypot(*np.subtract(middle(*divmod(one, STRIDE)), middle(*divmod(two, STRIDE))))

    steps = distance(*offset(two - one))

    assert 1.5 * steps - 1e-9 <= gap <= sqrt(3) * steps + 1e-9
