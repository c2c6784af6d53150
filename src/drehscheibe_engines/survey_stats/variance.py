"""Linearised (Taylor) variances that know clusters, strata, finite populations and calibration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from drehscheibe_engines.survey_stats.arrays import FloatArray, IntArray, sum_by_code
from drehscheibe_engines.survey_stats.design import SampleDesign, refuse_single_clusters
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.raking import CalibratedWeights


@dataclass(frozen=True, slots=True)
class Projection:
    """Regression on the calibration margins, weighted by the weights before calibration.

    Attributes
    ----------
    dummies : ndarray, shape (n_cells, n_columns)
        0/1 columns of the margin categories per cell.
    solver : ndarray, shape (n_columns, n_columns)
        Pseudo-inverse of ``dummies' D dummies``.
    """

    calibrated: CalibratedWeights
    dummies: FloatArray
    solver: FloatArray

    def fit(self, columns: FloatArray) -> FloatArray:
        """Return the fitted values of columns, shape (n, n_statistics)."""
        cells = self.calibrated.cells
        summed = _sum_rows(
            columns * self.calibrated.base_weights[:, None], cells.cell_of, cells.n_cells
        )
        fitted = self.dummies @ (self.solver @ (self.dummies.T @ summed))
        return np.asarray(fitted[cells.cell_of])


def build_projection(calibrated: CalibratedWeights) -> Projection:
    """Prepare the regression on the margins. O(cells × columns²)."""
    dummies = calibrated.cells.dummies()
    base = calibrated.cells.sum_weights(calibrated.base_weights)
    gram = (dummies * base[:, None]).T @ dummies
    solver = np.asarray(np.linalg.pinv(gram, rcond=1e-11, hermitian=True), dtype=np.float64)
    return Projection(calibrated, dummies, solver)


def total_covariance(
    influences: FloatArray,
    weights: FloatArray,
    design: SampleDesign,
    projection: Projection | None = None,
) -> FloatArray:
    """Return the covariance of weighted totals ``Σ w u`` of several variables.

    Parameters
    ----------
    influences : ndarray, shape (n,) or (n, n_statistics)
        Linearised variable(s) u per respondent; 0 outside a subgroup.
    weights : ndarray, shape (n,)
        Final weights.
    design : SampleDesign
        Clusters, strata, finite population.
    projection : Projection, optional
        When the weights were calibrated: u is replaced by its residual from the regression on
        the margins, weighted by the weights *before* calibration.

    Returns
    -------
    ndarray, shape (n_statistics, n_statistics)
        Covariance matrix (1 × 1 for one variable).

    Raises
    ------
    SurveyInputError
        For a stratum with one cluster, or fewer than two respondents.

    Notes
    -----
    ``V = Σ_h (1 − f_h) k_h/(k_h − 1) Σ (z − z̄_h)(z − z̄_h)'`` over cluster totals z of
    ``w (u − x'B)``; Särndal, Swensson and Wretman (1992), *Model Assisted Survey Sampling*,
    section 6.6; Deville and Särndal (1992) for raking. O(n × statistics × columns).
    """
    centred, factor = _centred_totals(influences, weights, design, projection)
    return np.asarray((centred * factor[:, None]).T @ centred)


def total_variances(
    influences: FloatArray,
    weights: FloatArray,
    design: SampleDesign,
    projection: Projection | None = None,
) -> FloatArray:
    """Return only the diagonal of ``total_covariance``, shape (n_statistics,)."""
    centred, factor = _centred_totals(influences, weights, design, projection)
    return np.asarray(factor @ np.square(centred))


def _centred_totals(
    influences: FloatArray,
    weights: FloatArray,
    design: SampleDesign,
    projection: Projection | None,
) -> tuple[FloatArray, FloatArray]:
    """Return cluster totals minus their stratum's mean, and each cluster's factor."""
    columns = influences[:, None] if influences.ndim == 1 else influences
    if design.n < 2:
        raise SurveyInputError("responses", "one respondent has no sampling error to estimate")
    refuse_single_clusters(design)
    if projection is not None:
        columns = columns - projection.fit(columns)
    totals = sum_by_cluster(columns * weights[:, None], design)
    counts = design.clusters_in
    factor = (1 - design.sampled_ratio) * counts / np.maximum(counts - 1, 1)
    if len(counts) == 1:
        return totals - totals.mean(axis=0), np.full(len(totals), factor[0])
    means = _sum_rows(totals, design.stratum_of, len(counts)) / counts[:, None]
    return totals - means[design.stratum_of], factor[design.stratum_of]


def _sum_rows(columns: FloatArray, codes: IntArray, size: int) -> FloatArray:
    """Sum rows with equal codes; shape (n, k) becomes (size, k)."""
    width = columns.shape[1]
    key = codes[:, None] * width + np.arange(width)
    return sum_by_code(key.ravel(), columns.ravel(), size * width).reshape(size, width)


def sum_by_cluster(columns: FloatArray, design: SampleDesign) -> FloatArray:
    """Sum columns, shape (n, n_statistics), over the respondents of each cluster."""
    if not design.is_clustered:
        totals = np.empty_like(columns)
        totals[design.cluster_of] = columns
        return totals
    return _sum_rows(columns, design.cluster_of, len(design.stratum_of))
