"""Conversations with a known truth, for tests, benchmarks and studies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.votes import VoteTable


@dataclass(frozen=True, slots=True)
class Planted:
    """A generated conversation and what is true about it.

    Attributes
    ----------
    table : VoteTable
        People and statements are named 0, 1, 2, ...
    groups : ndarray of int, shape (n_people,)
        True group; all 0 without groups.
    agree_share : ndarray, shape (n_groups, n_statements)
        True share of agreement among cast votes.
    divisive : ndarray of bool, shape (n_statements,)
        Statements on which the groups truly differ.
    """

    table: VoteTable
    groups: NDArray[np.int64]
    agree_share: NDArray[np.float64]
    divisive: NDArray[np.bool_]


def plant_groups(  # noqa: PLR0913 -- each keyword is one property of the truth
    *,
    n_people: int,
    n_statements: int,
    votes_per_person: float,
    seed: int,
    n_groups: int = 2,
    difference: float = 0.3,
    divisive_ratio: float = 0.4,
    pass_ratio: float = 0.12,
    group_sizes: tuple[float, ...] | None = None,
    dispersion: float = 2.0,
) -> Planted:
    """Generate groups that differ on some statements; 0 divisive statements is pure noise.

    Parameters
    ----------
    n_people, n_statements, n_groups : int
    votes_per_person : float
        Mean of a negative binomial distribution, at least 1 vote each.
    seed : int
    difference : float
        On a divisive statement a group's share of agreement lies this much above or below
        the statement's own base.
    divisive_ratio, pass_ratio : float, 0-1
    group_sizes : tuple of float, optional
        Relative sizes; equal by default.
    dispersion : float
        Of the votes per person, whose variance is mean + mean² / dispersion. With 2 many
        people vote little and a few vote a lot, as in real dialogues; infinity is a Poisson
        distribution, where all are about equally active.
    """
    rng = np.random.default_rng(seed)
    weights = np.ones(n_groups) if group_sizes is None else np.asarray(group_sizes, dtype=float)
    groups = rng.choice(n_groups, size=n_people, p=weights / weights.sum())
    base = rng.uniform(0.2, 0.8, n_statements)
    divisive = np.zeros(n_statements, dtype=bool)
    chosen = rng.permutation(n_statements)[: round(divisive_ratio * n_statements)]
    divisive[chosen] = n_groups > 1
    side = rng.integers(0, 2, (n_groups, n_statements)) * 2 - 1
    # All groups on the same side would be no difference: one of them changes over.
    level = np.abs(side.sum(axis=0)) == n_groups
    side[rng.integers(0, n_groups, n_statements)[level], np.flatnonzero(level)] *= -1
    share = np.clip(base + difference * side * divisive, 0.03, 0.97)
    rows, columns = draw_mask(rng, n_people, n_statements, votes_per_person, dispersion)
    values = draw_votes(rng, share[groups[rows], columns], pass_ratio)
    table = VoteTable.from_columns(rows, columns, values, statements=range(n_statements))
    return Planted(table, groups, share * (1 - pass_ratio), divisive)


def plant_continuum(
    *,
    n_people: int,
    n_statements: int,
    votes_per_person: float,
    seed: int,
    n_dimensions: int = 1,
    shape: str = "normal",
    strength: float = 1.0,
    pass_ratio: float = 0.12,
) -> Planted:
    """Generate opinions that vary without any gap between camps.

    Each person has a place in ``n_dimensions`` dimensions (``shape`` is "normal" or
    "uniform", unit variance); agreement follows a logistic curve of it.
    """
    rng = np.random.default_rng(seed)
    size = (n_people, n_dimensions)
    wide = np.sqrt(3.0)
    place = rng.standard_normal(size) if shape == "normal" else rng.uniform(-wide, wide, size)
    slope = rng.normal(0, strength, (n_statements, n_dimensions))
    offset = rng.normal(0, 0.7, n_statements)
    rows, columns = draw_mask(rng, n_people, n_statements, votes_per_person)
    logit = np.einsum("ij,ij->i", place[rows], slope[columns]) + offset[columns]
    values = draw_votes(rng, 1 / (1 + np.exp(-logit)), pass_ratio)
    table = VoteTable.from_columns(rows, columns, values, statements=range(n_statements))
    mean = np.bincount(columns, values == 1, n_statements)[None, :]
    share = mean / np.maximum(np.bincount(columns, minlength=n_statements), 1)
    return Planted(table, np.zeros(n_people, np.int64), share, np.zeros(n_statements, bool))


def draw_mask(
    rng: np.random.Generator,
    n_people: int,
    n_statements: int,
    votes_per_person: float,
    dispersion: float = 2.0,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Decide who votes on what, completely at random; return person and statement indices."""
    if np.isinf(dispersion):
        drawn = rng.poisson(votes_per_person, n_people)
    else:
        chance = dispersion / (dispersion + votes_per_person)
        drawn = rng.negative_binomial(dispersion, chance, n_people)
    wanted = np.clip(drawn, 1, n_statements)
    rows, columns = [], []
    for first in range(0, n_people, 4096):
        part = wanted[first : first + 4096]
        rank = np.argsort(rng.random((part.size, n_statements)), axis=1)
        taken = np.arange(n_statements) < part[:, None]
        rows.append(np.repeat(np.arange(first, first + part.size), part))
        columns.append(rank[taken])
    return np.concatenate(rows), np.concatenate(columns)


def draw_votes(
    rng: np.random.Generator, agree_share: NDArray[np.float64], pass_ratio: float
) -> NDArray[np.int8]:
    """Draw agree or disagree with the given share, or pass with the given ratio."""
    agrees = rng.random(agree_share.size) < agree_share
    passes = rng.random(agree_share.size) < pass_ratio
    return np.where(passes, 0, np.where(agrees, 1, -1)).astype(np.int8)
