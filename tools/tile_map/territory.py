"""Give every Kreis a patch of its true area on a raster, from centres and areas alone."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from tools.tile_map.regions import Floats, Regions

#: Side of the square raster in pixels and in kilometres; the sea around is part of the picture.
PIXELS = 384
SIDE_KM = 1500.0
PIXEL_KM = SIDE_KM / PIXELS
ROUNDS = 60
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Territory:
    """Who owns which pixel: ``owner`` has shape (PIXELS, PIXELS), ``NOBODY`` outside."""

    owner: npt.NDArray[np.int64]


def pixel_centres() -> Floats:
    """Return the centres of the pixels along one side, in kilometres."""
    return np.linspace(0.5, PIXELS - 0.5, PIXELS) * PIXEL_KM - SIDE_KM / 2


def grow_territory(regions: Regions) -> Territory:
    """Grow a disc round each centre, cut by its neighbours' discs, until areas are right.

    Notes
    -----
    A power diagram in which a pixel belongs to the centre with the smallest ``d² - w`` and to
    nobody where that is positive; the weights ``w`` are adjusted until every patch has the area of
    its Kreis. After Aurenhammer, F., Hoffmann, F., Aronov, B. (1998), Minkowski-type theorems and
    least-squares clustering, Algorithmica 20, 61-76, doi:10.1007/PL00009187.
    """
    axis = pixel_centres()
    weights = regions.area_km2 / np.pi
    owner = np.full((PIXELS, PIXELS), NOBODY, dtype=np.int64)
    for step in range(ROUNDS):
        owner = _label(axis, regions.xy_km, weights)
        area = np.bincount(owner[owner != NOBODY], minlength=len(weights)) * PIXEL_KM**2
        rate = 0.6 if step < ROUNDS // 2 else 0.3
        weights = weights + rate * (regions.area_km2 - area) / np.pi
    return Territory(owner=_keep_enclaves(regions, _fill_gaps(owner)))


def _label(axis: Floats, xy: Floats, weights: Floats) -> npt.NDArray[np.int64]:
    best = np.zeros((PIXELS, PIXELS))
    owner = np.full((PIXELS, PIXELS), NOBODY, dtype=np.int64)
    for index, ((x, y), weight) in enumerate(zip(xy, weights, strict=True)):
        reach = np.sqrt(max(weight, 0.0) + 2e4)
        cols = slice(*np.searchsorted(axis, [x - reach, x + reach]))
        rows = slice(*np.searchsorted(axis, [y - reach, y + reach]))
        power = (axis[None, cols] - x) ** 2 + (axis[rows, None] - y) ** 2 - weight
        nearer = power < best[rows, cols]
        best[rows, cols][nearer] = power[nearer]
        owner[rows, cols][nearer] = index
    return owner


def _keep_enclaves(regions: Regions, owner: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Give a city its own disc where the Kreis round it, with the same centre, left it nothing."""
    kept = owner.copy()
    axis = pixel_centres()
    for lost in np.flatnonzero(
        np.bincount(owner[owner != NOBODY], minlength=len(regions.keys)) == 0
    ):
        x, y = regions.xy_km[lost]
        reach = max(np.sqrt(regions.area_km2[lost] / np.pi), PIXEL_KM * 0.75)
        kept[np.hypot(axis[None, :] - x, axis[:, None] - y) < reach] = lost
    return kept


def _fill_gaps(owner: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Close the small gaps that discs leave between them; the sea stays open."""
    disc = np.hypot(*np.ogrid[-4:5, -4:5]) <= 4
    land = ndimage.binary_fill_holes(ndimage.binary_closing(owner != NOBODY, structure=disc))
    nearest = ndimage.distance_transform_edt(
        owner == NOBODY, return_distances=False, return_indices=True
    )
    return np.where(land, owner[tuple(nearest)], NOBODY)
