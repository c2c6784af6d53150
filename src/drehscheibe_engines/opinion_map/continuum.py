"""Opinions that vary without gaps: the alternative that discrete groups have to beat."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.axes import Axes
from drehscheibe_engines.opinion_map.sparse_statistics import (
    AGREE,
    DISAGREE,
    PASS,
    centred_matrix,
    statement_means,
)
from drehscheibe_engines.opinion_map.votes import VoteTable

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Continuum:
    """A fitted factor model: expected vote = mean + loadings * place.

    Attributes
    ----------
    means : ndarray, shape (n_statements,)
    loadings : ndarray, shape (n_statements, n_dimensions)
        Per standard deviation of the places.
    pass_ratio : ndarray, shape (n_statements,)
    """

    means: Floats
    loadings: Floats
    pass_ratio: Floats


def shuffled_votes(
    table: VoteTable, counts: NDArray[np.int64], rng: np.random.Generator
) -> VoteTable:
    """Redraw every vote from its statement's own distribution: no structure is left.

    Who voted on what and each statement's shares stay, everything between people goes.
    """
    cast = np.maximum(counts.sum(axis=0), 1)
    below_pass = counts[DISAGREE] / cast
    below_agree = (counts[DISAGREE] + counts[PASS]) / cast
    chance = rng.random(table.values.size)
    values = (chance >= below_pass[table.columns]).astype(np.int8)
    values += chance >= below_agree[table.columns]
    return replace(table, values=values - np.int8(1))


def fit_continuum(
    table: VoteTable, counts: NDArray[np.int64], axes: Axes, n_dimensions: int, n_steps: int = 25
) -> Continuum:
    """Fit probabilistic principal components to the cast votes.

    Parameters
    ----------
    table : VoteTable
    counts : ndarray of int, shape (3, n_statements)
    axes : Axes
        Start of the iteration.
    n_dimensions : int, >= 1
    n_steps : int
        Steps of expectation maximisation.

    Returns
    -------
    Continuum

    Notes
    -----
    Missing votes are integrated out, not imputed. O(n_votes * n_dimensions^2) per step.
    Source: Tipping & Bishop (1999), "Probabilistic principal component analysis"; Ilin &
    Raiko (2010), "Practical approaches to PCA in the presence of missing values".
    """
    means = statement_means(counts)
    centred = centred_matrix(table, means)
    cast = table.matrix(np.ones(table.values.size))
    transposed, cast_transposed = centred.T.tocsr(), cast.T.tocsr()
    n_people, d = table.n_people, n_dimensions
    density = max(table.values.size / (n_people * table.n_statements), 1e-9)
    loadings = axes.directions[:, :d] * np.sqrt(axes.eigenvalues[:d] / n_people / density)
    total = float(np.sum(centred.data**2))
    noise = 0.8 * total / max(centred.data.size, 1) + 1e-9
    identity = np.eye(d)
    second = np.broadcast_to(identity, (n_people, d, d))
    for _ in range(n_steps):
        products = np.einsum("ja,jb->jab", loadings, loadings).reshape(-1, d * d)
        precision = np.asarray(cast @ products).reshape(-1, d, d) / noise + identity
        spread = np.linalg.inv(precision)
        place = np.einsum("iab,ib->ia", spread, np.asarray(centred @ loadings)) / noise
        second = spread + np.einsum("ia,ib->iab", place, place)
        design = np.asarray(cast_transposed @ second.reshape(-1, d * d)).reshape(-1, d, d)
        cross = np.asarray(transposed @ place)
        loadings = np.linalg.solve(design + noise * identity, cross[:, :, None])[:, :, 0]
        fitted = 2 * np.einsum("ja,ja->", cross, loadings)
        fitted -= np.einsum("jab,ja,jb->", design, loadings, loadings)
        noise = max((total - fitted) / max(centred.data.size, 1), 1e-6)
    scale = np.linalg.cholesky(second.mean(axis=0) + 1e-9 * identity)
    pass_ratio = counts[PASS] / np.maximum(counts.sum(axis=0), 1)
    return Continuum(means, np.einsum("ja,ab->jb", loadings, scale), pass_ratio)


def simulate_continuum(table: VoteTable, model: Continuum, rng: np.random.Generator) -> VoteTable:
    """Draw new votes for the same people and statements from places without gaps.

    Places are uniform in a ball: among distributions with one mode the flattest, therefore
    the hardest for groups to be told from (the same choice as in the dip test, Hartigan &
    Hartigan 1985).
    """
    size = (table.n_people, model.loadings.shape[1])
    direction = rng.standard_normal(size)
    direction /= np.sqrt(np.einsum("ij,ij->i", direction, direction))[:, None]
    radius = rng.random(size[0]) ** (1 / size[1]) * np.sqrt(size[1] + 2)
    place = direction * radius[:, None]
    rows, columns = table.rows, table.columns
    mean = model.means[columns]
    for dimension in range(size[1]):
        mean = mean + place[rows, dimension] * model.loadings[columns, dimension]
    passes = model.pass_ratio[columns]
    agrees = np.clip((mean / np.maximum(1 - passes, 0.01) + 1) / 2, 0.02, 0.98)
    chance = rng.random(mean.size)
    decided = np.where(chance - passes < agrees * (1 - passes), AGREE - 1, DISAGREE - 1)
    return replace(table, values=np.where(chance < passes, 0, decided).astype(np.int8))
