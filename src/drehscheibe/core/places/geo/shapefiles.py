"""Read a Shapefile: areas (``.shp``), table (``.dbf``) and projection (``.prj``)."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapefile

from drehscheibe.core.places.geo.layer import BadBoundaries, Feature, Layer, Polygon, make_ring
from drehscheibe.core.places.geo.projection import Projection, projection_of_wkt

__all__ = ["read_shapefile"]

FAULTS = (
    shapefile.ShapefileException,
    struct.error,
    OSError,
    ValueError,
    IndexError,
    OverflowError,
    Warning,
)
POLYGONS = {shapefile.POLYGON, shapefile.POLYGONZ, shapefile.POLYGONM}


def read_shapefile(file: Path) -> Layer:
    """Read the areas of a Shapefile.

    Raises
    ------
    BadBoundaries
        If a part of it is missing or damaged, or its projection is unknown.
    """
    projection = _projection(_beside(file, ".prj"))
    table = _beside(file, ".dbf")
    try:
        with (
            warnings.catch_warnings(action="error"),  # the library only warns of a wrong size
            file.open("rb") as areas,
            table.open("rb") as rows,
            shapefile.Reader(
                shp=areas, dbf=rows, encoding=_encoding(file), encodingErrors="replace"
            ) as reader,
        ):
            if reader.shapeType not in POLYGONS:
                raise BadBoundaries(f"{file.name} holds no areas but {reader.shapeTypeName}")
            features = list(_features(reader))
    except FAULTS as error:
        if isinstance(error, BadBoundaries):
            raise
        raise BadBoundaries(f"{file.name} is damaged or cut off: {error}") from error
    return Layer(file.stem, features, projection)


def _beside(file: Path, suffix: str) -> Path:
    for candidate in (file.with_suffix(suffix), file.with_suffix(suffix.upper())):
        if candidate.is_file():
            return candidate
    meaning = {
        ".prj": "without it nobody knows where the coordinates lie",
        ".dbf": "without it nobody knows which area is which",
    }[suffix]
    raise BadBoundaries(
        f"there is no {file.with_suffix(suffix).name} beside {file.name}; {meaning}"
    )


def _projection(file: Path) -> Projection:
    text = file.read_text(encoding="utf-8", errors="replace")[:20_000]
    projection = projection_of_wkt(text)
    if projection is None:
        raise BadBoundaries(
            f"the projection in {file.name} is not one of those that can be read;"
            " choose the download in UTM32s (EPSG:25832)"
        )
    return projection


def _encoding(file: Path) -> str:
    page = file.with_suffix(".cpg")
    named = page.read_text(encoding="ascii", errors="replace").strip() if page.is_file() else ""
    return "latin-1" if "8859" in named or "1252" in named else "utf-8"


def _features(reader: shapefile.Reader) -> Iterator[Feature]:
    for both in reader.iterShapeRecords():
        if both.shape.shapeType in POLYGONS:
            yield Feature(both.record.as_dict(), list(_polygons(both.shape)))


def _polygons(shape: shapefile.Shape) -> Iterator[Polygon]:
    """Yield each ring by itself; ``arcs`` finds out by their direction which ones are holes."""
    points = np.asarray(shape.points, dtype=np.float64)
    ends = [*shape.parts[1:], len(points)]
    polygon: Polygon = [
        make_ring(points[a:b]) for a, b in zip(shape.parts, ends, strict=True) if b - a > 3
    ]
    if polygon:
        yield polygon
