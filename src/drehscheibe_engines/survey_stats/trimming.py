"""Cap extreme weights, rake again, and say what the cap did to the margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from drehscheibe_engines.survey_stats.arrays import FloatArray
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.margins import MarginCell, check_margins
from drehscheibe_engines.survey_stats.raking import CalibratedWeights, rake_cells
from drehscheibe_engines.survey_stats.weights import effective_n

#: A margin that the cap moves by more than this many percentage points is reported.
MOVED_POINTS = 1.0


@dataclass(frozen=True, slots=True)
class TrimmedWeights:
    """Capped weights and the price of the cap.

    Attributes
    ----------
    calibrated : CalibratedWeights
        The capped weights with their margins recomputed.
    cap : float
        Largest allowed weight as a multiple of the mean weight.
    capped : int
        Respondents whose weight stood above the cap before trimming.
    rounds : int
        How often it was capped and raked again.
    n_eff_before, n_eff_after : float
        Effective number of respondents before and after.
    moved : tuple of MarginCell
        Categories that the cap moved by more than one percentage point of the population.
    """

    calibrated: CalibratedWeights
    cap: float
    capped: int
    rounds: int
    n_eff_before: float
    n_eff_after: float
    moved: tuple[MarginCell, ...]


def trim_weights(
    calibrated: CalibratedWeights, cap: float = 5.0, *, max_rounds: int = 50
) -> TrimmedWeights:
    """Cap weights at ``cap`` times their mean and rake again until both hold.

    Parameters
    ----------
    calibrated : CalibratedWeights
        Result of ``rake``.
    cap : float
        Multiple of the mean weight, more than 1; 5 is the rule of the American National
        Election Studies.
    max_rounds : int
        When cap and margins cannot both hold, the cap wins after this many rounds and the
        moved margins are reported.

    Returns
    -------
    TrimmedWeights
        No weight above the cap; margins as close as the cap allows.

    Raises
    ------
    SurveyInputError
        When the cap is not more than 1.

    Notes
    -----
    DeBell and Krosnick (2009), *Computing Weights for American National Election Study Survey
    Data*, ANES technical report nes012427. O(n) per round.
    """
    if not cap > 1:
        raise SurveyInputError("cap", f"{cap!r} must be more than 1 (a multiple of the mean)")
    weights = calibrated.weights.copy()
    limit = cap * float(weights.mean())
    capped = int((weights > limit).sum())
    rounds = 0
    while weights.max() > limit * (1 + 1e-9) and rounds < max_rounds:
        rounds += 1
        np.minimum(weights, limit, out=weights)
        weights = _rake_again(calibrated, weights)
    np.minimum(weights, limit, out=weights)
    margins = check_margins(calibrated.coded, calibrated.base_weights, weights)
    return TrimmedWeights(
        calibrated=replace(calibrated, weights=weights, margins=margins),
        cap=cap,
        capped=capped,
        rounds=rounds,
        n_eff_before=effective_n(calibrated.weights),
        n_eff_after=effective_n(weights),
        moved=_moved_cells(margins, float(calibrated.weights.sum())),
    )


def _rake_again(calibrated: CalibratedWeights, weights: FloatArray) -> FloatArray:
    # People of one cell may differ in base weight, so the factor is found for the capped sums.
    start = calibrated.cells.sum_weights(weights)
    factors, _ = rake_cells(calibrated.cells, start[None, :])
    return np.asarray(weights * factors[0][calibrated.cells.cell_of])


def _moved_cells(margins: Sequence[MarginCell], population: float) -> tuple[MarginCell, ...]:
    return tuple(
        cell
        for cell in margins
        if abs(cell.achieved - cell.target) / population * 100 > MOVED_POINTS
    )
