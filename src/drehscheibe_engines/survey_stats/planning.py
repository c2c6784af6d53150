"""What a survey will be able to see, to be said before the fieldwork."""

from __future__ import annotations

from math import sqrt

from drehscheibe_engines.survey_stats.arrays import checked_share
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.quantiles import normal_quantile, two_sided_z


def smallest_detectable_change(
    n_eff_before: float,
    n_eff_after: float | None = None,
    *,
    share: float = 0.5,
    power: float = 0.8,
    confidence: float = 0.95,
) -> float:
    """Return the smallest true change between two waves that will usually be noticed.

    Parameters
    ----------
    n_eff_before, n_eff_after : float
        Effective numbers of respondents; the second wave is as large as the first by default.
    share : float
        Expected share; 0.5 is the most demanding.
    power : float
        How often the change shall be noticed when it is there.
    confidence : float
        How rarely it shall be claimed when it is not.

    Returns
    -------
    float
        Change as a share (0.14 is 14 percentage points).

    Raises
    ------
    SurveyInputError
        For sizes of 0 or less or impossible probabilities.

    Examples
    --------
    >>> [round(100 * smallest_detectable_change(m), 1) for m in (100, 200, 400, 1000, 2000)]
    [19.8, 14.0, 9.9, 6.3, 4.4]
    """
    after = n_eff_before if n_eff_after is None else n_eff_after
    if not (n_eff_before > 0 and after > 0):
        raise SurveyInputError("n_eff", "must be more than 0 in both waves")
    spread = _scatter(share) * (1 / n_eff_before + 1 / after)
    return _reach(power, confidence) * sqrt(spread)


def needed_answers(
    change: float,
    *,
    deff: float = 1.6,
    share: float = 0.5,
    power: float = 0.8,
    confidence: float = 0.95,
) -> int:
    """Return how many answers per wave are needed to notice a change.

    Parameters
    ----------
    change : float
        Change to be noticed, as a share (0.05 is five points).
    deff : float
        Expected design effect; weighting a self-selected sample usually costs 1.5 to 1.65.
    share, power, confidence
        As for ``smallest_detectable_change``.

    Returns
    -------
    int
        Answers per wave, rounded up.

    Raises
    ------
    SurveyInputError
        When the change is not between 0 and 1 or the design effect is below 1.
    """
    if not 0 < change <= 1:
        raise SurveyInputError("change", f"{change!r} is not a share between 0 and 1")
    if not deff >= 1:
        raise SurveyInputError("deff", f"{deff!r} is below 1")
    n_eff = 2 * _scatter(share) * (_reach(power, confidence) / change) ** 2
    return int(-(-n_eff * deff // 1))


def _scatter(share: float) -> float:
    checked_share(share, "share")
    return share * (1 - share)


def _reach(power: float, confidence: float) -> float:
    if not 0 < power < 1:
        raise SurveyInputError("power", f"{power!r} is not between 0 and 1")
    return two_sided_z(confidence) + normal_quantile(power)
