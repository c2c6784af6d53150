"""Intervals for shares and means that keep what they promise with weighted small samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drehscheibe_engines.survey_stats.arrays import FloatArray
from drehscheibe_engines.survey_stats.estimates import Estimate
from drehscheibe_engines.survey_stats.quantiles import beta_quantile, two_sided_t, two_sided_z

#: Shares below this (and above its complement) use the Korn-Graubard interval.
EXTREME_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper end, in the unit of the estimate."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """Distance between the ends."""
        return self.high - self.low


def wilson_bounds(
    share: npt.ArrayLike, n_eff: npt.ArrayLike, confidence: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Return Wilson's score interval with an effective number of respondents.

    Parameters
    ----------
    share : array_like
        Shares, 0–1.
    n_eff : array_like
        Effective number of respondents, more than 0; infinite gives the share itself.
    confidence : float
        Nominal coverage, 0–1.

    Returns
    -------
    low, high : ndarray
        Always within 0–1 and around the share.

    Notes
    -----
    Wilson (1927), doi:10.1080/01621459.1927.10502953, with ``n_eff`` in place of n. In simulated
    raked samples it covers 95 % where intervals from n alone or from plain standard errors do
    not; ``benchmarks/survey_stats/coverage.py`` measures it.

    Examples
    --------
    >>> low, high = wilson_bounds(81 / 263, 263)
    >>> round(float(low), 4), round(float(high), 4)
    (0.2553, 0.3662)
    """
    z = two_sided_z(confidence)
    p, m = np.broadcast_arrays(np.asarray(share, np.float64), np.asarray(n_eff, np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 1 + z * z / m
        centre = (p + z * z / (2 * m)) / scale
        half = z / scale * np.sqrt(p * (1 - p) / m + z * z / (4 * m * m))
    return np.clip(centre - half, 0, p), np.clip(centre + half, p, 1)


def korn_graubard_bounds(
    share: npt.ArrayLike, n_eff: npt.ArrayLike, confidence: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Return the exact (Clopper-Pearson) interval with an effective number of respondents.

    Parameters
    ----------
    share, n_eff, confidence
        As for ``wilson_bounds``.

    Returns
    -------
    low, high : ndarray
        At least as wide as promised; 0 and 1 are reached by shares of 0 and 1.

    Notes
    -----
    Korn and Graubard (1998), *Survey Methodology* 24(2), 193-201; Beta quantiles with
    ``x = n_eff · share``.

    Examples
    --------
    >>> low, high = korn_graubard_bounds(0, 20)
    >>> float(low), round(float(high), 4)
    (0.0, 0.1684)
    """
    two_sided_z(confidence)
    p, m = np.broadcast_arrays(np.asarray(share, np.float64), np.asarray(n_eff, np.float64))
    # Beyond a million both intervals are the same to the eye, and Beta quantiles lose digits.
    m = np.minimum(m, 1e6)
    x, tail = m * p, (1 - confidence) / 2
    tiny = 1e-300
    low = beta_quantile(np.maximum(x, tiny), m - x + 1, tail)
    high = beta_quantile(x + 1, np.maximum(m - x, tiny), 1 - tail)
    low, high = np.where(x <= 0, 0.0, low), np.where(m - x <= 0, 1.0, high)
    return np.clip(low, 0, p), np.clip(high, p, 1)


def effective_n_of_share(
    share: npt.ArrayLike, se: npt.ArrayLike, kish: npt.ArrayLike, clusters: int
) -> FloatArray:
    """Return the effective number of respondents behind one answer.

    Parameters
    ----------
    share, se : array_like
        Share (0–1) and its linearised standard error.
    kish : array_like
        Kish's effective number of respondents of the question.
    clusters : int
        Clusters of the sample (respondents, if they came one by one).

    Returns
    -------
    ndarray
        The smaller of Kish's number and the one that the standard error implies.

    Notes
    -----
    Where people with large weights answer differently, Kish's number is too kind, and where the
    sample is small the standard error is. In simulated raked samples neither alone keeps 95 %
    everywhere (Kish .930, standard error .801 at worst), the smaller of both does.
    The factor k/(k − 1) makes both equal for an unweighted sample.
    """
    p, error, most = np.broadcast_arrays(
        *(np.asarray(a, dtype=np.float64) for a in (share, se, kish))
    )
    known = error > 0
    implied = np.divide(p * (1 - p), error**2, out=np.array(most), where=known)
    implied[known] *= clusters / max(clusters - 1, 1)
    return np.asarray(np.minimum(most, implied))


def share_bounds(
    share: npt.ArrayLike,
    n_eff: npt.ArrayLike,
    confidence: float = 0.95,
    degrees_of_freedom: float | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Return the engine's own choice of interval for shares.

    Parameters
    ----------
    share, n_eff, confidence
        As for ``wilson_bounds``.
    degrees_of_freedom : float, optional
        Clusters minus strata. With few clusters ``n_eff`` shrinks by (z/t)², so that the
        interval is as wide as one with Student's t.

    Returns
    -------
    low, high : ndarray
        Wilson from 5 % to 95 %, Korn-Graubard outside.
    """
    p = np.asarray(share, np.float64)
    m = np.asarray(n_eff, np.float64)
    if degrees_of_freedom is not None:
        z = two_sided_z(confidence)
        m = m * (z / two_sided_t(confidence, degrees_of_freedom)) ** 2
    low, high = wilson_bounds(p, m, confidence)
    # A full survey (infinite n_eff) has no sampling error, however rare an answer is.
    p, m = np.broadcast_arrays(p, m)
    extreme = ((p < EXTREME_SHARE) | (p > 1 - EXTREME_SHARE)) & np.isfinite(m)
    if extreme.any():
        wide_low, wide_high = korn_graubard_bounds(p, m, confidence)
        low, high = np.where(extreme, wide_low, low), np.where(extreme, wide_high, high)
    return low, high


def share_interval(
    share: float,
    n_eff: float,
    confidence: float = 0.95,
    degrees_of_freedom: float | None = None,
) -> Interval:
    """Return the interval of one share (0–1); see ``share_bounds``."""
    low, high = share_bounds(share, n_eff, confidence, degrees_of_freedom)
    return Interval(float(low), float(high))


def mean_interval(estimate: Estimate, confidence: float = 0.95) -> Interval:
    """Return Student's interval of a mean, total or index.

    Parameters
    ----------
    estimate : Estimate
        With its standard error and degrees of freedom (clusters minus strata).
    confidence : float
        Nominal coverage, 0–1.

    Raises
    ------
    SurveyInputError
        Without a degree of freedom (a single respondent or cluster).
    """
    half = two_sided_t(confidence, estimate.degrees_of_freedom) * estimate.se
    return Interval(estimate.value - half, estimate.value + half)
