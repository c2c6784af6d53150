"""Projections against coordinates that others have published."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.core.places.geo.projection import (
    UTM32,
    Ellipsoid,
    Projection,
    TransverseMercator,
    find_projection,
    helmert,
    projection_of_wkt,
)
from drehscheibe.core.places.tests.boundary_files import UTM32_PRJ

BRITISH_GRID = TransverseMercator(
    Ellipsoid(6_377_563.396, 1 / 299.32496), -2, 0.9996012717, 400_000
)


@pytest.mark.parametrize(
    ("longitude", "latitude", "easting", "northing"),
    [
        # IOGP, Guidance Note 7-2, example for Transverse Mercator.
        (0.5, 50.5, 577_274.99, 69_740.50),
        # Ordnance Survey, A guide to coordinate systems in Great Britain, annexe C.
        (1 + 43 / 60 + 4.5177 / 3600, 52 + 39 / 60 + 27.2531 / 3600, 651_409.903, 313_177.270),
    ],
)
def test_transverse_mercator_gives_the_published_coordinates(
    longitude: float, latitude: float, easting: float, northing: float
) -> None:
    # That grid counts from 49° N, 2° W, where northing is -100 000 m.
    east, north = BRITISH_GRID.forward(np.array([longitude, -2.0]), np.array([latitude, 49.0]))

    assert east[0] == pytest.approx(easting, abs=0.02)
    assert north[0] - north[1] - 100_000 == pytest.approx(northing, abs=0.02)


def test_seven_parameters_give_the_published_place() -> None:
    # IOGP, Guidance Note 7-2, example for the position vector transformation (WGS 72 to WGS 84).
    moved = helmert(
        np.array([[3_657_660.66, 255_768.55, 5_201_382.11]]),
        shift=(0.0, 0.0, 4.5),
        turn_arc_seconds=(0.0, 0.0, 0.554),
        ppm=0.219,
    )

    assert moved[0] == pytest.approx([3_657_660.78, 255_778.43, 5_201_387.75], abs=0.01)


def test_the_older_german_system_lands_where_the_register_says() -> None:
    # epsg.io, EPSG:31467, centre of its area, which is 9.855° E, 51.18° N on WGS 84.
    old = find_projection(31467)
    new = find_projection(4326)
    assert old is not None
    assert new is not None

    there = old.to_utm32(np.array([[3_559_859.45, 5_672_018.98]]))

    assert there[0] == pytest.approx(new.to_utm32(np.array([[9.855, 51.18]]))[0], abs=0.02)


@given(
    longitude=st.floats(min_value=5, max_value=16), latitude=st.floats(min_value=47, max_value=56)
)
def test_there_and_back_is_less_than_a_millimetre_of_detour(
    longitude: float, latitude: float
) -> None:
    east, north = UTM32.forward(np.array([longitude]), np.array([latitude]))
    back = UTM32.inverse(east, north)

    assert float(back[0][0]) == pytest.approx(longitude, abs=1e-9)
    assert float(back[1][0]) == pytest.approx(latitude, abs=1e-9)


def test_the_same_place_in_every_projection() -> None:
    degrees = np.array([[9.7, 52.4]])
    known = {code: find_projection(code) for code in (4326, 25832, 25833, 4647, 3857)}
    utm33, utm32 = known[25833], known[25832]
    assert utm32 is not None
    assert utm33 is not None
    assert isinstance(utm33.kind, TransverseMercator)
    wanted = known[4326].to_utm32(degrees)  # type: ignore[union-attr]
    in_zone_33 = np.column_stack(utm33.kind.forward(degrees[:, 0], degrees[:, 1]))
    with_zone = wanted + np.array([32_000_000, 0])
    web = np.array([[1_079_799.0, 6_875_300.0]])  # 9.7° E exactly, near 52.4° N

    assert utm33.to_utm32(in_zone_33)[0] == pytest.approx(wanted[0], abs=0.001)
    assert known[4647].to_utm32(with_zone)[0] == pytest.approx(wanted[0], abs=0.001)  # type: ignore[union-attr]
    assert utm32.to_utm32(wanted)[0] == pytest.approx(wanted[0])
    assert known[3857].to_utm32(web)[0] == pytest.approx(wanted[0], abs=2_000)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("code", "place"),
    [
        (4326, (500_000, 5_700_000)),
        (4326, (52.4, 9.7)),
        (4326, (-74.0, 40.7)),
        (25832, (9.7, 52.4)),
        (25832, (3_559_859, 5_672_018)),
        (31467, (500_000, 5_700_000)),
    ],
)
def test_places_that_cannot_be_in_germany_are_refused(
    code: int, place: tuple[float, float]
) -> None:
    projection = find_projection(code)
    assert projection is not None

    with np.errstate(all="ignore"), pytest.raises(ValueError, match="EPSG"):
        projection.to_utm32(np.array([place], dtype=float))


GEOGRAPHIC = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]'
)
GAUSS_KRUEGER = (
    UTM32_PRJ.replace("6378137.0,298.257222101", "6377397.155,299.1528128")
    .replace("500000.0", "3500000.0")
    .replace("0.9996", "1.0")
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (UTM32_PRJ, 25832),
        (GEOGRAPHIC, 4326),
        (GAUSS_KRUEGER, 31467),
        ('PROJCS["x",PROJECTION["Transverse_Mercator"],AUTHORITY["EPSG","25833"]]', 25833),
        (
            'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",PROJECTION["Mercator_Auxiliary_Sphere"]]',
            3857,
        ),
    ],
)
def test_projection_files_are_understood(text: str, code: int) -> None:
    found, wanted = projection_of_wkt(text), find_projection(code)
    assert found is not None
    assert wanted is not None

    assert (found.kind, found.is_old_datum) == (wanted.kind, wanted.is_old_datum)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        'PROJCS["x",PROJECTION["Lambert_Conformal_Conic"],PARAMETER["Central_Meridian",9]]',
        'PROJCS["x",PROJECTION["Transverse_Mercator"]]',
        'GEOGCS["GCS_North_American_1927"]',
    ],
)
def test_other_projection_files_are_not_guessed(text: str) -> None:
    assert projection_of_wkt(text) is None


def test_projections_have_names_for_people() -> None:
    found = find_projection(31467)

    assert isinstance(found, Projection)
    assert found.name == "Gauß-Krüger zone 3 (EPSG:31467)"
    assert find_projection(2056) is None
