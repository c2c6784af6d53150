"""Partition of people into a given number of groups, and how firmly it stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linear_sum_assignment

from drehscheibe_engines.opinion_map.axes import Axes, find_axes, project_people
from drehscheibe_engines.opinion_map.clustering import find_clusters
from drehscheibe_engines.opinion_map.membership import (
    Membership,
    as_posterior,
    fit_membership,
    predict_membership,
    vote_indicators,
)
from drehscheibe_engines.opinion_map.sparse_statistics import (
    AGREE,
    DISAGREE,
    centred_matrix,
    count_votes,
    statement_means,
)
from drehscheibe_engines.opinion_map.votes import VoteTable

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

#: Refits for confidence and intervals.
N_REPLICATES = 24
#: Refits from nothing on four fifths of the people, for the stability of the partition.
N_SUBSAMPLES = 8
#: Two-sided 90 % quantile of Student's t with N_REPLICATES - 1 degrees of freedom.
T_90 = 1.714
#: A refit looks at no more people than this; intervals become wider, never narrower.
REPLICATE_PEOPLE = 6000


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Result of `bootstrap_groups`.

    Attributes
    ----------
    posterior : ndarray, shape (n_people, n_groups)
        Probability of each group by refits that did not see the person.
    agree, disagree : ndarray, shape (n_replicates, n_groups, n_statements)
        Shares of each refit.
    sizes : ndarray, shape (n_replicates, n_groups)
    """

    posterior: Floats
    agree: Floats
    disagree: Floats
    sizes: Floats


def partition_people(
    table: VoteTable,
    k: int,
    dimensions: int,
    *,
    seed: int,
    n_starts: int = 24,
    axes: Axes | None = None,
    smallest_group: int = 2,
) -> Membership:
    """Partition people into k groups from nothing.

    k-means in the significant dimensions finds the first partition, the latent class model
    (`fit_membership`) refines it with the votes themselves. The picture stays
    two-dimensional; with four or five groups two dimensions are too few to tell them apart.

    Parameters
    ----------
    table : VoteTable
        Admitted people, no excluded statements.
    k, dimensions : int
    seed, n_starts : int
    axes : Axes, optional
        Axes of this table if already known.
    smallest_group : int
        If refinement shrinks a group below, the first partition is kept.

    Returns
    -------
    Membership
        Largest group first.
    """
    centred = centred_matrix(table, statement_means(count_votes(table)[0]))
    found = axes or find_axes(centred, dimensions, tolerance=1e-6, seed=seed)
    directions = found.directions[:, :dimensions]
    points = project_people(centred, directions, table.votes_per_person, table.n_statements)
    first = find_clusters(points, k, n_starts=n_starts, seed=seed).labels
    indicators = vote_indicators(table)
    refined = fit_membership(indicators, as_posterior(first, k))
    if group_sizes(refined.posterior).min() < smallest_group:
        refined = fit_membership(indicators, as_posterior(first, k), max_steps=0)
        refined = Membership(as_posterior(first, k), refined.shares, refined.sizes)
    return _largest_first(refined)


def group_sizes(posterior: Floats) -> NDArray[np.int64]:
    """Count people whose most likely group this is, shape (n_groups,)."""
    return np.bincount(np.argmax(posterior, axis=1), minlength=posterior.shape[1])


