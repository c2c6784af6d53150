"""Is it a change? Two answers, two waves, many waves, a trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from drehscheibe_engines.survey_stats.arrays import FloatArray, checked_share
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.quantiles import (
    chi2_tail,
    normal_two_sided,
    two_sided_z,
)


class Verdict(Enum):
    """The only three things that may be said of a difference."""

    ROSE = "rose"
    FELL = "fell"
    NOT_DISTINGUISHABLE = "not_distinguishable"


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of two shares and what can be said about it.

    Attributes
    ----------
    difference : float
        Second minus first, as a share (0.03 is three percentage points).
    se : float
        Standard error of the difference.
    low, high : float
        Interval of the difference.
    p_value : float
        Two-sided.
    needed : float
        Smallest difference that would have been certain enough with these samples.
    verdict : Verdict
    """

    difference: float
    se: float
    low: float
    high: float
    p_value: float
    needed: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class WaveShare:
    """A share in one wave: value 0–1 with its effective number of respondents."""

    share: float
    n_eff: float

    @property
    def variance(self) -> float:
        """Return ``p(1 − p)/n_eff``, kept above 0 when everybody or nobody said it."""
        share = checked_share(self.share, "share")
        if not self.n_eff > 0:
            raise SurveyInputError("n_eff", f"{self.n_eff!r} must be more than 0")
        edge = 1 / (self.n_eff + 2)
        inner = min(max(share, edge), 1 - edge)
        return inner * (1 - inner) / self.n_eff


