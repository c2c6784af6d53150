"""Shares of all answers in all cells of a cut at once, with linearised standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from drehscheibe_engines.survey_stats.arrays import FloatArray, IntArray, sum_by_code
from drehscheibe_engines.survey_stats.design import SampleDesign, refuse_single_clusters
from drehscheibe_engines.survey_stats.estimates import WeightedSample
from drehscheibe_engines.survey_stats.intervals import effective_n_of_share, share_bounds
from drehscheibe_engines.survey_stats.quantiles import two_sided_t, two_sided_z
from drehscheibe_engines.survey_stats.variance import Projection


@dataclass(frozen=True, slots=True)
class ShareTable:
    """Shares per cell of a cut and answer.

    Attributes
    ----------
    counts : ndarray of int, shape (n_cells, n_answers)
        Unweighted answers.
    base_n : ndarray of int, shape (n_cells,)
        Respondents with an answer.
    n_eff : ndarray, shape (n_cells,)
        Kish's effective number of these; 0 without any.
    shares, se, low, high : ndarray, shape (n_cells, n_answers)
        Share 0–1, standard error and interval; NaN without weighted answers. The standard error
        of a sample of one is NaN.
    answer_n_eff : ndarray, shape (n_cells, n_answers)
        Effective number of respondents from which the interval is made.
    """

    counts: IntArray
    base_n: IntArray
    n_eff: FloatArray
    shares: FloatArray
    se: FloatArray
    low: FloatArray
    high: FloatArray
    answer_n_eff: FloatArray


class ShareTabulator:
    """Tabulate many questions of one sample; what they have in common is computed once.

    Parameters
    ----------
    sample : WeightedSample
        Weights, design and calibration.
    confidence : float
        Nominal coverage of the intervals.

    Notes
    -----
    The variance is that of ``variance.total_covariance``, expanded into sums over margin
    categories: with single respondents ``Σ a w² (u − x'B)²`` needs only the totals of w²u per
    category, so that a table costs O(n × margins) instead of O(n × cells × answers).
    """

    def __init__(self, sample: WeightedSample, confidence: float = 0.95) -> None:
        self.sample = sample
        self.confidence = confidence
        self.design: SampleDesign = sample.design
        if self.design.n > 1:
            refuse_single_clusters(self.design)
        counts = self.design.clusters_in
        factor = (1 - self.design.sampled_ratio) * counts / np.maximum(counts - 1, 1)
        self.cluster_factor: FloatArray = factor
        self.stratum_of: IntArray = self.design.stratum_of[self.design.cluster_of]
        self.plain_squares: FloatArray = sample.weights**2
        self.squares: FloatArray = self.plain_squares * factor[self.stratum_of]
        self.margin: _MarginSums | None = None
        if sample.projection is not None:
            self.margin = _MarginSums(
                sample.projection, sample.weights, self.squares, self.stratum_of
            )

    def tabulate(
        self, cells: IntArray, n_cells: int, answers: IntArray, n_answers: int
    ) -> ShareTable:
        """Tabulate one question in one cut.

        Parameters
        ----------
        cells : ndarray of int, shape (n,)
            Cell of the cut per respondent, 0 … n_cells - 1; -1 leaves the respondent out.
        n_cells, n_answers : int
            Sizes.
        answers : ndarray of int, shape (n,)
            Answer code; -1 means no answer.

        Returns
        -------
        ShareTable
        """
        known = (cells >= 0) & (answers >= 0)
        outside = n_cells * n_answers
        key = np.where(known, cells * n_answers + answers, outside)
        group = _Grouping(key, (n_cells, n_answers))
        weights = self.sample.weights
        counts = group.count()
        sums = group.sum(weights)
        totals = sums.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = sums / totals[:, None]
            kish = totals**2 / group.sum(self.plain_squares).sum(axis=1)
        n_eff = np.where(totals > 0, kish, 0.0)
        influence = _Influence(group, np.nan_to_num(shares), totals)
        variance = self._variance(influence)
        se = np.sqrt(np.where(totals[:, None] > 0, variance, np.nan))
        base_n = counts.sum(axis=1)
        size = self._interval_size(np.nan_to_num(shares), se, base_n, n_eff)
        low, high = share_bounds(np.nan_to_num(shares), np.maximum(size, 1e-9), self.confidence)
        low, high = (np.where(np.isnan(shares), np.nan, end) for end in (low, high))
        return ShareTable(counts, base_n, n_eff, shares, se, low, high, size)

    def _variance(self, influence: _Influence) -> FloatArray:
        if self.design.n < 2:
            return np.full(influence.shares.shape, np.nan)
        if self.design.is_clustered:
            return self._clustered_variance(influence)
        own = influence.sum_squares(self.squares)
        plain = own.copy()
        strata = len(self.cluster_factor)
        per_stratum = influence.sum_by(self.sample.weights, self.stratum_of, strata)
        if self.margin is not None:
            b = self.margin.coefficients(influence)
            own += self.margin.squared_fit(b) - 2 * self.margin.crossed_fit(influence, b)
            per_stratum -= np.tensordot(self.margin.by_stratum, b, axes=1)
        scale = self.cluster_factor / self.design.clusters_in
        variance = own - np.tensordot(scale, per_stratum**2, axes=1)
        # What is left of an answer that the margins explain fully is rounding.
        return np.where(variance < 1e-13 * plain, 0.0, variance)

    def _clustered_variance(self, influence: _Influence) -> FloatArray:
        clusters = len(self.design.stratum_of)
        totals = influence.sum_by(self.sample.weights, self.design.cluster_of, clusters)
        plain = np.tensordot(self.cluster_factor[self.design.stratum_of], totals**2, axes=1)
        if self.margin is not None:
            fitted = self.margin.by_cluster(self.sample.weights, self.design)
            totals -= np.tensordot(fitted, self.margin.coefficients(influence), axes=1)
        own = np.tensordot(self.cluster_factor[self.design.stratum_of], totals**2, axes=1)
        sums = np.zeros((len(self.cluster_factor), *totals.shape[1:]))
        np.add.at(sums, self.design.stratum_of, totals)
        scale = self.cluster_factor / self.design.clusters_in
        variance = own - np.tensordot(scale, sums**2, axes=1)
        return np.asarray(np.where(variance < 1e-13 * plain, 0.0, variance))

    def _interval_size(
        self, shares: FloatArray, se: FloatArray, base_n: IntArray, n_eff: FloatArray
    ) -> FloatArray:
        """Return the effective number of respondents behind each share's interval.

        With clusters or strata the standard error decides, never beyond the answers given, and
        few clusters widen the interval as Student's t does. Where everybody or nobody agrees the
        standard error is silent and each cluster counts as one.
        """
        kish = np.broadcast_to(n_eff[:, None], shares.shape)
        sampled = self.design.sampled_ratio
        clusters = len(self.design.stratum_of)
        if (sampled >= 1).all():
            return np.full(shares.shape, np.inf)
        if self.design.is_simple:
            return effective_n_of_share(shares, se, kish / (1 - sampled[0]), clusters)
        answers = np.broadcast_to(base_n[:, None], shares.shape)
        implied = effective_n_of_share(shares, se, answers, clusters)
        implied = np.where(se > 0, implied, np.minimum(kish, clusters))
        z = two_sided_z(self.confidence)
        t = two_sided_t(self.confidence, self.design.degrees_of_freedom)
        return np.asarray(implied * (z / t) ** 2)


@dataclass(frozen=True, slots=True)
class _Grouping:
    """Cell × answer per respondent (one number more for those outside) and the table's shape."""

    key: IntArray
    shape: tuple[int, int]

    @property
    def size(self) -> int:
        return self.shape[0] * self.shape[1]

    def count(self) -> IntArray:
        counts = np.bincount(self.key, minlength=self.size + 1)
        return counts[:-1].reshape(self.shape)

    def sum(self, values: FloatArray) -> FloatArray:
        return sum_by_code(self.key, values, self.size + 1)[:-1].reshape(self.shape)

    def sum_by(self, values: FloatArray, codes: IntArray, n_codes: int) -> FloatArray:
        """Sum values per code, cell and answer."""
        if n_codes == 1:
            return self.sum(values)[None]
        key = codes * (self.size + 1)
        key += self.key
        sums = sum_by_code(key, values, n_codes * (self.size + 1)).reshape(n_codes, -1)
        return sums[:, :-1].reshape(n_codes, *self.shape)


@dataclass(frozen=True, slots=True)
class _Influence:
    """The linearised variables ``u = (1[answer] − share) / total`` of all cells and answers."""

    group: _Grouping
    shares: FloatArray
    totals: FloatArray

    def sum_by(self, values: FloatArray, codes: IntArray, size: int) -> FloatArray:
        """Return ``Σ values · u`` per code, shape (size, n_cells, n_answers)."""
        sums = self.group.sum_by(values, codes, size)
        centred = sums - self.shares * sums.sum(axis=2, keepdims=True)
        return np.asarray(centred / self._divisor())

    def sum_squares(self, values: FloatArray) -> FloatArray:
        """Return ``Σ values · u²``, shape (n_cells, n_answers)."""
        sums = self.group.sum(values)
        base = sums.sum(axis=1, keepdims=True)
        squares = sums * (1 - self.shares) ** 2 + (base - sums) * self.shares**2
        return np.asarray(squares / self._divisor() ** 2)

    def _divisor(self) -> FloatArray:
        return np.where(self.totals > 0, self.totals, 1.0)[:, None]


class _MarginSums:
    """Sums over margin categories that every table of a calibrated sample needs."""

    def __init__(
        self,
        projection: Projection,
        weights: FloatArray,
        squares: FloatArray,
        stratum_of: IntArray,
    ) -> None:
        calibrated = projection.calibrated
        self.projection = projection
        self.base_weights = calibrated.base_weights
        self.squares = squares
        self.codes = calibrated.coded.codes
        self.sizes = [len(margin.categories) for margin in calibrated.coded.margins]
        self.cell_of = calibrated.cells.cell_of
        dummies = self.projection.dummies
        self.gram = (dummies * calibrated.cells.sum_weights(squares)[:, None]).T @ dummies
        self.by_stratum = self._columns_by(weights, stratum_of, int(stratum_of.max()) + 1)

    def coefficients(self, influence: _Influence) -> FloatArray:
        """Return B for every cell and answer, shape (n_columns, n_cells, n_answers)."""
        return np.tensordot(self.projection.solver, self._cross(influence, self.base_weights), 1)

    def squared_fit(self, b: FloatArray) -> FloatArray:
        """Return ``Σ a w² (x'B)²``."""
        return np.asarray((b * np.tensordot(self.gram, b, 1)).sum(axis=0))

    def crossed_fit(self, influence: _Influence, b: FloatArray) -> FloatArray:
        """Return ``Σ a w² u x'B``."""
        return np.asarray((b * self._cross(influence, self.squares)).sum(axis=0))

    def by_cluster(self, weights: FloatArray, design: SampleDesign) -> FloatArray:
        """Return ``Σ w x`` per cluster, shape (n_clusters, n_columns)."""
        return self._columns_by(weights, design.cluster_of, len(design.stratum_of))

    def _cross(self, influence: _Influence, values: FloatArray) -> FloatArray:
        return np.concatenate(
            [
                influence.sum_by(values, codes, size)
                for codes, size in zip(self.codes, self.sizes, strict=True)
            ]
        )

    def _columns_by(self, values: FloatArray, groups: IntArray, size: int) -> FloatArray:
        return np.hstack(
            [
                np.bincount(groups * k + codes, values, size * k).reshape(size, k)
                for codes, k in zip(self.codes, self.sizes, strict=True)
            ]
        )
