"""Simplifying keeps the country in one piece: no gap, no overlap, nobody lost."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drehscheibe.core.places.geo.arcs import cut_into_arcs, signed_area, surround
from drehscheibe.core.places.geo.layer import Points, Polygon
from drehscheibe.core.places.geo.outlines import Outliner
from drehscheibe.core.places.geo.shapes import Shape
from drehscheibe.core.places.geo.simplify import simplify
from drehscheibe.core.places.tests.boundary_files import COUNTRY, EAST, ENCLAVE, NORTH, WEST

Corner = tuple[int, int]


def read_path(shape: Shape) -> list[list[Corner]]:
    """Return the rings of a path as absolute corners."""
    rings = []
    for part in shape.path.split("M")[1:]:
        start, _, steps = part.rstrip("z").partition("l")
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        x, y = (int(n) for n in start.split())
        ring = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def sides(shape: Shape) -> Counter[tuple[Corner, Corner]]:
    return Counter(side for ring in read_path(shape) for side in pairwise([*ring, ring[0]]))


def size(shape: Shape) -> float:
    return abs(sum(signed_area(np.array(ring, dtype=float)) for ring in read_path(shape)))


def country() -> dict[str, list[Polygon]]:
    return {
        key: [[np.array(ring) for ring in rings] for rings in polygons]
        for key, polygons in COUNTRY.items()
    }


def draw(areas: dict[str, list[Polygon]], keep: int = 10_000) -> dict[str, Shape]:
    arcs = cut_into_arcs(areas)
    drawn = Outliner.of(simplify(arcs, keep), arcs.areas)
    return {key: drawn.draw(key, parts) for key, parts in arcs.areas.items()}


def test_neighbours_are_those_who_share_a_line() -> None:
    arcs = cut_into_arcs(country())

    assert arcs.neighbours() == {
        (WEST, ENCLAVE),
        (WEST, EAST),
        (NORTH, WEST),
        (NORTH, EAST),
    }


def test_outlines_are_in_units_of_two_hundred_metres() -> None:
    shapes = draw(country())

    assert shapes[ENCLAVE].path == "M1450 2900l0 50 50 0 0-50z"
    assert shapes[ENCLAVE].label == (1475, 2925)
    assert shapes[NORTH].box == (1400, 2700, 1870, 2800)
    assert [len(read_path(shapes[key])) for key in (WEST, ENCLAVE, EAST, NORTH)] == [2, 1, 1, 2]


def test_a_label_lies_inside_its_area_and_not_in_its_hole() -> None:
    x, y = draw(country())[WEST].label

    assert 1400 < x < 1620
    assert not (1450 <= x <= 1500 and 2900 <= y <= 2950)


def test_small_islands_go_but_nobody_disappears() -> None:
    areas = country()
    tiny = np.array([[480_000.0, 5_700_000.0], [480_400.0, 5_700_000.0], [480_000.0, 5_700_400.0]])
    areas[EAST].append([tiny + 90_000])
    areas["05999"] = [[tiny]]

    shapes = draw(areas, keep=1)

    assert len(read_path(shapes[EAST])) == 1
    assert len(read_path(shapes["05999"])) == 1
    assert len(read_path(shapes[WEST])) == 2  # a hole in which somebody lives


def test_together_is_what_lies_around() -> None:
    arcs = cut_into_arcs(country())
    drawn = Outliner.of(simplify(arcs, 10_000), arcs.areas)

    land = drawn.draw("05", surround([arcs.areas[key] for key in (WEST, ENCLAVE, EAST)]))

    assert size(land) == 400 * 200
    assert len(read_path(land)) == 1


def test_parts_of_one_area_lose_the_border_between_them() -> None:
    areas = country()
    joined = {WEST: [*areas[WEST], *areas[EAST]], ENCLAVE: areas[ENCLAVE]}

    assert size(draw(joined)[WEST]) == 400 * 200 - 50 * 50


def test_direction_and_grouping_of_rings_do_not_matter() -> None:
    usual = draw(country())
    turned = {
        key: [[ring[::-1] for rings in polygons for ring in reversed(rings)]]
        for key, polygons in country().items()
    }

    assert {key: sides(shape) for key, shape in draw(turned).items()} == {
        key: sides(shape) for key, shape in usual.items()
    }


def one_sided(all_sides: Counter[tuple[Corner, Corner]]) -> dict[tuple[Corner, Corner], int]:
    """Return the sides without an opposite; there and back again on one line borders on nothing."""
    spare = {side: number - all_sides[side[::-1]] for side, number in all_sides.items()}
    return {side: number for side, number in spare.items() if number > 0}


@st.composite
def crooked_countries(draw_: st.DrawFn) -> tuple[dict[str, list[Polygon]], int]:
    """Return a chequered country whose lines are bent by random amounts, and how much to keep."""
    columns, rows = draw_(st.integers(1, 4)), draw_(st.integers(1, 4))
    bends = draw_(st.integers(0, 12))
    random = np.random.default_rng(draw_(st.integers(0, 2**32)))
    step = 20_000.0

    def line(start: tuple[int, int], end: tuple[int, int]) -> Points:
        a, b = np.array(start) * step, np.array(end) * step
        shares = np.linspace(0, 1, bends + 2)[:, None]
        points = a + (b - a) * shares
        points[1:-1] += random.uniform(-4_000, 4_000, (bends, 2))
        return np.asarray(np.add(points, [[480_000, 5_600_000]]), dtype=np.float64)

    across = {(x, y): line((x, y), (x + 1, y)) for x in range(columns) for y in range(rows + 1)}
    up = {(x, y): line((x, y), (x, y + 1)) for x in range(columns + 1) for y in range(rows)}
    areas: dict[str, list[Polygon]] = {}
    for x in range(columns):
        for y in range(rows):
            parts = (across[x, y], up[x + 1, y], across[x, y + 1][::-1], up[x, y][::-1])
            areas[f"{x}{y}"] = [[np.concatenate([part[:-1] for part in parts])]]
    return areas, draw_(st.integers(0, 60))


@settings(deadline=None, max_examples=60)
@given(crooked_countries())
def test_every_inner_side_has_two_owners_and_nothing_is_lost(
    made: tuple[dict[str, list[Polygon]], int],
) -> None:
    areas, keep = made
    arcs = cut_into_arcs(areas)
    drawn = Outliner.of(simplify(arcs, keep), arcs.areas)
    shapes = {key: drawn.draw(key, parts) for key, parts in arcs.areas.items()}
    all_sides = sum((sides(shape) for shape in shapes.values()), Counter())
    whole = drawn.draw("all", surround(arcs.areas.values()))

    assert one_sided(all_sides) == one_sided(sides(whole))
    assert sum(size(shape) for shape in shapes.values()) == pytest.approx(size(whole))


@given(st.integers(3, 200), st.integers(0, 300))
@settings(deadline=None, max_examples=40)
def test_an_island_keeps_at_least_three_corners(corners: int, keep: int) -> None:
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    ring = np.column_stack((np.cos(angles), np.sin(angles))) * 30_000 + [500_000, 5_700_000]

    (shape,) = draw({"05999": [[ring]]}, keep).values()

    assert len(read_path(shape)[0]) >= 3
    assert size(shape) > 0
