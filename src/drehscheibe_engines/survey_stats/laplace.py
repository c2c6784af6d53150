"""A multilevel logit model: Laplace's method on a grid of variances, mixed by their evidence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from drehscheibe_engines.survey_stats.arrays import FloatArray

#: Standard deviations on the logit scale that are tried for every factor.
SPREAD_GRID = (0.05, 0.15, 0.3, 0.5, 0.8, 1.3)

#: Half-normal prior of a standard deviation, and normal prior of the fixed coefficients.
SPREAD_PRIOR_SD = 0.5
INTERCEPT_PRIOR_SD = 2.5
FACT_PRIOR_SD = 0.5


@dataclass(frozen=True, slots=True)
class LogitModel:
    """Binomial counts explained by fixed columns and factors with random effects.

    Attributes
    ----------
    design : ndarray, shape (n_cells, n_coefficients)
        Fixed columns (the first is 1), then 0/1 columns of each factor.
    successes, trials : ndarray, shape (n_cells,)
        Counts; cells without trials are only predicted.
    fixed_columns : int
        Number of fixed columns.
    factor_sizes : tuple of int
        Number of categories per factor.
    """

    design: FloatArray
    successes: FloatArray
    trials: FloatArray
    fixed_columns: int
    factor_sizes: tuple[int, ...]

    def prior_precision(self, spreads: tuple[float, ...]) -> FloatArray:
        """Return the prior precision of every coefficient, shape (n_coefficients,)."""
        fixed = np.full(self.fixed_columns, FACT_PRIOR_SD**-2)
        fixed[0] = INTERCEPT_PRIOR_SD**-2
        random = np.repeat(np.array(spreads) ** -2.0, self.factor_sizes)
        return np.concatenate([fixed, random])


@dataclass(frozen=True, slots=True)
class Mixture:
    """Draws from the mixed posterior, and the averaged standard deviation of each factor."""

    coefficients: FloatArray
    spread: FloatArray


@dataclass(frozen=True, slots=True)
class _Point:
    spreads: tuple[float, ...]
    mode: FloatArray
    root: FloatArray
    evidence: float


def draw_coefficients(model: LogitModel, *, draws: int, seed: int) -> Mixture:
    """Draw coefficients from the posterior, mixed over the grid of standard deviations.

    Parameters
    ----------
    model : LogitModel
        Counts and design.
    draws : int
        Number of draws.
    seed : int
        Seed of the random numbers.

    Returns
    -------
    Mixture
        Coefficients, shape (draws, n_coefficients).
    """
    points = _fit_grid(model)
    evidence = np.array([point.evidence for point in points])
    chances = np.exp(evidence - evidence.max())
    chances /= chances.sum()
    rng = np.random.default_rng(seed)
    shares = rng.multinomial(draws, chances)
    found = []
    for point, count in zip(points, shares, strict=True):
        if count:
            noise = rng.standard_normal((len(point.mode), count))
            found.append(point.mode + np.linalg.solve(point.root.T, noise).T)
    spread = chances @ np.array([point.spreads for point in points])
    return Mixture(np.concatenate(found), spread)


def _fit_grid(model: LogitModel) -> list[_Point]:
    seen = model.trials > 0
    rows, yes, trials = model.design[seen], model.successes[seen], model.trials[seen]
    spacing = dict(zip(SPREAD_GRID, np.gradient(np.array(SPREAD_GRID)).tolist(), strict=True))
    start = np.zeros(model.design.shape[1])
    points = []
    for spreads in product(SPREAD_GRID, repeat=len(model.factor_sizes)):
        precision = model.prior_precision(spreads)
        mode, root, height = _find_mode(rows, yes, trials, precision, start)
        prior = sum(-0.5 * (s / SPREAD_PRIOR_SD) ** 2 + float(np.log(spacing[s])) for s in spreads)
        evidence = height + 0.5 * float(np.log(precision).sum()) + prior
        points.append(_Point(spreads, mode, root, evidence - float(np.log(np.diag(root)).sum())))
        start = mode
    return points


def _find_mode(
    rows: FloatArray, yes: FloatArray, trials: FloatArray, precision: FloatArray, start: FloatArray
) -> tuple[FloatArray, FloatArray, float]:
    """Return the mode, the Cholesky root of the curvature there and the log posterior height."""
    mode = start
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(rows @ mode, -500, 500)))
        slope = rows.T @ (yes - trials * chance) - precision * mode
        curvature = (rows * (trials * chance * (1 - chance))[:, None]).T @ rows
        curvature[np.diag_indices_from(curvature)] += precision
        root = np.linalg.cholesky(curvature)
        step = np.linalg.solve(curvature, slope)
        # A step of more than 2 on the logit scale overshoots in thin data.
        mode = mode + step * min(1.0, 2 / max(float(np.abs(step).max()), 1e-300))
        if np.abs(step).max() < 1e-6:
            break
    line = rows @ mode
    height = float(yes @ line - trials @ np.logaddexp(0, line) - 0.5 * precision @ mode**2)
    return mode, np.asarray(root, dtype=np.float64), height
