"""Estimates for areas with few answers: multilevel regression with post-stratification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drehscheibe_engines.survey_stats.arrays import FloatArray, IntArray
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.laplace import LogitModel, draw_coefficients
from drehscheibe_engines.survey_stats.quantiles import two_sided_z

#: From this effective number of respondents an area's own answers suffice.
DIRECT_N_EFF = 100.0

#: Below this many answers nothing smaller than a Land is estimated.
DISTRICTS_NEED = 2000

#: Label that goes with every number of this module.
MODEL_LABEL_DE = "Modellschätzung"
MODEL_LABEL_EN = "Model estimate"


@dataclass(frozen=True, slots=True)
class PopulationCells:
    """The population in cells of area and demographic groups.

    Attributes
    ----------
    area : ndarray of int, shape (n_cells,)
        Area of each cell, 0 … n_areas - 1.
    groups : mapping of str to ndarray of int, shape (n_cells,)
        Demographic category per cell, for example age and education.
    persons : ndarray, shape (n_cells,)
        Persons in the population, from the census.
    area_facts : ndarray, shape (n_areas, n_facts)
        What is known of each area, for example the share of jobs in industry. This is what
        earns the gain; without it (zero columns) areas only shrink towards the mean.
    """

    area: IntArray
    groups: Mapping[str, IntArray]
    persons: FloatArray
    area_facts: FloatArray


@dataclass(frozen=True, slots=True)
class AreaEstimate:
    """A model estimate for one area.

    Attributes
    ----------
    area : int
        Number of the area.
    share : float
        Estimated share, 0–1 (posterior mean).
    se : float
        Posterior standard deviation.
    low, high : float
        Uncertainty interval of the model.
    n : int
        Answers from the area itself.
    label_de, label_en : str
        Must stand next to the number.
    """

    area: int
    share: float
    se: float
    low: float
    high: float
    n: int
    label_de: str = MODEL_LABEL_DE
    label_en: str = MODEL_LABEL_EN


@dataclass(frozen=True, slots=True)
class SmallAreaResult:
    """Estimates of all areas, and how much areas and groups differ.

    Attributes
    ----------
    areas : tuple of AreaEstimate
        One per area, also for areas without answers.
    spread : mapping of str to float
        Standard deviation on the logit scale per factor ("area" and groups of three categories
        or more), averaged over the mixture.
    """

    areas: tuple[AreaEstimate, ...]
    spread: Mapping[str, float]


def estimate_small_areas(
    yes: npt.ArrayLike,
    answers: npt.ArrayLike,
    cells: PopulationCells,
    *,
    seed: int,
    confidence: float = 0.95,
    draws: int = 2000,
    is_below_land: bool = False,
) -> SmallAreaResult:
    """Estimate a share for every area by borrowing strength from similar people and areas.

    Parameters
    ----------
    yes, answers : array_like, shape (n_cells,)
        Unweighted numbers of respondents who agreed and who answered, per population cell.
    cells : PopulationCells
        The population behind them.
    seed : int
        Seed of the posterior draws.
    confidence : float
        Nominal coverage of the intervals.
    draws : int
        Posterior draws, 100 or more.
    is_below_land : bool
        True for districts (Kreise); these need 2,000 answers.

    Returns
    -------
    SmallAreaResult
        Labelled as model estimates.

    Raises
    ------
    SurveyInputError
        For counts and cells that do not fit, areas without population, or too few answers.

    Notes
    -----
    ``logit p = β0 + β·facts + α_area + Σ α_group``, normal effects; groups of two categories
    (sex) are fixed, because two values cannot show how much values differ. For every point of a grid of
    standard deviations the posterior is approximated by Laplace's method; the points are mixed
    by their marginal likelihood, because plugging in the best one makes intervals far too short.
    Gelman and Little (1997), *Survey Methodology* 23(2), 127-135; Rue, Martino and Chopin
    (2009), doi:10.1111/j.1467-9868.2008.00700.x. O(grid × cells × effects²).
    """
    successes, trials = _checked_counts(yes, answers, cells)
    _refuse_too_few(trials, cells, is_below_land=is_below_land, draws=draws)
    model = _build_model(successes, trials, cells)
    mixture = draw_coefficients(model, draws=draws, seed=seed)
    shares = _poststratify(model.design, mixture.coefficients, cells)
    two_sided_z(confidence)  # refuses an impossible confidence
    tail = (1 - confidence) / 2
    low, high = np.quantile(shares, [tail, 1 - tail], axis=0)
    n_area = np.bincount(cells.area, trials, len(cells.area_facts))
    areas = tuple(
        AreaEstimate(
            k,
            float(shares[:, k].mean()),
            float(shares[:, k].std()),
            float(low[k]),
            float(high[k]),
            int(n_area[k]),
        )
        for k in range(len(cells.area_facts))
    )
    names = ["area", *(name for name, codes in cells.groups.items() if _size(codes) > 2)]
    return SmallAreaResult(areas, dict(zip(names, mixture.spread.tolist(), strict=True)))


def _checked_counts(
    yes: npt.ArrayLike, answers: npt.ArrayLike, cells: PopulationCells
) -> tuple[FloatArray, FloatArray]:
    successes = np.asarray(yes, dtype=np.float64)
    trials = np.asarray(answers, dtype=np.float64)
    shape = cells.area.shape
    if not successes.shape == trials.shape == cells.persons.shape == shape:
        raise SurveyInputError("cells", "need one number per population cell")
    if (successes < 0).any() or (successes > trials).any() or not np.isfinite(trials).all():
        raise SurveyInputError("cells", "more agreements than answers, or negative numbers")
    n_areas = len(cells.area_facts)
    if cells.area.min() < 0 or cells.area.max() >= n_areas:
        raise SurveyInputError("cells.area", f"needs numbers from 0 to {n_areas - 1}")
    if (cells.persons < 0).any() or (np.bincount(cells.area, cells.persons, n_areas) <= 0).any():
        raise SurveyInputError("cells.persons", "every area needs a population")
    return successes, trials


def _refuse_too_few(
    trials: FloatArray, cells: PopulationCells, *, is_below_land: bool, draws: int
) -> None:
    if draws < 100:
        raise SurveyInputError("draws", f"needs at least 100, got {draws}")
    if trials.sum() < 1:
        raise SurveyInputError("answers", "nobody answered")
    if is_below_land and trials.sum() < DISTRICTS_NEED:
        raise SurveyInputError(
            "answers",
            f"{int(trials.sum())} answers are too few for areas below a Land; "
            f"{DISTRICTS_NEED} are needed",
        )
    if cells.area_facts.ndim != 2 or not np.isfinite(cells.area_facts).all():
        raise SurveyInputError("cells.area_facts", "needs a table of numbers, one row per area")


def _build_model(successes: FloatArray, trials: FloatArray, cells: PopulationCells) -> LogitModel:
    facts = cells.area_facts
    centred = facts - facts.mean(axis=0)
    spread = centred.std(axis=0)
    scaled = centred / np.where(spread > 0, spread, 1.0)
    pairs = [codes for codes in cells.groups.values() if _size(codes) <= 2]
    fixed = np.column_stack(
        [np.ones(len(cells.area)), scaled[cells.area], *(codes - 0.5 for codes in pairs)]
    )
    groups = [codes for codes in cells.groups.values() if _size(codes) > 2]
    factors = [cells.area, *groups]
    sizes = [len(facts), *(_size(codes) for codes in groups)]
    effects = [np.eye(size)[codes] for codes, size in zip(factors, sizes, strict=True)]
    return LogitModel(
        design=np.hstack([fixed, *effects]),
        successes=successes,
        trials=trials,
        fixed_columns=fixed.shape[1],
        factor_sizes=tuple(sizes),
    )


def _size(codes: IntArray) -> int:
    return int(codes.max()) + 1


def _poststratify(
    design: FloatArray, coefficients: FloatArray, cells: PopulationCells
) -> FloatArray:
    """Return posterior draws of the shares, shape (draws, n_areas)."""
    chances = 1 / (1 + np.exp(-np.clip(coefficients @ design.T, -700, 700)))
    n_areas = len(cells.area_facts)
    weights = np.zeros((len(cells.area), n_areas))
    weights[np.arange(len(cells.area)), cells.area] = cells.persons
    return np.asarray(chances @ (weights / weights.sum(axis=0)))


@dataclass(frozen=True, slots=True)
class AreaAdvice:
    """Which number to show for an area, and why."""

    area: int
    use_model: bool
    reason_de: str
    reason_en: str


def advise_areas(n_eff: Sequence[float], enough: float = DIRECT_N_EFF) -> tuple[AreaAdvice, ...]:
    """Say for which areas the direct numbers suffice.

    Parameters
    ----------
    n_eff : sequence of float, length n_areas
        Effective number of respondents per area (0 where nobody answered).
    enough : float
        From here the area's own answers are shown.

    Returns
    -------
    tuple of AreaAdvice
        In the order of the areas.
    """
    return tuple(_advise(area, size, enough) for area, size in enumerate(n_eff))


def _advise(area: int, n_eff: float, enough: float) -> AreaAdvice:
    size = int(n_eff)
    if n_eff >= enough:
        return AreaAdvice(
            area,
            False,
            f"Die Antworten von hier reichen aus (sie zählen wie {size}).",
            f"The answers from here suffice (they count as {size}).",
        )
    return AreaAdvice(
        area,
        True,
        f"Die Antworten von hier zählen nur wie {size}. Gezeigt wird eine {MODEL_LABEL_DE}, die "
        "auch Antworten ähnlicher Menschen aus anderen Gebieten nutzt.",
        f"The answers from here count as {size} only. Shown is a model estimate that also uses "
        "answers of similar people elsewhere.",
    )
