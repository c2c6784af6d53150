"""Read the Kreise and their borders, and put the centres on an equal-area plane."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0072
#: Middle of the projection, degrees; inside Germany, so that shapes are least distorted there.
CENTRE_LON, CENTRE_LAT = 10.5, 51.2


@dataclass(frozen=True, slots=True)
class Regions:
    """The Kreise in the order of their keys.

    Attributes
    ----------
    keys, names, laender
        One entry per Kreis; ``laender`` holds two-letter abbreviations.
    area_km2 : ndarray, shape (n,)
    xy_km : ndarray, shape (n, 2)
        Centres, east and *south* of the middle of the projection, in kilometres.
    neighbours : tuple of sorted tuples of indices
    """

    keys: tuple[str, ...]
    names: tuple[str, ...]
    laender: tuple[str, ...]
    area_km2: Floats
    xy_km: Floats
    neighbours: tuple[tuple[int, ...], ...]

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Every border once, as (smaller index, larger index)."""
        return [(i, j) for i, near in enumerate(self.neighbours) for j in near if i < j]


def project(lon: Floats, lat: Floats) -> Floats:
    """Project degrees with Lambert's azimuthal equal-area projection, y pointing south.

    Notes
    -----
    Snyder, J. P. (1987), Map Projections: A Working Manual, USGS Professional Paper 1395, p. 185.
    """
    lam, phi = np.radians(lon - CENTRE_LON), np.radians(lat)
    phi0 = np.radians(CENTRE_LAT)
    cos_c = np.sin(phi0) * np.sin(phi) + np.cos(phi0) * np.cos(phi) * np.cos(lam)
    k = EARTH_RADIUS_KM * np.sqrt(2 / (1 + cos_c))
    north = np.cos(phi0) * np.sin(phi) - np.sin(phi0) * np.cos(phi) * np.cos(lam)
    return np.column_stack([k * np.cos(phi) * np.sin(lam), -k * north])


def read_regions(kreise: Path, neighbours: Path) -> Regions:
    """Read both tables; the result does not depend on the order of their rows."""
    with kreise.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["ags5"])
    index = {row["ags5"]: i for i, row in enumerate(rows)}
    near: list[set[int]] = [set() for _ in rows]
    with neighbours.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            i, j = index[row["ags5"]], index[row["neighbour"]]
            near[i].add(j)
            near[j].add(i)
    return Regions(
        keys=tuple(index),
        names=tuple(row["name"] for row in rows),
        laender=tuple(row["land"] for row in rows),
        area_km2=np.array([float(row["area_km2"]) for row in rows]),
        xy_km=project(
            np.array([float(row["lon"]) for row in rows]),
            np.array([float(row["lat"]) for row in rows]),
        ),
        neighbours=tuple(tuple(sorted(each)) for each in near),
    )
