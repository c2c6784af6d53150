"""Is there structure, are there groups, and how many: each answer may be "no"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.axes import Axes, find_axes, project_people
from drehscheibe_engines.opinion_map.clustering import (
    find_clusters,
    mean_silhouette,
    pairwise_distances,
)
from drehscheibe_engines.opinion_map.continuum import (
    fit_continuum,
    shuffled_votes,
    simulate_continuum,
)
from drehscheibe_engines.opinion_map.sparse_statistics import (
    centred_matrix,
    count_votes,
    statement_means,
)
from drehscheibe_engines.opinion_map.votes import VoteTable

Floats = NDArray[np.float64]

#: Numbers of groups that are considered.
GROUP_NUMBERS = (2, 3, 4, 5, 6)
#: The map never uses more dimensions than this.
MOST_DIMENSIONS = 6
#: Simulated conversations per question; the result must beat all of them (level 1/20).
N_SIMULATIONS = 19
#: Groups are declared only if the silhouette lies this many standard deviations above that
#: of simulated continua. Four, because real opinions need not be as smooth as simulated ones.
NEEDED_EXCESS = 4.0
#: People whose votes are looked at in the tests; enough for their level, bounded in time.
TEST_PEOPLE = 1000
#: Starts of k-means, for the observed and for the simulated conversations alike.
N_STARTS = 6
#: Excesses closer than this are not told apart; the smaller number of groups is taken.
SAME_EXCESS = 0.25


@dataclass(frozen=True, slots=True)
class Structure:
    """What the votes support.

    Attributes
    ----------
    dimensions : int
        Axes that explain more than shuffled votes ever do; 0 means no structure at all.
    k : int or None
        Number of groups; None means people differ by degree, or not at all.
    eigenvalue_limit : float
        Largest first eigenvalue among the shuffled conversations.
    silhouettes, excess : dict of int to float
        Per number of groups: mean silhouette, and its distance from simulated continua in
        their standard deviations.
    """

    dimensions: int
    k: int | None
    eigenvalue_limit: float
    silhouettes: dict[int, float]
    excess: dict[int, float]


def count_dimensions(
    table: VoteTable, counts: NDArray[np.int64], axes: Axes, *, seed: int
) -> tuple[int, float]:
    """Count the axes that explain more than votes redrawn at random.

    Returns
    -------
    int
        Leading eigenvalues above the largest first eigenvalue of `N_SIMULATIONS` redrawn
        conversations; at most `MOST_DIMENSIONS`.
    float
        That largest eigenvalue.

    Notes
    -----
    Parallel analysis (Horn 1965, Psychometrika 30:179) with votes redrawn within each
    statement among those who voted on it, so that margins and missing votes stay as they
    are. On noise one in twenty conversations shows a dimension by chance.
    """
    if not axes.eigenvalues.size:
        return 0, 0.0
    rng = np.random.default_rng([seed, 1])
    limit = 0.0
    for _ in range(N_SIMULATIONS):
        redrawn = shuffled_votes(table, counts, rng)
        centred = centred_matrix(redrawn, statement_means(count_votes(redrawn)[0]))
        limit = max(limit, float(find_axes(centred, 1, tolerance=3e-3).eigenvalues[0]))
    above = np.cumprod(axes.eigenvalues[:MOST_DIMENSIONS] > limit * (1 + 1e-4))
    return int(above.sum()), limit


def find_structure(table: VoteTable, axes: Axes, *, seed: int, smallest_group: int) -> Structure:
    """Decide whether there are groups and how many.

    Parameters
    ----------
    table : VoteTable
        Admitted people only.
    axes : Axes
        At least `MOST_DIMENSIONS` axes of ``table`` where it has that many.
    seed : int
    smallest_group : int
        Partitions with a smaller group are not considered.

    Returns
    -------
    Structure

    Notes
    -----
    1. Dimensions by `count_dimensions` on at most `TEST_PEOPLE` people.
    2. For k = 2..6 the mean silhouette (Rousseeuw 1987) of k-means in those dimensions is
       compared with that of `N_SIMULATIONS` conversations simulated from a fitted
       continuum with the same margins and missing votes (parametric bootstrap; idea of the
       gap statistic, Tibshirani, Walther & Hastie 2001). Only the more active half of the
       people is looked at: their places are known best.
    3. There are groups if an excess beats all simulations of any k and exceeds their mean by
       `NEEDED_EXCESS` standard deviations. Of the numbers for which that holds, the one with
       the largest gain in silhouette over the continuum is taken; of equal ones the smallest.
    """
    sample = _every_nth(np.arange(table.n_people), TEST_PEOPLE)
    part = table if sample.size == table.n_people else table.select_people(sample)
    part_axes = axes if part is table else _axes_of(part, axes.directions.shape[1], axes.directions)
    dimensions, limit = count_dimensions(part, count_votes(part)[0], part_axes, seed=seed)
    if dimensions == 0 or table.n_people < 4 * smallest_group:
        return Structure(dimensions, None, limit, {}, {})
    active = _most_active(table, TEST_PEOPLE)
    minimum = max(2, smallest_group * active.n_people // table.n_people)
    first_axes = _axes_of(active, dimensions, axes.directions)
    observed = _silhouettes(active, first_axes, dimensions, minimum)
    model = fit_continuum(active, count_votes(active)[0], first_axes, dimensions)
    rng = np.random.default_rng([seed, 2])
    simulated = []
    for _ in range(N_SIMULATIONS):
        drawn = simulate_continuum(active, model, rng)
        drawn_axes = _axes_of(drawn, dimensions, first_axes.directions)
        simulated.append(_silhouettes(drawn, drawn_axes, dimensions, 1))
    k, excess = _choose(observed, np.array(simulated))
    shown = {n: float(s) for n, s in zip(GROUP_NUMBERS, observed, strict=True) if np.isfinite(s)}
    return Structure(dimensions, k, limit, shown, {n: excess[n] for n in shown})


def _choose(observed: Floats, simulated: Floats) -> tuple[int | None, dict[int, float]]:
    centre = simulated.mean(axis=0)
    width = np.maximum(simulated.std(axis=0, ddof=1), 1e-6)
    excess = (observed - centre) / width
    rival = float(((simulated - centre) / width).max())
    clear = excess > max(rival, NEEDED_EXCESS)
    listed = dict(zip(GROUP_NUMBERS, excess.tolist(), strict=True))
    if not clear.any():
        return None, listed
    # The width of a single number rests on few simulations and would decide by chance; the
    # gain itself does not.
    gain = np.where(clear, observed - centre, -np.inf)
    same = SAME_EXCESS * float(np.sqrt(np.mean(width**2)))
    return GROUP_NUMBERS[int(np.argmax(gain >= gain.max() - same))], listed


def _axes_of(table: VoteTable, n_axes: int, start: Floats) -> Axes:
    centred = centred_matrix(table, statement_means(count_votes(table)[0]))
    return find_axes(centred, n_axes, start=start, tolerance=1e-4)


def _silhouettes(table: VoteTable, axes: Axes, dimensions: int, minimum: int) -> Floats:
    """Silhouette per number of groups; -inf where a group would be too small."""
    centred = centred_matrix(table, statement_means(count_votes(table)[0]))
    directions = axes.directions[:, :dimensions]
    points = project_people(centred, directions, table.votes_per_person, table.n_statements)
    distances = pairwise_distances(points, dtype=np.float32)
    found = []
    for k in GROUP_NUMBERS:
        if k >= table.n_people:
            found.append(-np.inf)
            continue
        labels = find_clusters(points, k, n_starts=N_STARTS, refine_steps=20).labels
        large = np.bincount(labels, minlength=k).min() >= minimum
        found.append(mean_silhouette(distances, labels) if large else -np.inf)
    return np.array(found)


def _most_active(table: VoteTable, limit: int) -> VoteTable:
    order = np.argsort(-table.votes_per_person, kind="stable")
    half = np.sort(order[: max(table.n_people // 2, min(table.n_people, 60))])
    return table.select_people(_every_nth(half, limit))


def _every_nth(index: NDArray[np.int64], limit: int) -> NDArray[np.int64]:
    return index[:: -(-index.size // limit)] if index.size else index
