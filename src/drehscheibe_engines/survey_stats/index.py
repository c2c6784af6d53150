"""An index per respondent, then its mean: never an average of rounded percentages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drehscheibe_engines.survey_stats.arrays import FloatArray
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.estimates import Estimate, WeightedSample, estimate_mean
from drehscheibe_engines.survey_stats.intervals import Interval, mean_interval


@dataclass(frozen=True, slots=True)
class IndexItem:
    """One question of an index: its scale, and whether high means bad.

    Attributes
    ----------
    name : str
        Question.
    lowest, highest : float
        Ends of the answer scale, for example 1 and 5.
    is_reversed : bool
        True when agreeing means a lower index.
    """

    name: str
    lowest: float
    highest: float
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class IndexResult:
    """The mean index on 0–100, its interval, and how well the items belong together.

    Attributes
    ----------
    estimate : Estimate
        Weighted mean in points, 0–100.
    interval : Interval
        Student's interval in points.
    reliability : float
        Cronbach's alpha over complete rows, unweighted; NaN where it is not defined.
    left_out : int
        Respondents with too few answers for an index.
    """

    estimate: Estimate
    interval: Interval
    reliability: float
    left_out: int


def score_respondents(
    answers: npt.ArrayLike, items: Sequence[IndexItem], *, least_answered: int | None = None
) -> FloatArray:
    """Give every respondent an index from 0 to 100.

    Parameters
    ----------
    answers : array_like, shape (n, n_items)
        Answers on each item's own scale; NaN means no answer.
    items : sequence of IndexItem, length n_items
        Scales and directions.
    least_answered : int, optional
        Answers a respondent must have given; by default more than half.

    Returns
    -------
    ndarray, shape (n,)
        Mean of the rescaled answers, 0–100; NaN with too few answers.

    Raises
    ------
    SurveyInputError
        For answers outside their scale (row and item are named) or impossible scales.
    """
    table = np.asarray(answers, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] != len(items) or not items:
        raise SurveyInputError("index", f"needs a column per item, has shape {table.shape}")
    scaled = np.stack([_rescale(table[:, k], item) for k, item in enumerate(items)], axis=1)
    known = np.isfinite(scaled)
    answered = known.sum(axis=1)
    least = len(items) // 2 + 1 if least_answered is None else least_answered
    if not 1 <= least <= len(items):
        raise SurveyInputError("least_answered", f"{least} is not between 1 and {len(items)}")
    mean = np.where(known, scaled, 0.0).sum(axis=1) / np.maximum(answered, 1)
    return np.where(answered >= least, mean, np.nan)


def _rescale(column: FloatArray, item: IndexItem) -> FloatArray:
    if not item.highest > item.lowest:
        raise SurveyInputError(f"index.{item.name}", "the highest answer must exceed the lowest")
    wrong = (column < item.lowest) | (column > item.highest) | np.isinf(column)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise SurveyInputError(
            f"index.{item.name}, row {row + 1}",
            f"{column[row]:g} is outside the scale {item.lowest:g} to {item.highest:g}",
        )
    share = (column - item.lowest) / (item.highest - item.lowest)
    return 100 * (1 - share if item.is_reversed else share)


def estimate_index(
    answers: npt.ArrayLike,
    items: Sequence[IndexItem],
    sample: WeightedSample,
    *,
    among: npt.ArrayLike | None = None,
    confidence: float = 0.95,
    least_answered: int | None = None,
) -> IndexResult:
    """Estimate the mean index with its interval.

    Parameters
    ----------
    answers, items, least_answered
        As for ``score_respondents``.
    sample : WeightedSample
        Weights, design and calibration.
    among : array_like of bool, shape (n,), optional
        A subgroup.
    confidence : float
        Nominal coverage.

    Returns
    -------
    IndexResult
        In points from 0 to 100.

    Raises
    ------
    SurveyInputError
        As for ``score_respondents``, or when nobody has an index.
    """
    scores = score_respondents(answers, items, least_answered=least_answered)
    estimate = estimate_mean(scores, sample, among)
    if estimate.n == 0:
        raise SurveyInputError("index", "nobody answered enough items")
    inside = np.ones(len(scores), bool) if among is None else np.asarray(among, bool)
    table = np.asarray(answers, dtype=np.float64)[inside]
    scaled = np.stack([_rescale(table[:, k], item) for k, item in enumerate(items)], axis=1)
    return IndexResult(
        estimate,
        mean_interval(estimate, confidence),
        _cronbach_alpha(scaled),
        int((~np.isfinite(scores) & inside).sum()),
    )


def _cronbach_alpha(scaled: FloatArray) -> float:
    """Return Cronbach's alpha (1951, doi:10.1007/BF02310555) over complete rows."""
    complete = scaled[np.isfinite(scaled).all(axis=1)]
    count = scaled.shape[1]
    if count < 2 or len(complete) < 2:
        return np.nan
    total = float(complete.sum(axis=1).var(ddof=1))
    if total <= 0:
        return np.nan
    items = float(complete.var(axis=0, ddof=1).sum())
    return float(count / (count - 1) * (1 - items / total))
