"""Quantiles and tail probabilities; SciPy is loaded only when one is asked for."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from drehscheibe_engines.survey_stats.arrays import FloatArray
from drehscheibe_engines.survey_stats.errors import SurveyInputError


def normal_quantile(probability: float) -> float:
    """Return the standard normal quantile of a probability in (0, 1)."""
    return NormalDist().inv_cdf(probability)


def normal_two_sided(z: float) -> float:
    """Return the two-sided p-value of a standard normal statistic."""
    return float(2 * NormalDist().cdf(-abs(z)))


def two_sided_z(confidence: float) -> float:
    """Return z so that the normal distribution keeps ``confidence`` within ±z.

    Raises
    ------
    SurveyInputError
        When the confidence is not between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise SurveyInputError("confidence", f"{confidence!r} is not between 0 and 1")
    return normal_quantile((1 + confidence) / 2)


def two_sided_t(confidence: float, degrees_of_freedom: float) -> float:
    """Return t so that Student's distribution keeps ``confidence`` within ±t.

    Raises
    ------
    SurveyInputError
        With less than one degree of freedom.
    """
    two_sided_z(confidence)
    if degrees_of_freedom < 1:
        raise SurveyInputError(
            "design", "has no degree of freedom: too few clusters or respondents"
        )
    from scipy.special import stdtrit  # noqa: PLC0415 -- slow import, rarely needed

    return float(stdtrit(degrees_of_freedom, (1 + confidence) / 2))


def beta_quantile(a: npt.ArrayLike, b: npt.ArrayLike, probability: float) -> FloatArray:
    """Return the quantile of Beta(a, b), element by element."""
    from scipy.special import betaincinv  # noqa: PLC0415 -- slow import, rarely needed

    return np.asarray(betaincinv(a, b, probability), dtype=np.float64)


def chi2_tail(statistic: float, degrees_of_freedom: float) -> float:
    """Return P(χ² ≥ statistic)."""
    from scipy.special import chdtrc  # noqa: PLC0415 -- slow import, rarely needed

    return float(chdtrc(degrees_of_freedom, statistic))


def f_tail(statistic: float, numerator: float, denominator: float) -> float:
    """Return P(F ≥ statistic) for fractional degrees of freedom."""
    from scipy.special import fdtrc  # noqa: PLC0415 -- slow import, rarely needed

    return float(fdtrc(numerator, denominator, statistic))
