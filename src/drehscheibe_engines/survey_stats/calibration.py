"""Calibration with other distances than raking: linear, and logit with bounds on the factors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from drehscheibe_engines.survey_stats.arrays import FloatArray, IntArray, Numbers, checked_weights
from drehscheibe_engines.survey_stats.calibration_cells import CalibrationCells, build_cells
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.margins import Margin, check_margins, code_margins
from drehscheibe_engines.survey_stats.raking import CalibratedWeights, refuse_unmet

#: The factor as a function of the linear predictor, and its derivative.
FactorFunction = Callable[[FloatArray], tuple[FloatArray, FloatArray]]


def calibrate_linear(
    margins: Sequence[Margin], codes: Sequence[IntArray], base_weights: Numbers | None = None
) -> CalibratedWeights:
    """Calibrate with the linear distance (generalised regression weights).

    Parameters
    ----------
    margins, codes, base_weights
        As for ``rake``.

    Returns
    -------
    CalibratedWeights
        Factors may be negative for respondents far from the population; then the engine
        refuses, because no table can show a negative person.

    Raises
    ------
    SurveyInputError
        As for ``rake``, and for negative weights.

    Notes
    -----
    One linear system. Deville and Särndal (1992), doi:10.1080/01621459.1992.10475217.
    """
    result = _calibrate(margins, codes, base_weights, lambda x: (1 + x, np.ones_like(x)), "linear")
    if result.weights.min() < 0:
        raise SurveyInputError(
            "calibration", "linear calibration gives negative weights here; rake or set bounds"
        )
    return result


def calibrate_logit(
    margins: Sequence[Margin],
    codes: Sequence[IntArray],
    base_weights: Numbers | None = None,
    *,
    lower: float,
    upper: float,
) -> CalibratedWeights:
    """Calibrate so that every factor stays strictly between two bounds.

    Parameters
    ----------
    margins, codes, base_weights
        As for ``rake``. The bounds apply to ``weight / base weight``, so for open samples either
        give base weights that sum to the population or bounds around population / n.
    lower, upper : float
        ``0 <= lower < 1 < upper``.

    Returns
    -------
    CalibratedWeights
        Factors within the bounds.

    Raises
    ------
    SurveyInputError
        For impossible bounds, or bounds in which the margins cannot be met.

    Notes
    -----
    Newton's method with step halving on at most one equation per category; Deville and Särndal
    (1992), case 6. O(cells × categories²) per step.
    """
    if not 0 <= lower < 1 < upper:
        raise SurveyInputError("bounds", f"need 0 <= lower < 1 < upper, got {lower} and {upper}")
    slope = (upper - lower) / ((1 - lower) * (upper - 1))

    def factor(x: FloatArray) -> tuple[FloatArray, FloatArray]:
        growth = np.exp(np.clip(slope * x, -500, 500))
        bottom = (upper - 1) + (1 - lower) * growth
        value = (lower * (upper - 1) + upper * (1 - lower) * growth) / bottom
        return value, slope * (value - lower) * (upper - value) / (upper - lower)

    return _calibrate(margins, codes, base_weights, factor, "logit")


def _calibrate(
    margins: Sequence[Margin],
    codes: Sequence[IntArray],
    base_weights: Numbers | None,
    factor: FactorFunction,
    method: Literal["linear", "logit"],
) -> CalibratedWeights:
    n = len(codes[0]) if codes else 0
    base = np.ones(n) if base_weights is None else checked_weights(base_weights, n)
    coded = code_margins(margins, codes, base)
    cells = build_cells(coded)
    factors, rounds = _solve_newton(cells, cells.sum_weights(base), factor)
    weights = base * factors[cells.cell_of]
    checked = check_margins(coded, base, weights)
    refuse_unmet(checked)
    return CalibratedWeights(weights, base, method, rounds, checked, coded, cells)


def _solve_newton(
    cells: CalibrationCells, start: FloatArray, factor: FactorFunction, max_rounds: int = 60
) -> tuple[FloatArray, int]:
    """Find the multipliers by Newton steps, halved while the misfit grows."""
    dummies, targets = cells.dummies(), cells.stacked_targets()
    multipliers = np.zeros(dummies.shape[1])

    def misfit(at: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        value, rate = factor(dummies @ at)
        return targets - (start * value) @ dummies, value, rate

    gap, value, rate = misfit(multipliers)
    for rounds in range(1, max_rounds + 1):
        if np.abs(gap).max() <= 1e-12 * targets.sum():
            return value, rounds - 1
        # Dummies of several margins are collinear: the least-squares step is the unique short one.
        hessian = (dummies * (start * rate)[:, None]).T @ dummies
        step = np.linalg.lstsq(hessian, gap, rcond=1e-12)[0]
        length, best = 1.0, np.abs(gap).sum()
        while length > 1e-6:
            tried = misfit(multipliers + length * step)
            if np.abs(tried[0]).sum() < best:
                break
            length /= 2
        else:
            break
        multipliers = multipliers + length * step
        gap, value, rate = tried
    return value, max_rounds
