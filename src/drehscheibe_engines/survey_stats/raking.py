"""Raking (iterative proportional fitting) over several population margins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from drehscheibe_engines.survey_stats.arrays import (
    FloatArray,
    IntArray,
    Numbers,
    checked_weights,
    sum_by_code,
)
from drehscheibe_engines.survey_stats.calibration_cells import CalibrationCells, build_cells
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.margins import (
    CodedMargins,
    Margin,
    MarginCell,
    check_margins,
    code_margins,
)

#: A margin counts as met when no category is further off than this ratio of its target.
MET_RATIO = 1e-6


@dataclass(frozen=True, slots=True)
class CalibratedWeights:
    """Weights that meet population margins, and the proof.

    Attributes
    ----------
    weights : ndarray, shape (n,)
        Sum to the population total.
    base_weights : ndarray, shape (n,)
        Weights before calibration; the variance needs them.
    method : {"raking", "linear", "logit"}
        How the weights were found.
    rounds : int
        Rounds of the algorithm.
    margins : tuple of MarginCell
        Every category with target, weight before and weight achieved.
    coded : CodedMargins
        Categories per respondent, with the bucket for missing values.
    cells : CalibrationCells
        Occupied combinations of categories.
    """

    weights: FloatArray
    base_weights: FloatArray
    method: Literal["raking", "linear", "logit"]
    rounds: int
    margins: tuple[MarginCell, ...]
    coded: CodedMargins
    cells: CalibrationCells


def rake(
    margins: Sequence[Margin],
    codes: Sequence[IntArray],
    base_weights: Numbers | None = None,
    *,
    tolerance: float = 1e-11,
    max_rounds: int = 1000,
) -> CalibratedWeights:
    """Weight respondents so that every margin meets its population totals.

    Parameters
    ----------
    margins : sequence of Margin
        Known totals, in persons (or shares) of one and the same population.
    codes : sequence of ndarray, each shape (n,)
        Category code of each respondent per margin; -1 is missing and keeps its own bucket.
    base_weights : array_like, shape (n,), optional
        Weights of 0 or more from the sampling; 1 for open invitations.
    tolerance : float
        Stop when no category moves by more than this ratio.
    max_rounds : int
        Stop after this many rounds over all margins.

    Returns
    -------
    CalibratedWeights
        Weights sum to the population total; ``margins`` is recomputed from them.

    Raises
    ------
    SurveyInputError
        For an empty category with a positive target (named), bad weights or codes, or margins
        that contradict each other in this sample (the worst category is named).

    Notes
    -----
    Deming and Stephan (1940), doi:10.1214/aoms/1177731829; Deville, Särndal and Sautory (1993),
    doi:10.1080/01621459.1993.10476369. O(n) once, then O(cells × margins) per round, because
    people in the same combination of categories share one factor.

    Examples
    --------
    >>> import numpy as np
    >>> women = Margin.from_mapping("sex", {"f": 52, "m": 48})
    >>> rake([women], [np.array([0, 1, 1, 1])]).weights.tolist()
    [52.0, 16.0, 16.0, 16.0]
    """
    n = len(codes[0]) if codes else 0
    base = np.ones(n) if base_weights is None else checked_weights(base_weights, n)
    coded = code_margins(margins, codes, base)
    cells = build_cells(coded)
    start = cells.sum_weights(base)
    factors, rounds = rake_cells(cells, start[None, :], tolerance=tolerance, max_rounds=max_rounds)
    weights = base * factors[0][cells.cell_of]
    result = CalibratedWeights(
        weights, base, "raking", rounds, check_margins(coded, base, weights), coded, cells
    )
    refuse_unmet(result.margins)
    return result


def rake_cells(
    cells: CalibrationCells,
    start: FloatArray,
    *,
    tolerance: float = 1e-11,
    max_rounds: int = 1000,
) -> tuple[FloatArray, int]:
    """Rake many sets of cell weights at once and return the factors.

    Parameters
    ----------
    cells : CalibrationCells
        Combinations of categories and their targets.
    start : ndarray, shape (n_sets, n_cells)
        Summed base weights per cell, for instance one row per replicate.

    Returns
    -------
    factors : ndarray, shape (n_sets, n_cells)
        Multiply the base weights by these; 1 where a cell carries no weight.
    rounds : int
        Rounds until the slowest set stood still.

    Notes
    -----
    A category without weight in one set (a replicate can lose it) is left alone there.
    Memory: three arrays of the shape of ``start``.
    """
    factors = np.ones_like(start)
    margins = list(zip(cells.codes, cells.targets, strict=True))
    summers = [_category_summer(codes, len(target), len(start)) for codes, target in margins]
    active = np.arange(len(start))
    rounds = 0
    while len(active) and rounds < max_rounds:
        rounds += 1
        current = start[active] * factors[active]
        worst = np.zeros(len(active))
        own = factors[active]
        for (codes, target), sum_categories in zip(margins, summers, strict=True):
            achieved = sum_categories(current)
            step = np.divide(target, achieved, out=np.ones_like(achieved), where=achieved > 0)
            np.maximum(worst, np.abs(step - 1).max(axis=1), out=worst)
            spread = step[:, codes]
            current *= spread
            own *= spread
        factors[active] = own
        active = active[worst > tolerance]
    return factors, rounds


def _category_summer(codes: IntArray, size: int, n_sets: int) -> Callable[[FloatArray], FloatArray]:
    """Return the sum over cells by category; one set counts, many sets multiply."""
    if n_sets == 1:
        return lambda current: sum_by_code(codes, current[0], size)[None, :]
    dummies = np.eye(size)[codes]
    return lambda current: current @ dummies


def refuse_unmet(margins: Sequence[MarginCell], tolerance: float = MET_RATIO) -> None:
    """Refuse weights that miss a margin, naming the worst category.

    Raises
    ------
    SurveyInputError
        When a category is further from its target than ``tolerance`` of it.
    """
    worst = max(margins, key=lambda cell: cell.gap_ratio)
    if not worst.gap_ratio <= tolerance:
        raise SurveyInputError(
            f"margins.{worst.margin}.{worst.category}",
            f"target {worst.target:,.6g} cannot be met together with the other margins "
            f"(reached {worst.achieved:,.6g} with {worst.respondents} respondents); "
            "merge categories or drop a margin",
        )
