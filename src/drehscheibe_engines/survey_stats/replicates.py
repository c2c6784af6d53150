"""Jackknife and bootstrap: weigh many slightly different samples, each raked anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drehscheibe_engines.survey_stats.arrays import FloatArray
from drehscheibe_engines.survey_stats.design import SampleDesign, refuse_single_clusters
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.estimates import WeightedSample
from drehscheibe_engines.survey_stats.raking import CalibratedWeights, rake_cells

#: Replicates that are weighted at once; bounds the memory to this many rows of weights.
CHUNK = 50

#: Turns weights, shape (n_sets, n), into statistics, shape (n_sets, n_statistics).
Statistic = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True)
class ReplicateResult:
    """Statistics of all replicates and their covariance.

    Attributes
    ----------
    values : ndarray, shape (n_statistics,)
        From the full sample.
    replicates : ndarray, shape (n_replicates, n_statistics)
        From each replicate.
    covariance : ndarray, shape (n_statistics, n_statistics)
        Of the values.
    lost_categories : int
        Replicates in which a margin category had no respondents left and was not weighted.
    """

    values: FloatArray
    replicates: FloatArray
    covariance: FloatArray
    lost_categories: int

    @property
    def se(self) -> FloatArray:
        """Standard errors, shape (n_statistics,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))


def run_jackknife(sample: WeightedSample, statistic: Statistic) -> ReplicateResult:
    """Leave out one cluster at a time, rake again, and see how much the result moves.

    Parameters
    ----------
    sample : WeightedSample
        Weights, design and calibration.
    statistic : callable
        Turns weights, shape (n_sets, n), into values, shape (n_sets, n_statistics); see
        ``share_statistic``.

    Returns
    -------
    ReplicateResult
        One replicate per cluster (JK1 with one stratum, JKn with several), centred at the mean
        of the replicates of a stratum.

    Raises
    ------
    SurveyInputError
        With one cluster in a stratum, or weights that were calibrated otherwise than by raking.

    Notes
    -----
    Wolter (2007), *Introduction to Variance Estimation*, chapter 4. O(clusters × n); for ten
    thousand single respondents use the bootstrap.
    """
    design = sample.design
    refuse_single_clusters(design)
    values, replicates, lost = _replicate(sample, statistic, _jackknife_factors(design))
    strata = design.stratum_of
    counts = design.clusters_in
    means = np.stack([np.bincount(strata, r, len(counts)) / counts for r in replicates.T], axis=1)
    centred = replicates - means[strata]
    scale = (1 - design.sampled_ratio) * (counts - 1) / counts
    covariance = (centred * scale[strata][:, None]).T @ centred
    return ReplicateResult(values, replicates, covariance, lost)


def run_bootstrap(
    sample: WeightedSample, statistic: Statistic, *, replicates: int = 1000, seed: int
) -> ReplicateResult:
    """Draw clusters with replacement, rake again, and see how much the result moves.

    Parameters
    ----------
    sample : WeightedSample
        Weights, design and calibration.
    statistic : callable
        As for ``run_jackknife``.
    replicates : int
        Number of bootstrap samples, 2 or more.
    seed : int
        Seed of the random numbers; the same seed gives the same result.

    Returns
    -------
    ReplicateResult
        Centred at the mean of the replicates.

    Raises
    ------
    SurveyInputError
        As for ``run_jackknife``, or with fewer than two replicates.

    Notes
    -----
    Rao and Wu (1988), doi:10.1080/01621459.1988.10478591: k − 1 of k clusters per stratum,
    rescaled; with a finite population the rescaling shrinks by √(1 − f).
    O(replicates × n), memory 50 × n.
    """
    if replicates < 2:
        raise SurveyInputError("replicates", f"needs at least 2, got {replicates}")
    refuse_single_clusters(sample.design)
    factors = _bootstrap_factors(sample.design, replicates, np.random.default_rng(seed))
    values, found, lost = _replicate(sample, statistic, factors)
    centred = found - found.mean(axis=0)
    return ReplicateResult(values, found, centred.T @ centred / (replicates - 1), lost)


