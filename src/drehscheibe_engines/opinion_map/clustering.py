"""Weighted k-means with many deterministic starts, and the silhouette."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

#: The many starts are tried on at most this many points; the winner is refined on all.
START_POINTS = 1500
#: Lloyd steps per start before the best one is chosen and refined.
START_STEPS = 12


@dataclass(frozen=True, slots=True)
class Clustering:
    """Centres, labels and the within-cluster sum of squares.

    Attributes
    ----------
    centres : ndarray, shape (k, n_dimensions)
    labels : ndarray of int, shape (n_points,)
    inertia : float
        Weighted sum of squared distances to the own centre.
    """

    centres: Floats
    labels: Labels
    inertia: float


def find_clusters(
    points: Floats,
    k: int,
    *,
    n_starts: int = 24,
    seed: int = 0,
    start: Floats | None = None,
    refine_steps: int = 100,
) -> Clustering:
    """Partition points into k clusters of small inertia.

    Parameters
    ----------
    points : ndarray, shape (n_points, n_dimensions)
    k : int, 1 to n_points
    n_starts : int
        Seeded k-means++ starts (Arthur & Vassilvitskii 2007); best inertia wins.
    seed : int
    start : ndarray, shape (k, n_dimensions), optional
        Further start, for instance the centres of an earlier state.
    refine_steps : int
        Upper bound of exact Lloyd (1982) steps on all points after the choice of the start.

    Returns
    -------
    Clustering
        Clusters ordered by size, largest first (ties: smaller first coordinate first).

    Notes
    -----
    O(n_starts * min(n, 1500) * k * d) per step for the choice, then O(n * k * d) per step.
    """
    sample = points[:: -(-points.shape[0] // START_POINTS)]
    candidates = _plus_plus(sample, k, n_starts, np.random.default_rng(seed))
    if start is not None:
        candidates = np.concatenate([start[None], candidates])
    centres = _lloyd_batch(sample, candidates, steps=START_STEPS)
    best = int(np.argmin(np.round(_inertia_batch(sample, centres), 9)))
    return refine(points, centres[best], max_steps=refine_steps)


def refine(points: Floats, centres: Floats, *, max_steps: int = 100) -> Clustering:
    """Repeat exact Lloyd steps on all points until no label changes.

    Parameters
    ----------
    points : ndarray, shape (n_points, n_dimensions)
    centres : ndarray, shape (k, n_dimensions)
    max_steps : int
    """
    labels = nearest_centre(points, centres)
    for _ in range(max_steps):
        centres = cluster_means(points, labels, centres)
        fresh = nearest_centre(points, centres)
        if np.array_equal(fresh, labels):
            break
        labels = fresh
    sizes = np.bincount(labels, minlength=centres.shape[0])
    order = np.lexsort((np.round(centres[:, 0], 9), -sizes))
    rank = np.argsort(order)
    away = points - centres[labels]
    inertia = float(np.einsum("ij,ij->", away, away))
    return Clustering(centres[order], rank[labels], inertia)


def nearest_centre(points: Floats, centres: Floats) -> Labels:
    """Index of the nearest centre of each point (ties: the first), shape (n_points,)."""
    return np.asarray(np.argmin(centre_distances(points, centres), axis=1), dtype=np.int64)


def centre_distances(points: Floats, centres: Floats) -> Floats:
    """Squared distances up to a constant per point, shape (n_points, k)."""
    cross = np.einsum("ij,kj->ik", points, centres)
    return np.asarray(np.einsum("ij,ij->i", centres, centres) - 2 * cross)


def cluster_means(points: Floats, labels: Labels, earlier: Floats) -> Floats:
    """Mean of each cluster's points; an empty cluster keeps its earlier centre."""
    k = earlier.shape[0]
    sizes = np.bincount(labels, minlength=k)
    sums = [np.bincount(labels, weights=column, minlength=k) for column in points.T]
    means = np.stack(sums, axis=1) / np.maximum(sizes, 1)[:, None]
    return np.where(sizes[:, None] > 0, means, earlier)


