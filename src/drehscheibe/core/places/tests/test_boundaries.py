"""``drehscheibe geo import`` through its front door."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from drehscheibe.core.places.boundaries import find_boundaries
from drehscheibe.core.places.geo import opening
from drehscheibe.core.places.models import Boundary, BoundaryFile, Kreis, Land
from drehscheibe.core.places.reference import load_reference_places
from drehscheibe.core.places.tests.boundary_files import (
    COUNTRY,
    EAST,
    ENCLAVE,
    NORTH,
    WEST,
    Areas,
    write_geojson,
    write_geopackage,
    write_shapefile,
    write_topojson,
    write_zip,
)
from drehscheibe.core.places.tests.factories import KreisFactory, LandFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def country() -> None:
    """Make the Kreise of the made-up country."""
    LandFactory.create()
    LandFactory.create(code="NI", key="03", name="Niedersachsen", name_en="Lower Saxony")
    for key in (WEST, ENCLAVE, EAST):
        KreisFactory.create(ags5=key)
    KreisFactory.create(ags5=NORTH, land_id="NI")
    Kreis.objects.get(pk=WEST).neighbours.set(Kreis.objects.exclude(pk=WEST))


def geo_import(file: Path, **options: Any) -> str:
    printed = StringIO()
    call_command("geo_import", str(file), stdout=printed, **options)
    return printed.getvalue()


def outlines() -> dict[str, str]:
    return {row.kreis_id or row.land_id or "": row.path for row in Boundary.objects.all()}


WRITERS: dict[str, Callable[[Path], Path]] = {
    "geojson": lambda folder: write_geojson(folder / "k.geojson", COUNTRY),
    "topojson": lambda folder: write_topojson(folder / "k.topojson", COUNTRY),
    "shapefile": lambda folder: write_shapefile(folder, COUNTRY),
    "zip": lambda folder: write_zip(folder / "vg250.zip", write_shapefile(folder, COUNTRY).parent),
    "geopackage": lambda folder: write_geopackage(folder / "k.gpkg", COUNTRY),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_gives_the_same_outlines(country: None, tmp_path: Path, kind: str) -> None:
    geo_import(write_geojson(tmp_path / "first.geojson", COUNTRY))
    wanted = outlines()

    said = geo_import(WRITERS[kind](tmp_path))

    assert wanted.keys() == {WEST, ENCLAVE, EAST, NORTH, "NW", "NI"}
    assert outlines() == wanted
    assert "4 kreise found, 0 missing" in said
    assert "3 of 3 known neighbours share a line" in said


def test_what_is_stored_is_found_with_its_source(country: None, tmp_path: Path) -> None:
    assert find_boundaries() is None

    said = geo_import(write_geojson(tmp_path / "k.geojson", COUNTRY), year=2018)

    found = find_boundaries()
    assert found is not None
    assert found.kreise.keys() == {WEST, ENCLAVE, EAST, NORTH}
    assert found.laender.keys() == {"NW", "NI"}
    (source,) = found.sources
    assert source.attribution == "© GeoBasis-DE / BKG (2018)"
    assert source.attribution_url == "https://www.bkg.bund.de"
    assert (source.licence, source.licence_url) == (
        "dl-de/by-2-0",
        "https://www.govdata.de/dl-de/by-2-0",
    )
    assert "Below every map: © GeoBasis-DE / BKG (2018)" in said
    record = BoundaryFile.objects.get()
    assert (record.file_name, len(record.sha256)) == ("k.geojson", 64)


def test_a_second_import_replaces_the_first(country: None, tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "k.geojson", COUNTRY)
    geo_import(file, year=2018)
    find_boundaries()

    geo_import(file, attribution="© A <b>Land</b>", licence="CC BY 4.0")

    assert BoundaryFile.objects.count() == 1
    assert Boundary.objects.count() == 6
    found = find_boundaries()
    assert found is not None
    assert [s.attribution for s in found.sources] == ["© A <b>Land</b>"]


def test_laender_replace_only_laender(country: None, tmp_path: Path) -> None:
    geo_import(write_geojson(tmp_path / "k.geojson", COUNTRY), year=2018)
    kreise = {key: path for key, path in outlines().items() if len(key) == 5}
    laender: Areas = {"05": COUNTRY[EAST], "03": COUNTRY[NORTH]}

    geo_import(write_geojson(tmp_path / "l.geojson", laender), level="laender", year=2020)

    now = outlines()
    assert {key: path for key, path in now.items() if len(key) == 5} == kreise
    assert now["NW"] == kreise[EAST]
    found = find_boundaries()
    assert found is not None
    assert {s.attribution[-6:] for s in found.sources} == {"(2018)", "(2020)"}


def test_a_dry_run_reports_and_writes_nothing(country: None, tmp_path: Path) -> None:
    said = geo_import(write_geojson(tmp_path / "k.geojson", COUNTRY), dry_run=True)

    assert "4 kreise found" in said
    assert "Nothing was written (--dry-run)." in said
    assert not Boundary.objects.exists()


def test_what_does_not_fit_is_reported(country: None, tmp_path: Path) -> None:
    areas = {WEST: COUNTRY[WEST], ENCLAVE: COUNTRY[ENCLAVE], "05998": COUNTRY[EAST]}

    said = geo_import(write_geojson(tmp_path / "k.geojson", areas))

    assert "2 kreise found, 2 missing" in said
    assert f"Missing (2): {NORTH}, {EAST}" in said
    assert "Left out, unknown key (1): 05998 Kreis 05998" in said
    assert find_boundaries() is not None


def test_eisenach_is_counted_to_the_wartburgkreis(tmp_path: Path) -> None:
    LandFactory.create(code="TH", key="16", name="Thüringen", name_en="Thuringia")
    KreisFactory.create(ags5="16063", land_id="TH")
    areas = {"16063": COUNTRY[WEST], "16056": COUNTRY[ENCLAVE]}

    said = geo_import(write_geojson(tmp_path / "k.geojson", areas))

    assert "Merged (1): 16056 into 16063" in said
    assert Boundary.objects.get(kreis_id="16063").path.count("M") == 1  # the hole is gone


def test_only_land_is_taken_where_water_is_told_apart(country: None, tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "k.geojson", COUNTRY, GF=4)
    document = json.loads(file.read_text())
    water = json.loads(json.dumps(document["features"][2]))
    water["properties"]["GF"] = 2
    document["features"].append(water)
    file.write_text(json.dumps(document))

    said = geo_import(file)
    all_land = geo_import(write_geojson(tmp_path / "5000.geojson", COUNTRY, GF=9))

    assert "Left out 1 areas of water" in said
    assert "water" not in all_land


def test_keys_that_lost_their_zero_or_have_more_digits_are_understood(
    country: None, tmp_path: Path
) -> None:
    file = write_geojson(tmp_path / "k.geojson", COUNTRY)
    document = json.loads(file.read_text())
    for feature in document["features"]:
        feature["properties"] = {"ags": int(feature["properties"]["AGS"])}
    file.write_text(json.dumps(document))
    geo_import(file)
    wanted = outlines()

    geo_import(write_geojson(tmp_path / "l.geojson", {f"{k}000": v for k, v in COUNTRY.items()}))

    assert outlines() == wanted


# -- Files that are not what they should be ------------------------------------------------------------


def cut_off(file: Path, size: int) -> Path:
    file.write_bytes(file.read_bytes()[:size])
    return file


def without(file: Path, suffix: str) -> Path:
    file.with_suffix(suffix).unlink()
    return file


def written(file: Path, content: str | bytes) -> Path:
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def other_prj(file: Path) -> Path:
    written(file.with_suffix(".prj"), 'PROJCS["x",PROJECTION["Lambert_Conformal_Conic"]]')
    return file


def zip_of(file: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_dot_", "."), content)
    return file


def geojson_with(ring: str) -> str:
    return (
        '{"type": "FeatureCollection", "features": [{"properties": {"AGS": "05901"}, "geometry":'
        f' {{"type": "Polygon", "coordinates": [{ring}]}}}}]}}'
    )


NONSENSE = random.Random(1).randbytes(10 * 1024 * 1024)  # noqa: S311 -- the same on every run
BROKEN: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no file": (lambda d: d / "none.shp", "there is no file"),
    "a folder": (lambda d: d, "there is no file"),
    "empty": (lambda d: written(d / "k.shp", b""), "neither a Shapefile"),
    "10 MB of nonsense": (lambda d: written(d / "k.zip", NONSENSE), "neither a Shapefile"),
    "nonsense as ZIP": (lambda d: written(d / "k.zip", b"PK\3\4" + NONSENSE), "damaged ZIP"),
    "nonsense as SQLite": (
        lambda d: written(d / "k.gpkg", b"SQLite format 3\0" + NONSENSE),
        "not a readable GeoPackage",
    ),
    "nonsense as Shapefile": (
        lambda d: written(without(write_shapefile(d, COUNTRY), ".shp"), b"\0\0\x27\x0a" + NONSENSE),
        "Nothing was imported",
    ),
    "nonsense as JSON": (lambda d: written(d / "k.json", b"{" + NONSENSE), "not readable JSON"),
    "deep JSON": (
        lambda d: written(d / "k.json", '{"type": ' + "[" * 200_000),
        "not readable JSON",
    ),
    "other JSON": (lambda d: written(d / "k.json", '{"a": 1}'), "neither a GeoJSON"),
    "no features": (
        lambda d: written(d / "k.json", '{"type": "FeatureCollection"}'),
        "damaged: KeyError",
    ),
    "features that are none": (
        lambda d: written(d / "k.json", '{"type": "FeatureCollection", "features": [1]}'),
        "damaged: AttributeError",
    ),
    "points only": (
        lambda d: written(d / "k.json", geojson_with("[1, 2]").replace("Polygon", "Point")),
        "holds no areas",
    ),
    "words as coordinates": (
        lambda d: written(d / "k.json", geojson_with('[["a", "b"]]')),
        "something else than pairs",
    ),
    "no number": (
        lambda d: written(d / "k.json", geojson_with("[[NaN, 1], [2, 3], [4, 5], [6, 7]]")),
        "not a finite number",
    ),
    "ragged coordinates": (
        lambda d: written(d / "k.json", geojson_with("[[1, 2], [3], [4, 5]]")),
        "something else than pairs",
    ),
    "arcs that are not there": (
        lambda d: written(
            d / "k.json",
            '{"type": "Topology", "arcs": [], "objects": {"k": {"type": "GeometryCollection",'
            ' "geometries": [{"type": "Polygon", "arcs": [[7]]}]}}}',
        ),
        "damaged: IndexError",
    ),
    "elsewhere": (
        lambda d: write_geojson(
            d / "k.json", {key: [[[(9e6, 1e6), (9.1e6, 1e6), (9e6, 2e6)]]] for key in COUNTRY}
        ),
        "do not lie in Germany",
    ),
    "other projection": (
        lambda d: written(
            d / "k.json",
            '{"type": "FeatureCollection", "features": [],'
            ' "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::2056"}}}',
        ),
        "projection »urn:ogc:def:crs:EPSG::2056«",
    ),
    "no prj": (lambda d: without(write_shapefile(d, COUNTRY), ".prj"), "there is no VG250_KRS.prj"),
    "no dbf": (lambda d: without(write_shapefile(d, COUNTRY), ".dbf"), "there is no VG250_KRS.dbf"),
    "unknown prj": (lambda d: other_prj(write_shapefile(d, COUNTRY)), "EPSG:25832"),
    "cut-off shp": (lambda d: cut_off(write_shapefile(d, COUNTRY), 400), "damaged or cut off"),
    "cut-off zip": (
        lambda d: cut_off(write_zip(d / "k.zip", write_shapefile(d, COUNTRY).parent), 700),
        "damaged ZIP",
    ),
    "cut-off gpkg": (
        lambda d: cut_off(write_geopackage(d / "k.gpkg", COUNTRY), 9000),
        "not a readable GeoPackage",
    ),
    "unknown srs": (
        lambda d: write_geopackage(d / "k.gpkg", COUNTRY, srs=2056),
        "the projection 2056",
    ),
    "no key column": (
        lambda d: write_shapefile(d, COUNTRY, column="COLOUR"),
        "no column holds official keys",
    ),
    "other keys": (
        lambda d: write_geojson(d / "k.json", {f"1{k[1:]}": v for k, v in COUNTRY.items()}),
        "no column holds official keys",
    ),
    "too few": (
        lambda d: write_geojson(d / "k.json", {WEST: COUNTRY[WEST]}),
        "only 1 of 4 kreise",
    ),
    "zip without layers": (lambda d: zip_of(d / "k.zip", a_dot_txt=b"1"), "holds: none"),
    "zip with several layers": (
        lambda d: zip_of(d / "k.zip", a_dot_shp=b"1", b_dot_shp=b"2"),
        "holds: a.shp, b.shp",
    ),
    "zip in a zip": (
        lambda d: zip_of(d / "k.zip", krs_dot_shp=zip_of(d / "i.zip", a_dot_shp=b"1").read_bytes()),
        "krs.shp is neither",
    ),
    "path that climbs": (
        lambda d: zip_of(d / "k.zip", **{"../../krs_dot_geojson": b"{}"}),
        "krs.geojson is JSON, but",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_file_is_refused_with_its_reason(
    country: None, tmp_path: Path, fault: str
) -> None:
    geo_import(write_geojson(tmp_path / "before.geojson", COUNTRY))
    before = outlines()
    make, reason = BROKEN[fault]
    (tmp_path / "new").mkdir()

    with pytest.raises(CommandError, match="Nothing was imported") as refused:
        geo_import(make(tmp_path / "new"))

    assert reason in str(refused.value)
    assert outlines() == before


def test_a_zip_that_unpacks_to_more_than_it_says_is_given_up(
    country: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MAX_UNPACKED", 3 * opening.MB)
    bomb = zip_of(tmp_path / "bomb.zip", krs_dot_json=b"{" + b" " * 20 * opening.MB)

    with pytest.raises(CommandError, match="unpacks to more than 3 MB"):
        geo_import(bomb)


@pytest.mark.parametrize(
    ("options", "reason"),
    [({"year": 1066}, "cannot be the year"), ({"attribution": "x" * 251}, "more than 250")],
)
def test_options_are_checked(
    country: None, tmp_path: Path, options: dict[str, Any], reason: str
) -> None:
    with pytest.raises(CommandError, match=reason):
        geo_import(write_geojson(tmp_path / "k.geojson", COUNTRY), **options)


# -- The official files --------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_official_kreise_are_read_whole_with_all_their_neighbours(official_data: Path) -> None:
    load_reference_places()

    said = geo_import(
        official_data / "geo" / "kreise_400_vg250_2018_eisenach-merged.topo.json",
        year=2018,
        licence="GeoNutzV",
    )

    assert "400 kreise found, 0 missing" in said
    assert "1042 of 1042 known neighbours share a line" in said
    found = find_boundaries()
    assert found is not None
    assert set(found.kreise) == set(Kreis.objects.values_list("pk", flat=True))
    assert set(found.laender) == set(Land.objects.values_list("pk", flat=True))
    assert sum(len(shape.path) for shape in found.kreise.values()) < 130_000


@pytest.mark.slow
def test_the_official_laender_are_read_by_their_own_level(official_data: Path) -> None:
    load_reference_places()

    said = geo_import(official_data / "geo" / "laender_16.topo.json", level="laender")

    assert "16 laender found, 0 missing" in said
    assert Boundary.objects.count() == 16
    assert find_boundaries() is None  # Länder alone make no map of Kreise
