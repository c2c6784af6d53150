"""The perception gap: what people think others think, against what others say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drehscheibe_engines.survey_stats.arrays import FloatArray
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.estimates import Estimate, WeightedSample, mean_influence
from drehscheibe_engines.survey_stats.intervals import Interval
from drehscheibe_engines.survey_stats.quantiles import two_sided_t
from drehscheibe_engines.survey_stats.weights import effective_n


@dataclass(frozen=True, slots=True)
class PerceptionGap:
    """Guessed minus actual share, with its interval.

    Attributes
    ----------
    actual, guessed : Estimate
        Shares, 0–1.
    gap : float
        ``guessed − actual``: above 0 means overestimated.
    se : float
        Standard error of the gap.
    interval : Interval
        Student's interval of the gap.
    """

    actual: Estimate
    guessed: Estimate
    gap: float
    se: float
    interval: Interval

    @property
    def is_certain(self) -> bool:
        """True when the interval does not contain 0."""
        return not self.interval.low <= 0 <= self.interval.high


def estimate_perception_gap(
    own_view: npt.ArrayLike,
    guessed_percent: npt.ArrayLike,
    sample: WeightedSample,
    *,
    asked_about: npt.ArrayLike | None = None,
    guessing: npt.ArrayLike | None = None,
    confidence: float = 0.95,
) -> PerceptionGap:
    """Estimate how far a group's guess lies from what another group (or the same) says.

    Parameters
    ----------
    own_view : array_like, shape (n,)
        1 when the respondent holds the view, 0 when not, NaN without an answer.
    guessed_percent : array_like, shape (n,)
        Answer to "what do you think, how many of 100 people hold it?", 0–100, or NaN.
    sample : WeightedSample
        Weights, design and calibration of all respondents.
    asked_about, guessing : array_like of bool, shape (n,), optional
        Who is guessed about (for example citizens) and who guesses (for example politicians);
        everybody by default. Overlapping groups are allowed.
    confidence : float
        Nominal coverage.

    Returns
    -------
    PerceptionGap
        The variance of the difference is linearised as one, so that a respondent who says both
        counts with both answers together.

    Raises
    ------
    SurveyInputError
        For values outside their range, or a group without answers.
    """
    own = _in_range(own_view, 1, "own_view")
    guess = _in_range(guessed_percent, 100, "guessed_percent") / 100
    actual, own_part, own_base = mean_influence(own, sample, asked_about)
    guessed, guess_part, guess_base = mean_influence(guess, sample, guessing)
    if not own_base.any() or not guess_base.any():
        raise SurveyInputError("perception gap", "one of the two groups has no answers")
    columns = np.stack([own_part, guess_part, guess_part - own_part], axis=1)
    errors = np.sqrt(np.diag(sample.covariance(columns)))
    freedom = sample.design.degrees_of_freedom
    half = two_sided_t(confidence, freedom) * float(errors[2])
    gap = guessed - actual

    def pack(value: float, se: float, base: npt.NDArray[np.bool_]) -> Estimate:
        return Estimate(value, se, int(base.sum()), effective_n(sample.weights[base]), freedom)

    return PerceptionGap(
        pack(actual, float(errors[0]), own_base),
        pack(guessed, float(errors[1]), guess_base),
        gap,
        float(errors[2]),
        Interval(gap - half, gap + half),
    )


def _in_range(values: npt.ArrayLike, highest: float, place: str) -> FloatArray:
    numbers = np.asarray(values, dtype=np.float64)
    wrong = (numbers < 0) | (numbers > highest)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise SurveyInputError(
            f"{place}, row {row + 1}", f"{numbers[row]:g} is outside 0 to {highest:g}"
        )
    return numbers
