"""Tests of whole distributions that allow for weights and clusters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drehscheibe_engines.survey_stats.arrays import FloatArray, IntArray
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.estimates import WeightedSample
from drehscheibe_engines.survey_stats.quantiles import chi2_tail, f_tail


@dataclass(frozen=True, slots=True)
class DistributionTest:
    """A corrected χ² test.

    Attributes
    ----------
    pearson : float
        Pearson's statistic of the weighted table, scaled to the number of answers.
    f : float
        Statistic after the correction.
    numerator, denominator : float
        Degrees of freedom of ``f``; the denominator is infinite for the first-order test.
    p_value : float
    """

    pearson: float
    f: float
    numerator: float
    denominator: float
    p_value: float


def compare_distributions(
    groups: IntArray, answers: IntArray, sample: WeightedSample
) -> DistributionTest:
    """Test whether the distribution of answers differs between groups (Rao-Scott).

    Parameters
    ----------
    groups, answers : ndarray of int, shape (n,)
        Codes from 0; -1 means missing and leaves the row out.
    sample : WeightedSample
        Weights, design and calibration.

    Returns
    -------
    DistributionTest
        Second-order correction with an F reference; with equal weights and independent
        respondents it comes close to Pearson's test.

    Raises
    ------
    SurveyInputError
        With fewer than two groups or answers, or without degrees of freedom.

    Notes
    -----
    Rao and Scott (1984), doi:10.1214/aos/1176346391; Thomas and Rao (1987),
    doi:10.1080/01621459.1987.10478482. O(n · (rows · columns) · margin columns).
    """
    known = (groups >= 0) & (answers >= 0) & (sample.weights > 0)
    rows, row = np.unique(groups[known], return_inverse=True)
    columns, column = np.unique(answers[known], return_inverse=True)
    n_rows, n_columns = len(rows), len(columns)
    if n_rows < 2 or n_columns < 2:
        raise SurveyInputError("distribution", "needs at least two groups and two answers")
    cell = row * n_columns + column
    total = sample.weights[known].sum()
    shares = np.bincount(cell, sample.weights[known], n_rows * n_columns) / total
    influence = np.zeros((sample.design.n, n_rows * n_columns))
    influence[known] = (np.eye(n_rows * n_columns)[cell] - shares) / total
    covariance = sample.covariance(influence)
    count = int(known.sum())
    delta = _generalised_effects(shares, covariance, (n_rows, n_columns), count)
    trace = float(np.trace(delta))
    numerator = trace**2 / float(np.trace(delta @ delta))
    denominator = numerator * sample.design.degrees_of_freedom
    pearson = _pearson(shares.reshape(n_rows, n_columns), count)
    f = pearson / trace
    return DistributionTest(pearson, f, numerator, denominator, f_tail(f, numerator, denominator))


def _pearson(shares: FloatArray, count: int) -> float:
    expected = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    return float(count * (np.square(shares - expected) / expected).sum())


def _generalised_effects(
    shares: FloatArray, covariance: FloatArray, shape: tuple[int, int], count: int
) -> FloatArray:
    """Return the matrix whose eigenvalues are the design effects of the interactions."""
    rows, columns = shape
    main_rows = np.kron(np.eye(rows), np.ones((columns, 1)))
    main_columns = np.kron(np.ones((rows, 1)), np.eye(columns))
    main = np.hstack([main_rows, main_columns[:, 1:]])
    crossed = np.einsum("ia,ib->iab", main_rows[:, 1:], main_columns[:, 1:])
    interactions = crossed.reshape(rows * columns, -1)
    contrast = interactions - main @ np.linalg.lstsq(main, interactions, rcond=None)[0]
    inverse = np.divide(1.0, shares, out=np.zeros_like(shares), where=shares > 0)
    scaled = contrast * inverse[:, None]
    plain = contrast.T @ scaled / count
    return np.asarray(np.linalg.lstsq(plain, scaled.T @ covariance @ scaled, rcond=None)[0])


def compare_wave_distributions(shares: npt.ArrayLike, n_eff: npt.ArrayLike) -> DistributionTest:
    """Test whether independent waves can share one distribution of answers.

    Parameters
    ----------
    shares : array_like, shape (n_waves, n_answers)
        Shares per wave, each row sums to 1.
    n_eff : array_like, shape (n_waves,)
        Effective numbers of respondents.

    Returns
    -------
    DistributionTest
        Pearson's test on effective counts (first-order Rao-Scott correction).

    Raises
    ------
    SurveyInputError
        When rows do not sum to 1, or with fewer than two waves or answers.
    """
    table = np.asarray(shares, dtype=np.float64)
    sizes = np.asarray(n_eff, dtype=np.float64)
    if table.ndim != 2 or min(table.shape) < 2 or sizes.shape != table.shape[:1]:
        raise SurveyInputError("shares", "need a table of at least two waves and two answers")
    if (table < 0).any() or not np.allclose(table.sum(axis=1), 1, atol=1e-6):
        raise SurveyInputError("shares", "each wave needs shares that sum to 1")
    if not (sizes > 0).all():
        raise SurveyInputError("n_eff", "must be more than 0 in every wave")
    table = table[:, table.sum(axis=0) > 0]
    counts = table * sizes[:, None]
    expected = np.outer(sizes, counts.sum(axis=0)) / sizes.sum()
    pearson = float((np.square(counts - expected) / expected).sum())
    freedom = (len(table) - 1) * (table.shape[1] - 1)
    tail = chi2_tail(pearson, freedom) if freedom else 1.0
    return DistributionTest(pearson, pearson / max(freedom, 1), float(freedom), np.inf, tail)
