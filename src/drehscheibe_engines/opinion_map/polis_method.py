"""The published Polis method, kept for comparison: who is mapped, axes, base and group clusters.

Source: Small, Bjorkegren, Erkkila, Shaw & Megill (2021), "Polis: Scaling deliberation by
mapping high dimensional opinion spaces", Recerca 26(2), and the documentation of the method.
Where the original depends on its history of updates (warm starts, smoothing of the number of
groups), this is the state of a first update with all votes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.axes import find_axes, project_people
from drehscheibe_engines.opinion_map.clustering import (
    cluster_means,
    mean_silhouette,
    pairwise_distances,
)
from drehscheibe_engines.opinion_map.sparse_statistics import (
    centred_matrix,
    count_votes,
    statement_means,
)
from drehscheibe_engines.opinion_map.votes import VoteTable

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

NEEDED_VOTES = 7
SMALLEST_MAP = 15
BASE_CLUSTERS = 100
MOST_GROUPS = 5
#: Residual of the axes relative to the first eigenvalue, as far as rounding allows.
PUBLISHED_TOLERANCE = 1e-13


@dataclass(frozen=True, slots=True)
class PublishedMap:
    """Everything of the published method that does not depend on group statistics.

    Attributes
    ----------
    means : ndarray, shape (n_statements,)
    directions : ndarray, shape (n_statements, 2)
    positions : ndarray, shape (n_people, 2)
        Of everybody, mapped or not.
    statement_points : ndarray, shape (n_statements, 2)
    extremity : ndarray, shape (n_statements,)
    mapped : ndarray of bool, shape (n_people,)
    labels : ndarray of int, shape (n_people,)
        Group of each person, -1 if not mapped.
    silhouettes : dict of int to float
        Per number of groups tried.
    """

    means: Floats
    directions: Floats
    positions: Floats
    statement_points: Floats
    extremity: Floats
    mapped: NDArray[np.bool_]
    labels: Labels
    silhouettes: dict[int, float]


def published_map(table: VoteTable, given_labels: Labels | None = None) -> PublishedMap:
    """Map a conversation as the published method does.

    Parameters
    ----------
    table : VoteTable
        Excluded statements keep their votes for counting but are set to 0 for everybody
        before the axes are computed.
    given_labels : ndarray of int, shape (n_people,), optional
        Groups known from elsewhere; -1 for nobody's group.

    Notes
    -----
    O(n_votes) per step of the axes, O(n_people * 100) per step of the base clusters.
    """
    counts = count_votes(table)[0]
    voted = counts.sum(axis=0) > 0
    means = np.where(table.excluded, 0.0, statement_means(counts))
    centred = centred_matrix(table, means)
    axes = find_axes(centred, 2, tolerance=PUBLISHED_TOLERANCE)
    directions = _two_columns(axes.directions)
    cast, n_voted = table.votes_per_person, int(voted.sum())
    if table.excluded.any():
        # A zeroed column counts as a vote of everybody in the published scaling.
        cast = _cast_after_moderation(table, voted)
    positions = project_people(centred, directions, cast, n_voted)
    points = np.sqrt(n_voted) * (1 - means)[:, None] * directions
    points[table.excluded] = 0.0
    mapped = who_is_mapped(table.votes_per_person, n_voted)
    labels, silhouettes = given_labels, dict[int, float]()
    if labels is None:
        labels = np.full(table.n_people, -1, dtype=np.int64)
        labels[mapped], silhouettes = published_groups(positions[mapped])
    extremity = np.sqrt(np.einsum("ij,ij->i", points, points))
    return PublishedMap(
        means, directions, positions, points, extremity, mapped, labels, silhouettes
    )


def who_is_mapped(votes_per_person: NDArray[np.int64], n_statements: int) -> NDArray[np.bool_]:
    """Everybody with 7 votes (or all statements); at least the 15 most active people."""
    mapped = votes_per_person >= min(NEEDED_VOTES, n_statements)
    if mapped.sum() < SMALLEST_MAP:
        mapped = np.zeros(votes_per_person.size, dtype=bool)
        mapped[np.argsort(-votes_per_person, kind="stable")[:SMALLEST_MAP]] = True
    return np.asarray(mapped)


def published_groups(positions: Floats) -> tuple[Labels, dict[int, float]]:
    """Group people by k-means on up to 100 base clusters; k by the silhouette.

    Returns
    -------
    ndarray of int, shape (n_people,)
    dict of int to float
        Silhouette of each k from 2 to 5.
    """
    n_people = positions.shape[0]
    if n_people < 2:
        return np.zeros(n_people, dtype=np.int64), {}
    distinct = _first_distinct(positions, BASE_CLUSTERS)
    ones = np.ones(n_people)
    centres, base = _lloyd(positions, ones, distinct, max_steps=100, threshold=0.01)
    weights = np.bincount(base, minlength=centres.shape[0]).astype(float)
    distances = pairwise_distances(centres)
    best: tuple[float, Labels] | None = None
    silhouettes = {}
    for k in range(2, min(MOST_GROUPS, 2 + centres.shape[0] // 12) + 1):
        if k > centres.shape[0]:
            break
        _, groups = _lloyd(centres, weights, centres[:k], max_steps=20, threshold=0.01)
        silhouettes[k] = mean_silhouette(distances, groups)
        # On a tie the published method takes the larger number.
        if best is None or silhouettes[k] >= best[0]:
            best = (silhouettes[k], groups)
    labels = base * 0 if best is None else best[1][base]
    return labels, silhouettes


def _lloyd(
    points: Floats, weights: Floats, centres: Floats, *, max_steps: int, threshold: float
) -> tuple[Floats, Labels]:
    """Weighted k-means as published: empty clusters vanish, ties go to the last centre."""
    labels = np.zeros(points.shape[0], dtype=np.int64)
    for _ in range(max_steps):
        away = np.stack([np.sum((points - centre) ** 2, axis=1) for centre in centres])
        labels = len(centres) - 1 - np.argmin(away[::-1], axis=0)
        kept, labels = np.unique(labels, return_inverse=True)
        if np.all(weights == 1):
            fresh = cluster_means(points, labels, centres[kept])
        else:
            total = np.bincount(labels, weights, kept.size)
            sums = [np.bincount(labels, weights * column, kept.size) for column in points.T]
            fresh = np.stack(sums, axis=1) / total[:, None]
        moved = np.sqrt(np.sum((fresh - centres[kept]) ** 2, axis=1))
        done = kept.size == len(centres) and bool(np.all(moved < threshold))
        centres = fresh
        if done:
            break
    return centres, labels.astype(np.int64)


def _first_distinct(points: Floats, limit: int) -> Floats:
    _, first = np.unique(points, axis=0, return_index=True)
    return points[np.sort(first)[:limit]]


def _two_columns(directions: Floats) -> Floats:
    missing = 2 - directions.shape[1]
    return np.pad(directions, ((0, 0), (0, missing))) if missing > 0 else directions


def _cast_after_moderation(table: VoteTable, voted: NDArray[np.bool_]) -> NDArray[np.int64]:
    kept = ~table.excluded[table.columns]
    own = np.bincount(table.rows, weights=kept, minlength=table.n_people).astype(np.int64)
    return np.asarray(own + int(np.sum(table.excluded & voted)))
