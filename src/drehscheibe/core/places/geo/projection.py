"""From the projections that official files come in to ETRS89 / UTM zone 32N (EPSG:25832).

Transverse Mercator by Krüger's series to the fourth order of the third flattening, which is exact to
less than a millimetre within 40 degrees of the central meridian: L. Krüger (1912), Konforme
Abbildung des Erdellipsoids in der Ebene; coefficients as in C. F. F. Karney (2011), Transverse
Mercator with an accuracy of a few nanometers, Journal of Geodesy 85, 475–485,
doi:10.1007/s00190-011-0445-3. The older German datum is moved with the seven parameters of
EPSG:1777, good to about three metres, which is far below the width of a line on the map.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["UTM32", "Projection", "find_projection", "projection_of_wkt"]

Values: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ellipsoid:
    """Semi-major axis in metres and flattening."""

    a: float
    f: float

    @property
    def n(self) -> float:
        """Third flattening."""
        return self.f / (2 - self.f)

    @property
    def e2(self) -> float:
        """Square of the eccentricity."""
        return self.f * (2 - self.f)

    @property
    def rectifying_radius(self) -> float:
        """Radius of the circle as long as a meridian."""
        n = self.n
        return self.a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)


GRS80 = Ellipsoid(6_378_137.0, 1 / 298.257222101)
BESSEL = Ellipsoid(6_377_397.155, 1 / 299.1528128)


@dataclass(frozen=True, slots=True)
class TransverseMercator:
    """A strip of the Earth on a cylinder.

    Attributes
    ----------
    meridian : float
        Central meridian in degrees.
    """

    ellipsoid: Ellipsoid
    meridian: float
    scale: float
    false_easting: float
    false_northing: float = 0.0

    def forward(self, longitude: Values, latitude: Values) -> tuple[Values, Values]:
        """Return easting and northing of degrees."""
        e = np.sqrt(self.ellipsoid.e2)
        tau = np.tan(np.radians(latitude))
        sigma = np.sinh(e * np.arctanh(e * tau / np.hypot(1.0, tau)))
        conformal = tau * np.hypot(1.0, sigma) - sigma * np.hypot(1.0, tau)
        away = np.radians(longitude - self.meridian)
        xi = np.arctan2(conformal, np.cos(away))
        eta = np.arcsinh(np.sin(away) / np.hypot(conformal, np.cos(away)))
        north, east = xi.copy(), eta.copy()
        for j, alpha in enumerate(_alphas(self.ellipsoid.n), start=1):
            north += alpha * np.sin(2 * j * xi) * np.cosh(2 * j * eta)
            east += alpha * np.cos(2 * j * xi) * np.sinh(2 * j * eta)
        radius = self.scale * self.ellipsoid.rectifying_radius
        return self.false_easting + radius * east, self.false_northing + radius * north

    def inverse(self, easting: Values, northing: Values) -> tuple[Values, Values]:
        """Return longitude and latitude in degrees."""
        radius = self.scale * self.ellipsoid.rectifying_radius
        xi, eta = (northing - self.false_northing) / radius, (easting - self.false_easting) / radius
        north, east = xi.copy(), eta.copy()
        for j, beta in enumerate(_betas(self.ellipsoid.n), start=1):
            north -= beta * np.sin(2 * j * xi) * np.cosh(2 * j * eta)
            east -= beta * np.cos(2 * j * xi) * np.sinh(2 * j * eta)
        conformal = np.sin(north) / np.hypot(np.sinh(east), np.cos(north))
        away = np.arctan2(np.sinh(east), np.cos(north))
        tau = _tangent_of_latitude(conformal, self.ellipsoid)
        return self.meridian + np.degrees(away), np.degrees(np.arctan(tau))


def _alphas(n: float) -> tuple[float, float, float, float]:
    return (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49561 * n**4 / 161280,
    )


def _betas(n: float) -> tuple[float, float, float, float]:
    return (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161280,
    )


def _tangent_of_latitude(conformal: Values, ellipsoid: Ellipsoid) -> Values:
    """Return the tangent of the latitude for that of the conformal latitude, by Newton's steps."""
    e2 = ellipsoid.e2
    e = np.sqrt(e2)
    tau = conformal / (1 - e2)
    for _ in range(4):
        sigma = np.sinh(e * np.arctanh(e * tau / np.hypot(1.0, tau)))
        reached = tau * np.hypot(1.0, sigma) - sigma * np.hypot(1.0, tau)
        slope = (1 + (1 - e2) * tau**2) / ((1 - e2) * np.hypot(1.0, reached) * np.hypot(1.0, tau))
        tau = tau + (conformal - reached) * slope
    return tau