def share_statistic(indicators: npt.ArrayLike, base: npt.ArrayLike | None = None) -> Statistic:
    """Return the statistic "weighted means of these columns".

    Parameters
    ----------
    indicators : array_like, shape (n, n_statistics)
        0/1 per answer (or numbers); 0 outside the base.
    base : array_like, shape (n,) or (n, n_statistics), optional
        1 for respondents who belong to the base, 0 otherwise; everybody by default.

    Returns
    -------
    callable
        For ``run_jackknife`` and ``run_bootstrap``.
    """
    top = np.asarray(indicators, dtype=np.float64)
    bottom = np.ones(len(top)) if base is None else np.asarray(base, dtype=np.float64)
    bottom = bottom[:, None] if bottom.ndim == 1 else bottom

    def weigh(weights: FloatArray) -> FloatArray:
        return np.asarray((weights @ top) / (weights @ bottom))

    return weigh


def _replicate(
    sample: WeightedSample, statistic: Statistic, factors: Iterator[FloatArray]
) -> tuple[FloatArray, FloatArray, int]:
    calibrated = sample.calibrated
    if calibrated is not None and calibrated.method != "raking":
        raise SurveyInputError("weights", "replicates can only repeat a calibration by raking")
    found, lost = [], 0
    for chunk in factors:
        spread = chunk[:, sample.design.cluster_of]
        if calibrated is None:
            weights = sample.weights * spread
        else:
            weights, emptied = _rake_replicates(calibrated, calibrated.base_weights * spread)
            lost += emptied
        found.append(statistic(weights))
    return statistic(sample.weights[None, :])[0], np.concatenate(found), lost


def _rake_replicates(calibrated: CalibratedWeights, base: FloatArray) -> tuple[FloatArray, int]:
    cells = calibrated.cells
    start = np.stack([cells.sum_weights(row) for row in base])
    factors, _ = rake_cells(cells, start, tolerance=1e-9, max_rounds=200)
    emptied = np.zeros(len(start), dtype=bool)
    for codes, target in zip(cells.codes, cells.targets, strict=True):
        achieved = start @ np.eye(len(target))[codes]
        emptied |= ((achieved <= 0) & (target > 0)).any(axis=1)
    return base * factors[:, cells.cell_of], int(emptied.sum())


def _jackknife_factors(design: SampleDesign) -> Iterator[FloatArray]:
    clusters = len(design.stratum_of)
    counts = design.clusters_in
    for start in range(0, clusters, CHUNK):
        left_out = np.arange(start, min(start + CHUNK, clusters))
        strata = design.stratum_of[left_out]
        grown = counts[strata] / np.maximum(counts[strata] - 1, 1)
        same = design.stratum_of[None, :] == strata[:, None]
        factors = np.where(same, grown[:, None], 1.0)
        factors[np.arange(len(left_out)), left_out] = 0.0
        yield factors


def _bootstrap_factors(
    design: SampleDesign, replicates: int, rng: np.random.Generator
) -> Iterator[FloatArray]:
    clusters = len(design.stratum_of)
    members = [np.flatnonzero(design.stratum_of == h) for h in range(len(design.clusters_in))]
    for start in range(0, replicates, CHUNK):
        rows = min(CHUNK, replicates - start)
        factors = np.ones((rows, clusters))
        for h, inside in enumerate(members):
            k = len(inside)
            if k < 2:
                continue
            drawn = rng.integers(k, size=(rows, k - 1)) + k * np.arange(rows)[:, None]
            times = np.bincount(drawn.ravel(), minlength=rows * k).reshape(rows, k)
            shrink = np.sqrt(1 - design.sampled_ratio[h])
            factors[:, inside] = 1 - shrink + shrink * times * k / (k - 1)
        yield factors
