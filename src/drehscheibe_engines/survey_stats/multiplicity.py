"""Many comparisons at once: Holm within a block of questions, Benjamini-Hochberg across areas."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from drehscheibe_engines.survey_stats.arrays import FloatArray
from drehscheibe_engines.survey_stats.errors import SurveyInputError


def adjust_holm(p_values: npt.ArrayLike) -> FloatArray:
    """Adjust p-values so that a block has at most one false claim in twenty blocks.

    Parameters
    ----------
    p_values : array_like, shape (k,)
        Two-sided p-values, 0–1.

    Returns
    -------
    ndarray, shape (k,)
        Compare with 0.05. Order as given.

    Raises
    ------
    SurveyInputError
        For values outside 0–1.

    Notes
    -----
    Holm (1979), *Scandinavian Journal of Statistics* 6, 65-70. O(k log k).

    Examples
    --------
    >>> adjust_holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    values, order = _sorted(p_values)
    count = len(values)
    steps = np.maximum.accumulate(values[order] * (count - np.arange(count)))
    return _unsort(steps, order)


def adjust_benjamini_hochberg(p_values: npt.ArrayLike) -> FloatArray:
    """Adjust p-values so that at most one in twenty *claims* is false on average.

    Parameters
    ----------
    p_values : array_like, shape (k,)
        Two-sided p-values, 0–1.

    Returns
    -------
    ndarray, shape (k,)
        Compare with 0.05. Order as given.

    Raises
    ------
    SurveyInputError
        For values outside 0–1.

    Notes
    -----
    Benjamini and Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x. O(k log k).

    Examples
    --------
    >>> adjust_benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    values, order = _sorted(p_values)
    count = len(values)
    scaled = values[order] * count / np.arange(1, count + 1)
    return _unsort(np.minimum.accumulate(scaled[::-1])[::-1], order)


def _sorted(p_values: npt.ArrayLike) -> tuple[FloatArray, npt.NDArray[np.intp]]:
    values = np.asarray(p_values, dtype=np.float64)
    if values.ndim != 1 or not ((values >= 0) & (values <= 1)).all():
        raise SurveyInputError("p_values", "need a list of numbers from 0 to 1")
    return values, np.argsort(values, kind="stable")


def _unsort(steps: FloatArray, order: npt.NDArray[np.intp]) -> FloatArray:
    adjusted = np.empty_like(steps)
    adjusted[order] = np.minimum(steps, 1.0)
    return adjusted
