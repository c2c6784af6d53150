"""Which statements tell the groups apart, without judging groups by the votes that made them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.groups import T_90, Uncertainty, partition_people
from drehscheibe_engines.opinion_map.intervals import (
    false_discovery_q_values,
    homogeneity_p_values,
    share_interval,
)
from drehscheibe_engines.opinion_map.membership import Membership
from drehscheibe_engines.opinion_map.sparse_statistics import AGREE, DISAGREE, count_votes
from drehscheibe_engines.opinion_map.votes import VoteTable

Floats = NDArray[np.float64]

N_FOLDS = 5
#: Accepted share of false discoveries among the statements called representative.
FALSE_DISCOVERY_RATE = 0.05


@dataclass(frozen=True, slots=True)
class Effect:
    """One statement that marks a group.

    Attributes
    ----------
    statement : int
        Index.
    direction : str
        "agree" or "disagree": the answer that the group gives more often than the others.
    effect, low, high : float
        How much more often (difference of shares, -1 to 1) with its 90 % interval.
    q : float
        False discovery rate at which the statement is still called divisive.
    """

    statement: int
    direction: str
    effect: float
    low: float
    high: float
    q: float


def divisiveness(
    table: VoteTable, k: int, dimensions: int, *, seed: int, n_folds: int = N_FOLDS
) -> Floats:
    """Compute the q value of each statement for "the groups do not differ on it", by cross-fitting.

    Groups are built from votes; testing them with the same votes finds differences even in
    noise. So the statements are split into folds, and each fold is tested with groups that
    were built from nothing without it.

    Parameters
    ----------
    table : VoteTable
        Admitted people, no excluded statements.
    k, dimensions, seed, n_folds : int

    Returns
    -------
    ndarray of float64, shape (n_statements,)

    Notes
    -----
    Kriegeskorte et al. (2009) on double dipping; Gao, Bien & Witten (2022), "Selective
    inference for hierarchical clustering". Chi-squared test per statement, false discovery
    rate after Benjamini & Hochberg (1995). Cost: n_folds partitions.
    """
    rng = np.random.default_rng([seed, 5])
    fold = rng.permutation(table.n_statements) % n_folds
    p_values = np.ones(table.n_statements)
    for number in range(n_folds):
        inside = fold == number
        rest = table.select_statements(~inside)
        if not inside.any() or rest.n_statements < 2:
            continue
        usable = min(dimensions, rest.n_statements)
        groups = partition_people(rest, k, usable, seed=seed, n_starts=12)
        labels = np.where(rest.votes_per_person > 0, np.argmax(groups.posterior, axis=1), -1)
        counts = count_votes(table.select_statements(inside), labels, k)
        p_values[inside] = homogeneity_p_values(counts)
    return false_discovery_q_values(p_values)


def given_divisiveness(counts: NDArray[np.int64]) -> Floats:
    """Compute q values for groups that were not built from these votes; nothing to cross-fit."""
    return false_discovery_q_values(homogeneity_p_values(counts))


def estimated_effects(
    membership: Membership, uncertainty: Uncertainty
) -> tuple[Floats, Floats, Floats]:
    """Difference of each group to the others with 90 % intervals from the bootstrap.

    Returns
    -------
    effect, low, high : ndarray, shape (2, n_groups, n_statements)
        First axis: agree, disagree.
    """
    shares = membership.shares[:, [AGREE, DISAGREE]].transpose(1, 0, 2)
    effect = _against_others(shares, membership.sizes)
    replicates = np.stack(
        [
            _against_others(np.stack([agree, disagree]), sizes)
            for agree, disagree, sizes in zip(
                uncertainty.agree, uncertainty.disagree, uncertainty.sizes, strict=True
            )
        ]
    )
    half = T_90 * replicates.std(axis=0, ddof=1)
    return effect, np.maximum(effect - half, -1.0), np.minimum(effect + half, 1.0)


def counted_effects(counts: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Do the same for given groups by counting.

    Interval of a difference from the intervals of its parts (Newcombe 1998, method 10, with
    Jeffreys intervals).
    """
    said = counts[:, [AGREE, DISAGREE]].transpose(1, 0, 2)
    cast = counts.sum(axis=1)[None]
    own, own_low, own_high = share_interval(said, cast)
    rest = said.sum(axis=1, keepdims=True) - said
    other, other_low, other_high = share_interval(rest, cast.sum(axis=1, keepdims=True) - cast)
    effect = own - other
    low = effect - np.sqrt((own - own_low) ** 2 + (other_high - other) ** 2)
    high = effect + np.sqrt((own_high - own) ** 2 + (other - other_low) ** 2)
    return effect, low, high


def representative_statements(
    q_values: Floats, effects: tuple[Floats, Floats, Floats], group: int
) -> list[Effect]:
    """List the statements that mark a group, strongest first.

    A statement is listed if it is divisive at `FALSE_DISCOVERY_RATE` and the group clearly
    gives one answer more often than the others, or if no other group stands out more.
    """
    effect, low, high = effects
    direction = np.argmax(effect[:, group], axis=0)
    columns = np.arange(q_values.size)
    own = effect[direction, group, columns]
    own_low, own_high = low[direction, group, columns], high[direction, group, columns]
    foremost = np.argmax(effect.max(axis=0), axis=0) == group
    listed = (q_values <= FALSE_DISCOVERY_RATE) & ((own_low > 0) | foremost) & (own > 0)
    order = sorted(np.flatnonzero(listed).tolist(), key=lambda j: (-own_low[j], j))
    return [
        Effect(
            j,
            ("agree", "disagree")[direction[j]],
            float(own[j]),
            float(own_low[j]),
            float(own_high[j]),
            float(q_values[j]),
        )
        for j in order
    ]


def _against_others(shares: Floats, sizes: Floats) -> Floats:
    """Share in each group minus the share among all others; shape (2, n_groups, S)."""
    weighted = shares * sizes[:, None]
    others = (weighted.sum(axis=1, keepdims=True) - weighted) / (1 - sizes)[:, None]
    return np.asarray(shares - others)