@dataclass(frozen=True, slots=True)
class ChangeTest:
    """A test over several waves: statistic, degrees of freedom, two-sided p-value."""

    statistic: float
    degrees_of_freedom: int
    p_value: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line through waves: change of the share per unit of time."""

    slope: float
    se: float
    low: float
    high: float
    p_value: float


def _judge(difference: float, se: float, confidence: float) -> Difference:
    z = two_sided_z(confidence)
    needed = z * se
    verdict = Verdict.NOT_DISTINGUISHABLE
    if abs(difference) > needed:
        verdict = Verdict.ROSE if difference > 0 else Verdict.FELL
    p_value = normal_two_sided(difference / se) if se > 0 else float(difference == 0)
    return Difference(
        difference, se, difference - needed, difference + needed, p_value, needed, verdict
    )


def compare_answers(
    first: float, second: float, n_eff: float, confidence: float = 0.95
) -> Difference:
    """Compare two answers of one question, for example agreement and disagreement.

    Parameters
    ----------
    first, second : float
        Shares (0–1) of two answers that exclude each other; together at most 1.
    n_eff : float
        Effective number of respondents of the question.
    confidence : float
        Nominal coverage.

    Returns
    -------
    Difference
        ``second − first``. With (negative, positive) it is the balance score.

    Raises
    ------
    SurveyInputError
        For impossible shares.

    Notes
    -----
    ``Var(p2 − p1) = (p1 + p2 − (p2 − p1)²) / n_eff`` (multinomial): answers of one question
    lean against each other, so the difference is less sure than two separate shares suggest.
    """
    checked_share(first, "first")
    checked_share(second, "second")
    if first + second > 1 + 1e-9:
        raise SurveyInputError("shares", "two answers of one question cannot exceed 100 %")
    if not n_eff > 0:
        raise SurveyInputError("n_eff", f"{n_eff!r} must be more than 0")
    gap = second - first
    spread = max(first + second - gap * gap, 1 / (n_eff + 2))
    return _judge(gap, float(np.sqrt(spread / n_eff)), confidence)


def compare_waves(
    before: WaveShare,
    after: WaveShare,
    confidence: float = 0.95,
    *,
    correlation: float = 0.0,
) -> Difference:
    """Compare a share between two waves.

    Parameters
    ----------
    before, after : WaveShare
        Shares with their *effective* numbers of respondents. With n instead of n_eff one
        comparison in ten is a false alarm.
    confidence : float
        Nominal coverage.
    correlation : float
        Correlation of the two estimates when people answered in both waves, see
        ``overlap_correlation``; 0 for independent samples.

    Returns
    -------
    Difference
        ``after − before``, with the difference that would have been needed.

    Raises
    ------
    SurveyInputError
        For impossible shares, sizes or correlations.
    """
    if not -1 < correlation < 1:
        raise SurveyInputError("correlation", f"{correlation!r} is not between -1 and 1")
    v1, v2 = before.variance, after.variance
    variance = v1 + v2 - 2 * correlation * float(np.sqrt(v1 * v2))
    return _judge(after.share - before.share, float(np.sqrt(variance)), confidence)


def overlap_correlation(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    weights: npt.ArrayLike,
    n_eff_before: float,
    n_eff_after: float,
) -> float:
    """Return the correlation of two waves' estimates from the people who are in both.

    Parameters
    ----------
    before, after : array_like, shape (n_common,)
        Answers (0/1 or numbers) of the common respondents; NaN means no answer.
    weights : array_like, shape (n_common,)
        Their weights in the later wave.
    n_eff_before, n_eff_after : float
        Effective numbers of respondents of the whole waves.

    Returns
    -------
    float
        Correlation of the answers times the overlap ``n_common_eff / √(m1 m2)``; 0 when there
        are fewer than two common answers or no variation.

    Notes
    -----
    Kish (1965), section 12.4.
    """
    x, y, w = (np.asarray(a, dtype=np.float64) for a in (before, after, weights))
    known = np.isfinite(x) & np.isfinite(y) & (w > 0)
    x, y, w = x[known], y[known], w[known]
    if len(x) < 2:
        return 0.0
    x = x - w @ x / w.sum()
    y = y - w @ y / w.sum()
    spread = float(np.sqrt((w @ (x * x)) * (w @ (y * y))))
    if spread <= 0:
        return 0.0
    common = float(w.sum() ** 2 / (w @ w))
    overlap = min(common / float(np.sqrt(n_eff_before * n_eff_after)), 1.0)
    return float(np.clip(w @ (x * y) / spread * overlap, -0.999, 0.999))


def compare_many_waves(waves: Sequence[WaveShare]) -> ChangeTest:
    """Test whether k independent waves can share one value.

    Parameters
    ----------
    waves : sequence of WaveShare, length k
        At least two.

    Returns
    -------
    ChangeTest
        ``Q = Σ (p_t − p̄)²/V_t`` against χ² with k − 1 degrees of freedom.

    Raises
    ------
    SurveyInputError
        With fewer than two waves.
    """
    shares, variances = _as_arrays(waves, 2)
    precision = 1 / variances
    centre = precision @ shares / precision.sum()
    q = float(precision @ np.square(shares - centre))
    return ChangeTest(q, len(waves) - 1, chi2_tail(q, len(waves) - 1))


def estimate_trend(
    times: npt.ArrayLike, waves: Sequence[WaveShare], confidence: float = 0.95
) -> Trend:
    """Fit a line through waves by least squares, weighted by precision.

    Parameters
    ----------
    times : array_like, shape (k,)
        Time of each wave, for example in years.
    waves : sequence of WaveShare, length k
        At least three; with two use ``compare_waves``.
    confidence : float
        Nominal coverage.

    Returns
    -------
    Trend
        Change of the share per unit of time; its error comes from sampling alone, so a line
        that does not fit is not made surer by it: test with ``compare_many_waves`` as well.

    Raises
    ------
    SurveyInputError
        With fewer than three waves or one single time.
    """
    shares, variances = _as_arrays(waves, 3)
    moments = np.asarray(times, dtype=np.float64)
    if moments.shape != shares.shape or not np.isfinite(moments).all() or np.ptp(moments) == 0:
        raise SurveyInputError("times", "need one time per wave, and not all the same")
    precision = 1 / variances
    centred = moments - precision @ moments / precision.sum()
    information = float(precision @ np.square(centred))
    slope = float((precision * centred) @ shares) / information
    se = float(1 / np.sqrt(information))
    half = two_sided_z(confidence) * se
    return Trend(slope, se, slope - half, slope + half, normal_two_sided(slope / se))


def _as_arrays(waves: Sequence[WaveShare], least: int) -> tuple[FloatArray, FloatArray]:
    if len(waves) < least:
        raise SurveyInputError("waves", f"needs at least {least}, got {len(waves)}")
    return np.array([w.share for w in waves]), np.array([w.variance for w in waves])
