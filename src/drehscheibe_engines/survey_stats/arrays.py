"""Array types and the checks that every number passes before it is used."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from drehscheibe_engines.survey_stats.errors import SurveyInputError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Numbers = FloatArray | IntArray | Sequence[float]

#: Code of a missing answer or a missing demographic value.
MISSING = -1


def checked_weights(weights: Numbers, n: int | None = None, place: str = "weights") -> FloatArray:
    """Return weights as floats; refuse negative, non-finite and all-zero weights.

    Parameters
    ----------
    weights : array_like, shape (n,)
        Weights per respondent, 0 or more; a missing weight (NaN) is an error.
    n : int, optional
        Expected length.
    place : str
        Name of the input for the error message.

    Returns
    -------
    ndarray, shape (n,)
        A new array of floats.

    Raises
    ------
    SurveyInputError
        Names the first offending row (counted from 1).
    """
    values = np.array(weights, dtype=np.float64)
    if values.ndim != 1 or (n is not None and len(values) != n):
        raise SurveyInputError(place, f"needs one weight per respondent, has shape {values.shape}")
    wrong = ~np.isfinite(values) | (values < 0)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise SurveyInputError(
            f"{place}, row {row + 1}", f"weight {values[row]:g} is not a number of 0 or more"
        )
    if values.sum() <= 0:
        raise SurveyInputError(place, "all weights are 0; there is nothing to weight")
    return values


def checked_codes(codes: npt.ArrayLike, size: int, place: str) -> IntArray:
    """Return category codes ``-1 … size-1`` as integers; -1 means missing.

    Raises
    ------
    SurveyInputError
        When a code lies outside, naming the first offending row.
    """
    values = np.asarray(codes)
    if values.ndim != 1 or not np.issubdtype(values.dtype, np.integer):
        raise SurveyInputError(place, "needs one whole number (category code) per respondent")
    wrong = (values < MISSING) | (values >= size)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise SurveyInputError(
            f"{place}, row {row + 1}", f"code {values[row]} is outside 0 to {size - 1}"
        )
    return values.astype(np.int64)


def checked_share(value: float, place: str) -> float:
    """Return a share in 0–1.

    Raises
    ------
    SurveyInputError
        When the value is not a number from 0 to 1.
    """
    if not 0 <= value <= 1:
        raise SurveyInputError(place, f"{value!r} is not a share from 0 to 1")
    return float(value)


def sum_by_code(codes: IntArray, values: FloatArray, size: int) -> FloatArray:
    """Sum values, shape (n,), over equal codes 0 … size - 1; returns shape (size,)."""
    return np.asarray(np.bincount(codes, values, size), dtype=np.float64)
