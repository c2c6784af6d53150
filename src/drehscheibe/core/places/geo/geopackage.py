"""Read a GeoPackage: an SQLite file with one table per layer and binary geometries (OGC 12-128r15)."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from drehscheibe.core.places.geo.layer import (
    MAX_FEATURES,
    BadBoundaries,
    Feature,
    Layer,
    Polygon,
    make_ring,
)
from drehscheibe.core.places.geo.projection import (
    Projection,
    find_projection,
    projection_of_wkt,
)

__all__ = ["read_geopackage"]

#: Bytes of the envelope by its kind in the flags.
ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
POLYGON, MULTIPOLYGON = 3, 6
#: Steps of the database after which a file that pretends to be a table is given up.
MOST_STEPS = 50_000_000


def read_geopackage(file: Path, wanted: tuple[str, ...]) -> Layer:
    """Read the layer whose name contains one of the wanted words, or the only one.

    Raises
    ------
    BadBoundaries
        If there is no such layer, or the file is damaged.
    """
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
            _distrust(database)
            table, column, srs = _choose(database, wanted)
            projection = _projection(database, srs)
            return Layer(table, list(_features(database, table, column)), projection)
    except sqlite3.Error as error:
        raise BadBoundaries(f"{file.name} is not a readable GeoPackage: {error}") from error


def _distrust(database: sqlite3.Connection) -> None:
    """Let the file's own views and functions do nothing, and nothing take forever."""
    database.execute("PRAGMA trusted_schema = OFF")
    steps = iter(range(MOST_STEPS // 10_000))
    database.set_progress_handler(lambda: int(next(steps, None) is None), 10_000)


def _choose(database: sqlite3.Connection, wanted: tuple[str, ...]) -> tuple[str, str, int]:
    rows = database.execute(
        "SELECT c.table_name, g.column_name, g.srs_id FROM gpkg_contents c"
        " JOIN gpkg_geometry_columns g ON g.table_name = c.table_name"
        " JOIN sqlite_master m ON m.name = c.table_name AND m.type = 'table'"
        " WHERE c.data_type = 'features' ORDER BY c.table_name"
    ).fetchall()
    named = [row for row in rows if any(word in str(row[0]).lower() for word in wanted)]
    chosen = named or rows
    if len(chosen) != 1:
        names = ", ".join(str(row[0]) for row in rows) or "none"
        raise BadBoundaries(f"no single layer fits; the GeoPackage has: {names}")
    table, column, srs = chosen[0]
    return str(table), str(column), int(srs)


def _projection(database: sqlite3.Connection, srs: int) -> Projection:
    row = database.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys"
        " WHERE srs_id = ?",
        (srs,),
    ).fetchone()
    found = None
    if row is not None:
        if str(row[0]).upper() == "EPSG":
            found = find_projection(int(row[1]))
        found = found or projection_of_wkt(str(row[2]))
    if found is None:
        raise BadBoundaries(
            f"the projection {srs} of the GeoPackage is not one of those that can be read;"
            " choose the download in UTM32s (EPSG:25832)"
        )
    return found


def _features(database: sqlite3.Connection, table: str, column: str) -> Iterator[Feature]:
    name = table.replace('"', '""')
    rows = database.execute(f'SELECT * FROM "{name}" LIMIT {MAX_FEATURES + 1}')  # noqa: S608 -- quoted above
    names = [described[0] for described in rows.description]
    if column not in names:
        raise BadBoundaries(f"layer »{table}« has no column »{column}«")
    for row in rows:
        values: dict[str, Any] = dict(zip(names, row, strict=True))
        blob = values.pop(column)
        if isinstance(blob, bytes):
            yield Feature(values, read_geometry(blob))


def read_geometry(blob: bytes) -> list[Polygon]:
    """Read the polygons of one geometry; other kinds of geometry give none.

    Raises
    ------
    BadBoundaries
        If it is not a GeoPackage geometry or ends too early.
    """
    if len(blob) < 8 or blob[:2] != b"GP" or (blob[3] >> 1 & 7) not in ENVELOPES:
        raise BadBoundaries("a geometry of the GeoPackage is damaged")
    try:
        return _Reader(blob, 8 + ENVELOPES[blob[3] >> 1 & 7]).polygons()
    except (struct.error, ValueError) as error:
        raise BadBoundaries("a geometry of the GeoPackage is damaged") from error


@dataclass(slots=True)
class _Reader:
    """Reads well-known binary from left to right."""

    blob: bytes
    at: int

    def polygons(self) -> list[Polygon]:
        order, kind, dimensions = self._head()
        if kind == POLYGON:
            return [self._polygon(order, dimensions)]
        if kind != MULTIPOLYGON:
            return []
        found: list[Polygon] = []
        for _ in range(self._count(order)):
            order, kind, dimensions = self._head()
            if kind != POLYGON:
                raise ValueError(kind)
            found.append(self._polygon(order, dimensions))
        return found

    def _head(self) -> tuple[str, int, int]:
        order = "<" if self.blob[self.at : self.at + 1] == b"\1" else ">"
        (code,) = struct.unpack_from(f"{order}I", self.blob, self.at + 1)
        self.at += 5
        further = {0: 0, 1: 1, 2: 1, 3: 2}.get(code // 1000)
        if further is None:
            raise ValueError(code)
        return order, code % 1000, 2 + further

    def _count(self, order: str) -> int:
        (count,) = struct.unpack_from(f"{order}I", self.blob, self.at)
        self.at += 4
        # Every part takes at least four bytes; whoever claims more lies.
        if count * 4 > len(self.blob):
            raise ValueError(count)
        return int(count)

    def _polygon(self, order: str, dimensions: int) -> Polygon:
        rings = [self._ring(order, dimensions) for _ in range(self._count(order))]
        return [ring for ring in rings if len(ring) > 2]

    def _ring(self, order: str, dimensions: int) -> Any:  # noqa: ANN401 -- an array
        count = self._count(order)
        flat = np.frombuffer(self.blob, f"{order}f8", count * dimensions, self.at)
        self.at += 8 * count * dimensions
        return make_ring(flat.reshape(count, dimensions))
