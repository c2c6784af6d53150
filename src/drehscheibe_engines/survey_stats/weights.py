"""What weights cost: Kish's design effect, the effective number of respondents, a summary."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from drehscheibe_engines.survey_stats.arrays import FloatArray, Numbers, checked_weights


@dataclass(frozen=True, slots=True)
class WeightSummary:
    """How uneven a set of weights is.

    Attributes
    ----------
    n : int
        Respondents, including those with weight 0.
    n_eff : float
        Effective number of respondents (Kish).
    deff : float
        Kish design effect, ``n / n_eff``, 1 or more.
    smallest, largest, spread : float
        Minimum, maximum and standard deviation of the weights divided by their mean.
    total : float
        Sum of the weights (persons in the population, when raked to totals).
    """

    n: int
    n_eff: float
    deff: float
    smallest: float
    largest: float
    spread: float
    total: float


def effective_n(weights: Numbers) -> float:
    """Return Kish's effective number of respondents ``(Σw)² / Σw²``.

    Parameters
    ----------
    weights : array_like, shape (n,)
        Weights of 0 or more, any scale.

    Returns
    -------
    float
        Between 1 and the number of positive weights.

    Raises
    ------
    SurveyInputError
        For negative, non-finite or all-zero weights.

    Notes
    -----
    O(n). Kish, L. (1965), *Survey Sampling*, section 11.7. The weights are divided by their
    maximum first, so that tiny and huge scales give the same figure.

    Examples
    --------
    >>> effective_n([1, 1, 1, 1])
    4.0
    >>> effective_n([1, 0, 0, 0])
    1.0
    """
    values = checked_weights(weights)
    values /= values.max()
    return float(values.sum() ** 2 / np.square(values).sum())


def kish_deff(weights: Numbers) -> float:
    """Return Kish's design effect of unequal weights, ``n Σw² / (Σw)² = 1 + CV²(w)``.

    Parameters
    ----------
    weights : array_like, shape (n,)
        Weights of 0 or more, any scale.

    Returns
    -------
    float
        1 when all weights are equal, larger otherwise.

    Notes
    -----
    It describes the weights, not an estimate: where the weights go with the answer, the true
    design effect of the estimate is smaller or larger (see ``estimates.design_effect``).
    """
    return len(weights) / effective_n(weights)


def summarise_weights(weights: Numbers) -> WeightSummary:
    """Describe weights by their design effect, range and spread. O(n)."""
    values: FloatArray = checked_weights(weights)
    relative = values / values.mean()
    n_eff = effective_n(values)
    return WeightSummary(
        n=len(values),
        n_eff=n_eff,
        deff=len(values) / n_eff,
        smallest=float(relative.min()),
        largest=float(relative.max()),
        spread=float(relative.std()),
        total=float(values.sum()),
    )
