"""When a number must not be shown: too few answers, too few contributors, one firm dominates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drehscheibe_engines.survey_stats.arrays import BoolArray, FloatArray
from drehscheibe_engines.survey_stats.errors import SurveyInputError


@dataclass(frozen=True, slots=True)
class ProtectionRule:
    """Limits of publication.

    Attributes
    ----------
    cell : int
        Fewest respondents (unweighted) behind a published cell; 10 for the public, 5 inside.
    base : int
        Fewest respondents behind a published percentage.
    thin_base : int
        Below this a percentage is drawn hatched.
    contributors : int
        Fewest initiatives or organisations that contributed to a cell.
    """

    cell: int = 10
    base: int = 30
    thin_base: int = 100
    contributors: int = 3

    def __post_init__(self) -> None:
        for name in ("cell", "base", "thin_base", "contributors"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise SurveyInputError(f"protect.{name}", f"{value!r} is not a whole number from 1")


@dataclass(frozen=True, slots=True)
class DominanceRule:
    """Limits for sums of money or counts of staff, where one firm may be recognised.

    Attributes
    ----------
    largest : int
        How many of the largest contributors are looked at.
    percent : float
        Their largest allowed share of the sum.
    p_percent : float
        The second largest contributor must not be able to guess the largest one closer than
        this percentage.
    """

    largest: int = 2
    percent: float = 85.0
    p_percent: float = 10.0


def is_dominated(contributions: npt.ArrayLike, rule: DominanceRule | None = None) -> bool:
    """Tell whether a sum gives a single contributor away.

    Parameters
    ----------
    contributions : array_like, shape (k,)
        What each contributor adds, 0 or more.
    rule : DominanceRule, optional
        (2, 85) dominance and 10 % rule by default.

    Returns
    -------
    bool
        True when the sum must be hidden; a sum of 0 is not dominated.

    Raises
    ------
    SurveyInputError
        For negative or missing contributions.

    Notes
    -----
    Hundepool et al. (2012), *Statistical Disclosure Control*, section 4.2.

    Examples
    --------
    >>> is_dominated([90, 5, 5]), is_dominated([30, 30, 40])
    (True, False)
    """
    used = rule or DominanceRule()
    values = np.sort(np.asarray(contributions, dtype=np.float64))[::-1]
    if values.ndim != 1 or not np.isfinite(values).all() or (values < 0).any():
        raise SurveyInputError("contributions", "need a list of numbers of 0 or more")
    total = float(values.sum())
    if total == 0:
        return False
    top = float(values[: used.largest].sum())
    remainder = float(values[2:].sum())
    return top > used.percent / 100 * total or remainder < used.p_percent / 100 * float(values[0])


def add_totals(table: npt.ArrayLike) -> FloatArray:
    """Append the total at the end of every axis: shape ``(s1, …)`` becomes ``(s1 + 1, …)``."""
    extended = np.asarray(table, dtype=np.float64)
    for axis in range(extended.ndim):
        total = extended.sum(axis=axis, keepdims=True)
        extended = np.concatenate([extended, total], axis=axis)
    return extended


def too_small(
    counts: FloatArray, rule: ProtectionRule, contributors: FloatArray | None = None
) -> BoolArray:
    """Mark the cells (totals included) that may not be shown by themselves.

    Parameters
    ----------
    counts : ndarray
        Unweighted respondents per cell. A count of 0 is hidden as well: that nobody in a group
        said something is a statement about everybody in it.
    rule : ProtectionRule
        Limits.
    contributors : ndarray, optional
        Distinct initiatives or organisations per cell, same shape.
    """
    hidden = counts < rule.cell
    if contributors is not None:
        hidden |= contributors < rule.contributors
    return np.asarray(hidden)