@dataclass(frozen=True, slots=True)
class Degrees:
    """Longitude and latitude on an ellipsoid so near to ETRS89 that a map cannot show it."""

    def inverse(self, easting: Values, northing: Values) -> tuple[Values, Values]:
        """Return the degrees as they are."""
        return easting, northing


@dataclass(frozen=True, slots=True)
class WebMercator:
    """The projection of map tiles in the web (EPSG:3857)."""

    def inverse(self, easting: Values, northing: Values) -> tuple[Values, Values]:
        """Return longitude and latitude in degrees."""
        return (
            np.degrees(easting / GRS80.a),
            np.degrees(np.arctan(np.sinh(northing / GRS80.a))),
        )


UTM32 = TransverseMercator(GRS80, meridian=9, scale=0.9996, false_easting=500_000)


@dataclass(frozen=True, slots=True)
class Projection:
    """How a file writes its coordinates.

    Attributes
    ----------
    is_old_datum : bool
        Whether they lie on the German datum DHDN and must be moved to ETRS89.
    """

    name: str
    kind: TransverseMercator | Degrees | WebMercator
    is_old_datum: bool = False

    def to_utm32(self, points: Values) -> Values:
        """Return points (one per row) in metres of EPSG:25832.

        Raises
        ------
        ValueError
            If they cannot be places in or near Germany.
        """
        if self.kind == UTM32:
            moved = points
        else:
            longitude, latitude = self.kind.inverse(points[:, 0], points[:, 1])
            if self.is_old_datum:
                longitude, latitude = _from_dhdn(longitude, latitude)
            if not (np.abs(latitude) < 89).all() or not (np.abs(longitude - 9) < 60).all():
                raise ValueError(self.name)
            moved = np.column_stack(UTM32.forward(longitude, latitude))
        if not _is_near_germany(moved):
            raise ValueError(self.name)
        return moved


def _is_near_germany(points: Values) -> bool:
    low, high = np.array([-300_000.0, 4_600_000.0]), np.array([1_500_000.0, 6_800_000.0])
    return bool(((points > low) & (points < high)).all())


def _from_dhdn(longitude: Values, latitude: Values) -> tuple[Values, Values]:
    moved = helmert(
        _to_space(longitude, latitude, BESSEL),
        shift=(598.1, 73.7, 418.2),
        turn_arc_seconds=(0.202, 0.045, -2.455),
        ppm=6.7,
    )
    return _from_space(moved, GRS80)


def helmert(
    places: Values,
    *,
    shift: tuple[float, float, float],
    turn_arc_seconds: tuple[float, float, float],
    ppm: float,
) -> Values:
    """Move places in space (one per row) by seven parameters, "position vector" convention."""
    rx, ry, rz = np.radians(np.array(turn_arc_seconds) / 3600)
    turn = np.array([[1, -rz, ry], [rz, 1, -rx], [-ry, rx, 1]])
    moved: Values = np.array(shift) + (1 + ppm * 1e-6) * (places @ turn.T)
    return moved


def _to_space(longitude: Values, latitude: Values, ellipsoid: Ellipsoid) -> Values:
    lam, phi = np.radians(longitude), np.radians(latitude)
    curvature = ellipsoid.a / np.sqrt(1 - ellipsoid.e2 * np.sin(phi) ** 2)
    return np.column_stack(
        (
            curvature * np.cos(phi) * np.cos(lam),
            curvature * np.cos(phi) * np.sin(lam),
            curvature * (1 - ellipsoid.e2) * np.sin(phi),
        )
    )


