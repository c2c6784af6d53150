"""The asset keeps what it promises: every figure is computed anew, by other means than the tool's."""

import csv
from importlib.resources import files
from itertools import combinations, pairwise
from math import cos, hypot, radians, sin, sqrt
from statistics import median

import pytest

from drehscheibe.ui.tile_map import load_tile_map

PLACES = files("drehscheibe.core").joinpath("places")
Point = tuple[float, float]


def read_rows(name: str) -> list[dict[str, str]]:
    with PLACES.joinpath("data", name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def kreise() -> dict[str, dict[str, str]]:
    return {row["ags5"]: row for row in read_rows("kreise.csv")}


@pytest.fixture(scope="module")
def borders() -> list[tuple[str, str]]:
    return [(row["ags5"], row["neighbour"]) for row in read_rows("kreise_neighbours.csv")]


@pytest.fixture(scope="module")
def drawn() -> dict[str, Point]:
    """Return the middle of every tile, in tile widths, north up."""
    positions = load_tile_map().positions
    return {key: (c + (r % 2) / 2, -r * sqrt(3) / 2) for key, (c, r) in positions.items()}


@pytest.fixture(scope="module")
def true(kreise: dict[str, dict[str, str]]) -> dict[str, Point]:
    """Return the centres on Lambert's azimuthal equal-area plane round 10.5° E, 51.2° N."""
    return {key: project(float(row["lon"]), float(row["lat"])) for key, row in kreise.items()}


def project(lon: float, lat: float) -> Point:
    lam, phi, phi0 = radians(lon - 10.5), radians(lat), radians(51.2)
    cos_c = sin(phi0) * sin(phi) + cos(phi0) * cos(phi) * cos(lam)
    k = sqrt(2 / (1 + cos_c))
    north = cos(phi0) * sin(phi) - sin(phi0) * cos(phi) * cos(lam)
    return k * cos(phi) * sin(lam), k * north


def touching(position: tuple[int, int]) -> set[tuple[int, int]]:
    column, row = position
    shove = row % 2
    beside = {(column - 1, row), (column + 1, row)}
    return beside | {(column + d, row + s) for s in (-1, 1) for d in (shove - 1, shove)}


def parts(positions: set[tuple[int, int]]) -> list[set[tuple[int, int]]]:
    left, found = set(positions), []
    while left:
        part, edge = set(), {left.pop()}
        while edge:
            part |= edge
            edge = {near for tile in edge for near in touching(tile)} & left
            left -= edge
        found.append(part)
    return found


def ranks(values: list[float]) -> list[float]:
    ordered = sorted(values)
    first = {value: ordered.index(value) for value in set(values)}
    many = {value: ordered.count(value) for value in set(values)}
    return [first[value] + (many[value] - 1) / 2 for value in values]


def correlate(one: list[float], two: list[float]) -> float:
    a, b = sum(one) / len(one), sum(two) / len(two)
    both = sum((x - a) * (y - b) for x, y in zip(one, two, strict=True))
    return both / sqrt(sum((x - a) ** 2 for x in one) * sum((y - b) ** 2 for y in two))


def test_every_kreis_has_one_tile_of_its_own(kreise: dict[str, dict[str, str]]) -> None:
    positions = load_tile_map().positions

    assert positions.keys() == kreise.keys()
    assert len(set(positions.values())) == 400


def test_the_country_is_one_piece_without_a_hole() -> None:
    tiles = set(load_tile_map().positions.values())
    width, height = max(c for c, _ in tiles) + 2, max(r for _, r in tiles) + 2
    frame = {(c, r) for c in range(-2, width + 1) for r in range(-2, height + 1)}

    assert len(parts(tiles)) == 1
    assert len(parts(frame - tiles)) == 1


def test_every_land_but_bremen_is_one_piece(kreise: dict[str, dict[str, str]]) -> None:
    stated = load_tile_map().figures["land_parts"]
    tiles: dict[str, set[tuple[int, int]]] = {}
    for key, position in load_tile_map().positions.items():
        tiles.setdefault(kreise[key]["land"], set()).add(position)

    counted = {land: len(parts(own)) for land, own in tiles.items()}

    assert counted == stated
    assert {land: n for land, n in counted.items() if land != "HB"} == dict.fromkeys(
        tiles.keys() - {"HB"}, 1
    )


@pytest.mark.parametrize(
    ("city", "around"), [("11000", {"BB"}), ("02000", {"NI", "SH"}), ("04011", {"NI"})]
)
def test_a_city_lies_inside_its_neighbours(
    city: str, around: set[str], kreise: dict[str, dict[str, str]]
) -> None:
    positions = load_tile_map().positions
    tenants = {position: kreise[key]["land"] for key, position in positions.items()}

    sides = [tenants.get(near) for near in touching(positions[city])]

    assert {land for land in sides if land != "HB"} == around


def test_kept_neighbourhoods_are_as_stated(borders: list[tuple[str, str]]) -> None:
    layout = load_tile_map()
    positions = layout.positions

    kept = sum(positions[two] in touching(positions[one]) for one, two in borders)
    sides = sum(b in touching(a) for a, b in combinations(positions.values(), 2))

    assert layout.figures["neighbourhoods"] == len(borders)
    assert layout.figures["neighbourhoods_kept"] == kept
    assert layout.figures["sides_between_tiles"] == sides


def test_kept_neighbourhoods_stay_below_the_bound(borders: list[tuple[str, str]]) -> None:
    figures = load_tile_map().figures
    degrees: dict[str, int] = {}
    for pair in borders:
        for key in pair:
            degrees[key] = degrees.get(key, 0) + 1
    looser = sum(min(degree, 6) for degree in degrees.values()) / 2

    bound = figures["neighbourhoods_upper_bound"]

    assert isinstance(bound, int)
    assert isinstance(figures["neighbourhoods_kept"], int)
    assert figures["neighbourhoods_kept"] < bound <= looser < len(borders)


def test_displacements_are_as_stated(drawn: dict[str, Point], true: dict[str, Point]) -> None:
    figures = load_tile_map().figures

    moved = displace(drawn, true)

    assert figures["displacement_median"] == pytest.approx(median(moved), abs=0.001)
    assert figures["displacement_max"] == pytest.approx(max(moved), abs=0.001)


def displace(drawn: dict[str, Point], true: dict[str, Point]) -> list[float]:
    """Return distances after the best scale and shift."""
    keys = sorted(drawn)
    axes = []
    for axis in (0, 1):
        a, b = [true[key][axis] for key in keys], [drawn[key][axis] for key in keys]
        axes.append(([x - sum(a) / 400 for x in a], [y - sum(b) / 400 for y in b]))
    both = sum(x * y for a, b in axes for x, y in zip(a, b, strict=True))
    scale = both / sum(x * x for a, _ in axes for x in a)
    gaps = [[x * scale - y for x, y in zip(a, b, strict=True)] for a, b in axes]
    return [hypot(east, north) for east, north in zip(*gaps, strict=True)]


@pytest.mark.parametrize(("figure", "axis"), [("east", 0), ("north", 1)])
def test_order_is_kept_as_stated(
    figure: str, axis: int, drawn: dict[str, Point], true: dict[str, Point]
) -> None:
    stated = load_tile_map().figures[f"rank_correlation_{figure}"]
    keys = sorted(drawn)

    rho = correlate(
        ranks([round(true[key][axis], 9) for key in keys]),
        ranks([round(drawn[key][axis], 9) for key in keys]),
    )

    assert stated == pytest.approx(rho, abs=0.0002)
    assert rho > 0.98


def test_outlines_enclose_the_tiles_of_their_land(kreise: dict[str, dict[str, str]]) -> None:
    layout = load_tile_map()
    counts: dict[str, int] = {}
    for key in layout.positions:
        counts[kreise[key]["land"]] = counts.get(kreise[key]["land"], 0) + 1

    areas = {land: sum(map(area, shape.outline)) for land, shape in layout.laender.items()}

    hexagon = 1.5 * sqrt(3)
    assert {land: round(value / hexagon, 2) for land, value in areas.items()} == counts


def area(ring: tuple[Point, ...]) -> float:
    """Return the area of a closed ring, negative for a hole."""
    assert ring[0] == ring[-1]
    return sum(a * d - b * c for (a, b), (c, d) in pairwise(ring)) / 2


def test_labels_stand_on_their_land(kreise: dict[str, dict[str, str]]) -> None:
    layout = load_tile_map()

    for land, shape in layout.laender.items():
        gaps = [
            hypot(sqrt(3) * (c + (r % 2) / 2) - shape.label[0], 1.5 * r - shape.label[1])
            for key, (c, r) in layout.positions.items()
            if kreise[key]["land"] == land
        ]
        assert min(gaps) < 0.9, land


def test_everything_lies_inside_the_viewbox() -> None:
    layout = load_tile_map()
    x, y, width, height = layout.viewbox
    corners = [p for shape in layout.laender.values() for ring in shape.outline for p in ring]

    assert x < min(a for a, _ in corners) < max(a for a, _ in corners) < x + width
    assert y < min(b for _, b in corners) < max(b for _, b in corners) < y + height
