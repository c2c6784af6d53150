"""What every kind of file is read into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from drehscheibe.core.places.geo.projection import Projection

__all__ = ["BadBoundaries", "Feature", "Layer", "Points", "Polygon", "make_ring"]

Points: TypeAlias = npt.NDArray[
    np.float64
]  # one row per point: easting or longitude, then the other
#: Outer ring, then holes; no ring repeats its first point at the end.
Polygon: TypeAlias = list[Points]

MAX_FEATURES = 20_000
MAX_POINTS = 8_000_000


class BadBoundaries(ValueError):  # noqa: N818 -- reads as the sentence it is
    """The file is not what it should be; the message names the reason and what helps."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of the file."""

    properties: dict[str, Any]
    polygons: list[Polygon]


@dataclass(frozen=True, slots=True)
class Layer:
    """The rows of one layer, all in one projection."""

    name: str
    features: list[Feature]
    projection: Projection

    def checked(self) -> Layer:
        """Return the layer if it is of a size that a country can have.

        Raises
        ------
        BadBoundaries
            If it is empty or far too large.
        """
        points = sum(len(ring) for ring in rings_of(self.features))
        if not points:
            raise BadBoundaries(f"layer »{self.name}« holds no areas")
        if len(self.features) > MAX_FEATURES or points > MAX_POINTS:
            raise BadBoundaries(
                f"layer »{self.name}« has {len(self.features)} areas with {points} points;"
                f" at most {MAX_FEATURES} and {MAX_POINTS} are read"
            )
        return self


def rings_of(features: Iterable[Feature]) -> Iterable[Points]:
    """Yield every ring of the features."""
    return (ring for each in features for polygon in each.polygons for ring in polygon)


def make_ring(coordinates: Any) -> Points:  # noqa: ANN401 -- whatever stood in a file
    """Return a ring from pairs (or triples) of numbers, without a repeated last point.

    Raises
    ------
    BadBoundaries
        If they are no finite numbers.
    """
    try:
        points = np.asarray(coordinates, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadBoundaries("a ring holds something else than pairs of numbers") from error
    if points.ndim != 2 or points.shape[1] < 2:
        raise BadBoundaries("a ring holds something else than pairs of numbers")
    if not np.isfinite(points).all():
        raise BadBoundaries("a coordinate is not a finite number")
    points = np.ascontiguousarray(points[:, :2])
    return points[:-1] if len(points) > 1 and (points[0] == points[-1]).all() else points
