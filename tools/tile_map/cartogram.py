"""Swell and shrink the plane until every Kreis covers the same area."""

import numpy as np
from scipy import fft, ndimage

from tools.tile_map.regions import Floats
from tools.tile_map.territory import NOBODY, PIXEL_KM, PIXELS, SIDE_KM, Territory

#: Blur of the density before the flow, pixels: keeps the flow smooth at the edges of patches.
BLUR = 1.5
#: Largest step of any point in one round, pixels.
STRIDE = 0.25
MAX_STEPS = 2000


def equalise(territory: Territory, points_km: Floats, *, strength: float = 1.0) -> Floats:
    """Carry the points along with the diffusion of density to a uniform level.

    Parameters
    ----------
    territory : Territory
        Every patch holds the mass 1, so the density is one over the area; outside it is the mean.
    points_km : ndarray, shape (n, 2)
    strength : float
        Exponent of the density, 0 (nothing moves) to 1 (all patches end with equal area).

    Notes
    -----
    Gastner, M. T., Newman, M. E. J. (2004), Diffusion-based method for producing density-equalizing
    maps, PNAS 101, 7499-7504, doi:10.1073/pnas.0400280101.
    """
    spectrum = fft.dctn(density(territory, strength), norm="ortho")
    wave = np.pi * np.arange(PIXELS) / PIXELS
    decay = wave[:, None] ** 2 + wave[None, :] ** 2
    points = (points_km + SIDE_KM / 2) / PIXEL_KM - 0.5
    time, step = 0.0, 1e-3
    for _ in range(MAX_STEPS):
        level = fft.idctn(spectrum * np.exp(-decay * time), norm="ortho")
        south, east = np.gradient(np.log(level))
        flow = -np.column_stack([_sample(east, points), _sample(south, points)])
        fastest = float(np.hypot(*flow.T).max())
        if fastest * step < STRIDE / 4:
            step *= 1.5
        step = min(step, STRIDE / max(fastest, 1e-12))
        points = points + step * flow
        time += step
        if time > PIXELS**2 / 8:
            break
    return (points + 0.5) * PIXEL_KM - SIDE_KM / 2


def density(territory: Territory, strength: float) -> Floats:
    """Return the density of Kreise at every pixel, the mean outside."""
    owner = territory.owner
    inside = owner != NOBODY
    area = np.bincount(owner[inside])
    level = np.ones(owner.shape)
    level[inside] = (1.0 / np.maximum(area, 1)[owner[inside]]) ** strength
    level[~inside] = level[inside].mean()
    return np.asarray(ndimage.gaussian_filter(level, BLUR, mode="nearest"), dtype=np.float64)


def _sample(field: Floats, points: Floats) -> Floats:
    values = ndimage.map_coordinates(field, points[:, ::-1].T, order=1, mode="nearest")
    return np.asarray(values, dtype=np.float64)