def bootstrap_groups(
    table: VoteTable, membership: Membership, *, seed: int, n_replicates: int = N_REPLICATES
) -> Uncertainty:
    """Refit the groups on people drawn with replacement.

    A person's confidence is the mean probability over the refits that did not contain the
    person, so nobody confirms their own group. The spread of the refits gives intervals.

    Notes
    -----
    Efron & Tibshirani (1993), "An Introduction to the Bootstrap"; out-of-bag estimates:
    Breiman (1996). O(n_replicates * n_votes * k * steps).
    """
    indicators = vote_indicators(table)
    n_people, n_drawn = table.n_people, min(table.n_people, REPLICATE_PEOPLE)
    rng = np.random.default_rng([seed, 3])
    total = np.zeros_like(membership.posterior)
    seen = np.zeros(n_people)
    agree, disagree, sizes = [], [], []
    for _ in range(n_replicates):
        drawn = np.sort(rng.integers(0, n_people, n_drawn))
        fit = fit_membership(
            _rows(indicators, drawn), membership.posterior[drawn], max_steps=15, tolerance=5e-3
        )
        absent = np.ones(n_people, dtype=bool)
        absent[drawn] = False
        outside = np.flatnonzero(absent)
        total[outside] += predict_membership(_rows(indicators, outside), fit.shares, fit.sizes)
        seen[outside] += 1
        agree.append(fit.shares[:, AGREE])
        disagree.append(fit.shares[:, DISAGREE])
        sizes.append(fit.sizes)
    posterior = np.where(
        seen[:, None] > 0, total / np.maximum(seen, 1)[:, None], membership.posterior
    )
    return Uncertainty(posterior, np.array(agree), np.array(disagree), np.array(sizes))


def partition_stability(
    table: VoteTable, labels: Labels, k: int, dimensions: int, *, seed: int
) -> float:
    """Mean adjusted Rand index of refits from nothing on four fifths of the people.

    Source: Hennig (2007), "Cluster-wise assessment of cluster stability". 1 means that the
    same groups are found whoever is missing; below about 0.8 do not rely on the borders.
    """
    rng = np.random.default_rng([seed, 4])
    n_kept = min(max(int(0.8 * table.n_people), k), REPLICATE_PEOPLE)
    values = []
    for _ in range(N_SUBSAMPLES):
        kept = np.sort(rng.permutation(table.n_people)[:n_kept])
        again = partition_people(table.select_people(kept), k, dimensions, seed=seed, n_starts=8)
        fresh = np.argmax(again.posterior, axis=1)
        values.append(adjusted_rand_index(fresh, labels[kept]))
    return float(np.mean(values))


def match_groups(fresh: Labels, known: Labels, n_fresh: int, n_known: int) -> Labels:
    """Say for each fresh group which known group it continues, -1 for none.

    Optimal one-to-one assignment by shared people (Kuhn 1955).

    Parameters
    ----------
    fresh, known : ndarray of int, shape (n_people,)
        Labels of the same people; -1 for nobody's group.
    """
    both = (fresh >= 0) & (known >= 0)
    shared = np.zeros((n_fresh, n_known))
    np.add.at(shared, (fresh[both], known[both]), 1)
    rows, columns = linear_sum_assignment(-shared)
    matched = np.full(n_fresh, -1, dtype=np.int64)
    matched[rows] = np.where(shared[rows, columns] > 0, columns, -1)
    return matched


def adjusted_rand_index(first: NDArray[np.integer], second: NDArray[np.integer]) -> float:
    """Agreement of two partitions of the same people: 1 identical, 0 as by chance.

    Source: Hubert & Arabie (1985), "Comparing partitions", J. Classification 2:193.
    """
    _, rows = np.unique(first, return_inverse=True)
    _, columns = np.unique(second, return_inverse=True)
    table = np.zeros((int(rows.max(initial=0)) + 1, int(columns.max(initial=0)) + 1))
    np.add.at(table, (rows, columns), 1)

    def pairs(counts: Floats) -> float:
        return float((counts * (counts - 1) / 2).sum())

    together = pairs(table)
    in_rows, in_columns = pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    everything = pairs(np.array([float(first.size)]))
    expected = in_rows * in_columns / everything if everything else 0.0
    largest = (in_rows + in_columns) / 2
    return 1.0 if largest == expected else (together - expected) / (largest - expected)


def _rows(matrix: sparse.csr_array, index: NDArray[np.int64]) -> sparse.csr_array:
    return matrix[index]


def _largest_first(membership: Membership) -> Membership:
    order = np.argsort(-group_sizes(membership.posterior), kind="stable")
    return Membership(
        np.ascontiguousarray(membership.posterior[:, order]),
        membership.shares[order],
        membership.sizes[order],
    )
