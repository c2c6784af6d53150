"""Read GeoJSON (RFC 7946, and the older ``crs`` member) and TopoJSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from drehscheibe.core.places.geo.layer import (
    BadBoundaries,
    Feature,
    Layer,
    Points,
    Polygon,
    make_ring,
)
from drehscheibe.core.places.geo.projection import Projection, find_projection

__all__ = ["read_json"]

DEGREES = 4326
FAULTS = (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError)


def read_json(file: Path, wanted: tuple[str, ...]) -> Layer:
    """Read a GeoJSON or TopoJSON file.

    Raises
    ------
    BadBoundaries
        If it is neither, or damaged.
    """
    try:
        document = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise BadBoundaries(f"{file.name} is not readable JSON: {str(error)[:120]}") from error
    kind = document.get("type") if isinstance(document, dict) else None
    if kind not in {"FeatureCollection", "Topology"}:
        raise BadBoundaries(
            f"{file.name} is JSON, but neither a GeoJSON FeatureCollection nor a TopoJSON Topology"
        )
    try:
        if kind == "Topology":
            name, features = _read_topology(document, wanted)
        else:
            name, features = file.stem, list(_read_collection(document))
    except BadBoundaries:
        raise
    except FAULTS as error:
        raise BadBoundaries(
            f"{file.name} is damaged: {type(error).__name__} {error}"[:200]
        ) from error
    return Layer(name, features, _projection(document))


def _projection(document: dict[str, Any]) -> Projection:
    crs = document.get("crs")
    name = str(crs.get("properties", {}).get("name", "")) if isinstance(crs, dict) else ""
    code = re.search(r"EPSG:+(?:[\d.]*:)?(\d+)$", name)
    found = find_projection(int(code[1]) if code else DEGREES)
    if found is None or (name and not code and "CRS84" not in name):
        raise BadBoundaries(
            f"the projection »{name[:80]}« is not one of those that can be read;"
            " choose degrees (EPSG:4326) or UTM32 (EPSG:25832)"
        )
    return found


def _read_collection(document: dict[str, Any]) -> Iterator[Feature]:
    for each in document["features"]:
        geometry = each.get("geometry") or {}
        yield Feature(
            each.get("properties") or {},
            [
                _polygon(make_ring(ring) for ring in polygon)
                for polygon in _parts(geometry, "coordinates")
            ],
        )


def _parts(geometry: dict[str, Any], name: str) -> list[Any]:
    """Return the polygons of a geometry; points and lines have none."""
    if geometry.get("type") == "Polygon":
        return [geometry[name]]
    return list(geometry[name]) if geometry.get("type") == "MultiPolygon" else []


def _polygon(rings: Iterator[Points]) -> Polygon:
    return [ring for ring in rings if len(ring) > 2]


def _read_topology(document: dict[str, Any], wanted: tuple[str, ...]) -> tuple[str, list[Feature]]:
    objects = {
        name: each
        for name, each in document["objects"].items()
        if each.get("type") == "GeometryCollection"
    }
    named = [name for name in objects if any(word in name.lower() for word in wanted)]
    names = named or list(objects)
    if len(names) != 1:
        raise BadBoundaries(f"no single layer fits; the file has: {', '.join(objects) or 'none'}")
    arcs = [_arc(arc, document.get("transform")) for arc in document["arcs"]]
    geometries = objects[names[0]]["geometries"]
    return names[0], [_feature(geometry, arcs) for geometry in geometries]


def _arc(arc: Any, transform: dict[str, Any] | None) -> Points:  # noqa: ANN401 -- from a file
    points = np.asarray(arc, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] < 2:
        raise BadBoundaries("an arc holds something else than pairs of numbers")
    points = points[:, :2]
    if transform is None:
        return points
    scaled: Points = points.cumsum(axis=0) * transform["scale"] + transform["translate"]
    return scaled


def _feature(geometry: dict[str, Any], arcs: list[Points]) -> Feature:
    return Feature(
        geometry.get("properties") or {},
        [
            _polygon(make_ring(_join(ring, arcs)) for ring in polygon)
            for polygon in _parts(geometry, "arcs")
        ],
    )


def _join(ring: list[int], arcs: list[Points]) -> Points:
    """Return the points of a ring; a negative number is an arc read backwards."""
    parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in ring]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