def _from_space(places: Values, ellipsoid: Ellipsoid) -> tuple[Values, Values]:
    x, y, z = places.T
    across = np.hypot(x, y)
    phi = np.arctan2(z, across * (1 - ellipsoid.e2))
    for _ in range(5):
        curvature = ellipsoid.a / np.sqrt(1 - ellipsoid.e2 * np.sin(phi) ** 2)
        phi = np.arctan2(z + ellipsoid.e2 * curvature * np.sin(phi), across)
    return np.degrees(np.arctan2(y, x)), np.degrees(phi)


def _utm(zone: int, false_easting: float = 500_000) -> TransverseMercator:
    return TransverseMercator(GRS80, 6 * zone - 183, 0.9996, false_easting)


def _gauss_krueger(zone: int) -> TransverseMercator:
    return TransverseMercator(BESSEL, 3 * zone, 1.0, zone * 1_000_000 + 500_000)


KNOWN = {
    4326: Projection("WGS 84 (EPSG:4326)", Degrees()),
    4258: Projection("ETRS89 (EPSG:4258)", Degrees()),
    3857: Projection("Web Mercator (EPSG:3857)", WebMercator()),
    25831: Projection("UTM 31N (EPSG:25831)", _utm(31)),
    25832: Projection("UTM 32N (EPSG:25832)", UTM32),
    25833: Projection("UTM 33N (EPSG:25833)", _utm(33)),
    32632: Projection("UTM 32N (EPSG:32632)", UTM32),
    32633: Projection("UTM 33N (EPSG:32633)", _utm(33)),
    4647: Projection("UTM 32N with zone (EPSG:4647)", _utm(32, 32_500_000)),
    **{
        31464 + zone: Projection(
            f"Gauß-Krüger zone {zone} (EPSG:{31464 + zone})", _gauss_krueger(zone), True
        )
        for zone in (2, 3, 4, 5)
    },
}


def find_projection(epsg: int) -> Projection | None:
    """Return the projection of an EPSG code, None if it is not one of the known."""
    return KNOWN.get(epsg)


def projection_of_wkt(text: str) -> Projection | None:
    """Return the projection that a ``.prj`` file (WKT) describes, None if it is not one of the known."""
    codes = re.findall(r'(?:AUTHORITY|ID)\["EPSG",\s*"?(\d{4,6})"?\]', text)
    if codes and text.rstrip().rstrip("]").endswith(codes[-1] + '"') and int(codes[-1]) in KNOWN:
        return KNOWN[int(codes[-1])]
    if "Mercator_Auxiliary_Sphere" in text or "Popular Visualisation" in text:
        return KNOWN[3857]
    if not re.search(r"PROJC(S|RS)\[", text):
        is_known = re.search(r"GEOGC(S|RS)\[", text) and re.search(r"WGS|ETRS", text)
        return KNOWN[4326] if is_known else None
    return _transverse_mercator_of_wkt(text)


def _transverse_mercator_of_wkt(text: str) -> Projection | None:
    def parameter(name: str) -> float | None:
        pattern = rf'PARAMETER\["{name}",\s*(-?[\d.]+)'
        match = re.search(pattern, text, re.IGNORECASE)
        return float(match[1]) if match else None

    spheroid = re.search(r'SPHEROID\["[^"]*",\s*([\d.]+)', text)
    meridian, scale = parameter("central_meridian"), parameter("scale_factor")
    easting = parameter("false_easting")
    if (
        "Transverse_Mercator" not in text
        or spheroid is None
        or meridian is None
        or scale is None
        or easting is None
    ):
        return None
    is_old = abs(float(spheroid[1]) - BESSEL.a) < 1
    ellipsoid = BESSEL if is_old else GRS80
    name = re.search(r'PROJCS\["([^"]*)"', text)
    kind = TransverseMercator(
        ellipsoid, meridian, scale, easting, parameter("false_northing") or 0.0
    )
    return Projection(name[1] if name else "transverse Mercator", kind, is_old)
