"""A small made-up country, written in every format that the importer reads.

Two Kreise of the Land 05 side by side with a crooked border, one of which has a hole in which a third
lies, and one Kreis of the Land 03 above them that also has an island. All places are whole units of
the drawing, so that every format must give the very same outlines.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import shapefile

from drehscheibe.core.places.geo.projection import UTM32

Ring: TypeAlias = list[tuple[float, float]]
Areas: TypeAlias = Mapping[str, list[list[Ring]]]

WEST, ENCLAVE, EAST, NORTH = "05901", "05902", "05903", "03901"
UTM32_PRJ = (
    'PROJCS["ETRS_1989_UTM_Zone_32N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",'
    'SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",9.0],PARAMETER["Scale_Factor",0.9996],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def km(*places: tuple[float, float]) -> Ring:
    """Return places given in kilometres from a corner in Hesse, in metres of EPSG:25832."""
    return [(480_000 + 1000 * x, 5_600_000 + 1000 * y) for x, y in places]


HOLE = km((10, 10), (20, 10), (20, 20), (10, 20))
CROOKED = ((40, 0), (42, 8), (38, 16), (44, 24), (40, 40))

COUNTRY: Areas = {
    WEST: [[km((0, 0), *CROOKED, (0, 40)), HOLE[::-1]]],
    ENCLAVE: [[HOLE]],
    EAST: [[km(*reversed(CROOKED), (80, 0), (80, 40))]],
    NORTH: [
        [km((0, 40), (40, 40), (80, 40), (80, 60), (0, 60))],
        [km((90, 50), (94, 50), (94, 54), (90, 54))],
    ],
}


def write_geojson(file: Path, areas: Areas, **columns: Any) -> Path:
    """Write GeoJSON in degrees, as RFC 7946 wants it."""
    features = [
        {
            "type": "Feature",
            "properties": {"AGS": key, "GEN": f"Kreis {key}", **columns},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[closed(degrees(ring)) for ring in rings] for rings in polygons],
            },
        }
        for key, polygons in areas.items()
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return file


def write_topojson(file: Path, areas: Areas) -> Path:
    """Write TopoJSON in degrees, one arc per ring."""
    arcs: list[Any] = []
    geometries = []
    for key, polygons in areas.items():
        numbers = []
        for rings in polygons:
            arcs += [closed(degrees(ring)) for ring in rings]
            numbers.append([[len(arcs) - len(rings) + n] for n in range(len(rings))])
        geometries.append({"type": "MultiPolygon", "properties": {"AGS": key}, "arcs": numbers})
    objects = {"kreise": {"type": "GeometryCollection", "geometries": geometries}}
    file.write_text(json.dumps({"type": "Topology", "objects": objects, "arcs": arcs}))
    return file


def write_shapefile(folder: Path, areas: Areas, *, column: str = "AGS", gf: int = 4) -> Path:
    """Write a Shapefile in EPSG:25832 and return its main file."""
    file = folder / "VG250_KRS.shp"
    with shapefile.Writer(str(file), shapeType=shapefile.POLYGON) as writer:
        writer.field(column, "C", 12)
        writer.field("GEN", "C", 50)
        writer.field("GF", "N", 9, 0)
        for key, polygons in areas.items():
            # A Shapefile has one list of rings; outer rings run clockwise.
            writer.poly([closed(ring[::-1]) for rings in polygons for ring in rings])
            writer.record(key, f"Kreis {key}", gf)
    file.with_suffix(".prj").write_text(UTM32_PRJ)
    return file


def write_zip(file: Path, folder: Path) -> Path:
    """Pack a Shapefile with its companions as the office does, in folders, beside another layer."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.glob("VG250_KRS.*")):
            archive.write(part, f"vg250.utm32s.shape/vg250_ebenen/{part.name}")
        archive.writestr("vg250.utm32s.shape/vg250_ebenen/VG250_GEM.shp", b"not wanted")
        archive.writestr("vg250.utm32s.shape/dokumentation/anlagen.txt", b"words")
    return file


def write_geopackage(file: Path, areas: Areas, *, srs: int = 25832) -> Path:
    """Write a GeoPackage in EPSG:25832 with a second layer."""
    with closing(sqlite3.connect(file)) as database:
        database.executescript(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT,"
            " organization_coordsys_id INTEGER, definition TEXT);"
            "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);"
            "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);"
            "CREATE TABLE vg250_krs (id INTEGER PRIMARY KEY, geom BLOB, ARS TEXT, GEN TEXT, GF INT);"
            "CREATE TABLE vg250_gem (id INTEGER PRIMARY KEY, geom BLOB);"
        )
        database.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES ('', ?, 'EPSG', ?, '')", (srs, srs)
        )
        for table in ("vg250_krs", "vg250_gem"):
            database.execute("INSERT INTO gpkg_contents VALUES (?, 'features')", (table,))
            database.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?)", (table, srs)
            )
        database.executemany(
            "INSERT INTO vg250_krs (geom, ARS, GEN, GF) VALUES (?, ?, ?, 4)",
            [(geometry(polygons, srs), key, f"Kreis {key}") for key, polygons in areas.items()],
        )
        database.commit()
    return file


def geometry(polygons: list[list[Ring]], srs: int) -> bytes:
    """Return a GeoPackage geometry with an envelope."""
    places = np.array([place for rings in polygons for ring in rings for place in ring])
    (left, bottom), (right, top) = places.min(axis=0), places.max(axis=0)
    head = b"GP\0\3" + struct.pack("<i4d", srs, left, right, bottom, top)
    parts = [struct.pack("<BII", 1, 6, len(polygons))]
    for rings in polygons:
        parts.append(struct.pack("<BII", 1, 3, len(rings)))
        for ring in rings:
            points = closed(ring)
            parts.append(struct.pack("<I", len(points)))
            parts += [struct.pack("<2d", *point) for point in points]
    return head + b"".join(parts)


def degrees(ring: Ring) -> Ring:
    """Return a ring in longitude and latitude."""
    x, y = np.array(ring).T
    return [(a, b) for a, b in np.column_stack(UTM32.inverse(x, y)).tolist()]


def closed(ring: Ring) -> Ring:
    return [*ring, ring[0]]