def mean_silhouette(distances: Floats, labels: Labels, weights: Floats | None = None) -> float:
    """Mean silhouette of a partition (Rousseeuw 1987); a cluster of one counts 0.

    Parameters
    ----------
    distances : ndarray, shape (n, n)
        Euclidean distances, symmetric, see `pairwise_distances`.
    labels : ndarray of int, shape (n,)
    weights : ndarray, shape (n,), optional
        Weight of each point in the mean.

    Returns
    -------
    float
        -1 to 1; 0 if there is only one cluster.
    """
    k = int(labels.max()) + 1
    sizes = np.bincount(labels, minlength=k).astype(float)
    if np.count_nonzero(sizes) < 2:
        return 0.0
    # Plain sums: a dense product would round differently with one thread and with two.
    parts = [distances[labels == group].sum(axis=0, dtype=np.float64) for group in range(k)]
    sums = np.stack(parts, axis=1)
    own_size = sizes[labels]
    own = sums[np.arange(labels.size), labels] / np.maximum(own_size - 1, 1)
    others = sums / np.maximum(sizes, 1)
    others[:, sizes == 0] = np.inf
    others[np.arange(labels.size), labels] = np.inf
    other = others.min(axis=1)
    larger = np.maximum(own, other)
    values = np.where((own_size > 1) & (larger > 0), (other - own) / np.maximum(larger, 1e-300), 0)
    return float(np.average(values, weights=weights))


def pairwise_distances(points: Floats, *, dtype: type[np.floating] = np.float64) -> Floats:
    """Euclidean distances between all points, shape (n, n)."""
    squares = np.zeros((points.shape[0], points.shape[0]), dtype=dtype)
    for column in points.T.astype(dtype):
        difference = column[:, None] - column
        squares += difference * difference
    return np.sqrt(squares, out=squares)


def _plus_plus(points: Floats, k: int, n_starts: int, rng: np.random.Generator) -> Floats:
    """Draw start centres far from each other, all starts at once: (n_starts, k, d)."""
    n_points = points.shape[0]
    uniform = rng.random((k, n_starts))
    chosen = points[np.minimum((uniform[0] * n_points).astype(int), n_points - 1)]
    centres = [chosen]
    nearest = _squares_to(points, chosen)
    for step in range(1, k):
        running = np.cumsum(nearest, axis=1)
        target = uniform[step] * running[:, -1]
        index = (running < target[:, None]).sum(axis=1)
        chosen = points[np.minimum(index, n_points - 1)]
        centres.append(chosen)
        nearest = np.minimum(nearest, _squares_to(points, chosen))
    return np.stack(centres, axis=1)


def _squares_to(points: Floats, chosen: Floats) -> Floats:
    squares = np.zeros((chosen.shape[0], points.shape[0]))
    for dimension in range(points.shape[1]):
        difference = chosen[:, dimension, None] - points[:, dimension]
        squares += difference * difference
    return squares


def _lloyd_batch(points: Floats, centres: Floats, steps: int) -> Floats:
    """Run Lloyd's iteration for all starts at once."""
    n_starts, k, _ = centres.shape
    offsets = np.arange(n_starts)[:, None] * k
    active = np.arange(n_starts)
    done = centres.copy()
    earlier = np.full((n_starts, points.shape[0]), -1, dtype=np.int64)
    for _ in range(steps):
        labels = _labels_batch(points, done[active])
        moving = np.any(labels != earlier[active], axis=1)
        earlier[active] = labels
        active, labels = active[moving], labels[moving]
        if not active.size:
            break
        flat = (labels + offsets[: active.size]).ravel()
        sizes = np.bincount(flat, minlength=active.size * k).reshape(-1, k)
        sums = np.stack(
            [
                np.bincount(flat, np.tile(column, active.size), active.size * k)
                for column in points.T
            ],
            axis=1,
        ).reshape(active.size, k, -1)
        means = sums / np.maximum(sizes, 1)[:, :, None]
        done[active] = np.where(sizes[:, :, None] > 0, means, done[active])
    return done


def _labels_batch(points: Floats, centres: Floats) -> Labels:
    best = labels = None
    for cluster in range(centres.shape[1]):
        squares = _squares_to(points, centres[:, cluster])
        if best is None or labels is None:
            best, labels = squares, np.zeros(squares.shape, dtype=np.int64)
            continue
        closer = squares < best
        labels[closer] = cluster
        np.minimum(best, squares, out=best)
    if labels is None:
        raise ValueError("k must be at least 1")
    return labels


def _inertia_batch(points: Floats, centres: Floats) -> Floats:
    nearest = _squares_to(points, centres[:, 0])
    for cluster in range(1, centres.shape[1]):
        np.minimum(nearest, _squares_to(points, centres[:, cluster]), out=nearest)
    return np.asarray(nearest.sum(axis=1))
