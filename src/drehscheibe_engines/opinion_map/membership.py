"""How likely each person belongs to each group, from the votes that were cast and no others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import gammaln

from drehscheibe_engines.opinion_map.votes import VoteTable

Floats = NDArray[np.float64]

#: Imagined votes per group, spread like everybody's votes on the statement: strengths of the
#: pull towards everybody, of which each statement's own votes say which ones fit.
PRIOR_VOTES = (4.0, 32.0, 256.0)


@dataclass(frozen=True, slots=True)
class Membership:
    """Result of `fit_membership`.

    Attributes
    ----------
    posterior : ndarray, shape (n_people, n_groups)
        Probability of each group given the person's votes; rows sum to 1.
    shares : ndarray, shape (n_groups, 3, n_statements)
        Estimated share of disagree, pass, agree in each group.
    sizes : ndarray, shape (n_groups,)
        Estimated share of all people, sums to 1.
    """

    posterior: Floats
    shares: Floats
    sizes: Floats


def vote_indicators(table: VoteTable) -> sparse.csr_array:
    """Write each vote as a one in the column (answer, statement).

    Returns
    -------
    csr_array, shape (n_people, 3 * n_statements)
        Column ``answer * n_statements + statement`` with 0 disagree, 1 pass, 2 agree.
        Excluded statements have no entries.
    """
    code = table.columns + (table.values.astype(np.int32) + 1) * table.n_statements
    ones = (~table.excluded[table.columns]).astype(np.float64)
    shape = (table.n_people, 3 * table.n_statements)
    return sparse.csr_array((ones, code, table.row_starts.astype(np.int32)), shape=shape)


def fit_membership(
    indicators: sparse.csr_array,
    posterior: Floats,
    *,
    max_steps: int = 50,
    tolerance: float = 1e-3,
) -> Membership:
    """Refine a first partition by the latent class model.

    A group is described by its shares of disagree, pass and agree on each statement; given
    the group, votes are independent. A missing vote has no factor in the likelihood, so
    nothing is imputed. Expectation maximisation alternates between shares and memberships.

    Parameters
    ----------
    indicators : csr_array, shape (n_people, 3 * n_statements)
        Output of `vote_indicators`.
    posterior : ndarray, shape (n_people, n_groups)
        Start, for instance a partition as zeros and ones.
    max_steps : int
    tolerance : float
        Stop when no probability moved by more.

    Returns
    -------
    Membership

    Notes
    -----
    O(n_votes * n_groups) per step. Source: Lazarsfeld & Henry (1968), "Latent Structure
    Analysis"; Dempster, Laird & Rubin (1977), "Maximum likelihood from incomplete data".
    """
    transposed = indicators.T.tocsr()
    base = _base_shares(indicators)
    current = np.ascontiguousarray(posterior)
    for _ in range(max_steps):
        shares, sizes = _estimate(transposed, current, base)
        fresh = predict_membership(indicators, shares, sizes)
        moved = float(np.abs(fresh - current).max(initial=0.0))
        current = fresh
        if moved < tolerance:
            break
    shares, sizes = _estimate(transposed, current, base)
    return Membership(current, shares, sizes)


def predict_membership(indicators: sparse.csr_array, shares: Floats, sizes: Floats) -> Floats:
    """Probability of each group for people of a fitted model or for new people.

    Parameters
    ----------
    indicators : csr_array, shape (n_people, 3 * n_statements)
    shares : ndarray, shape (n_groups, 3, n_statements)
    sizes : ndarray, shape (n_groups,)

    Returns
    -------
    ndarray, shape (n_people, n_groups)
    """
    flat = np.ascontiguousarray(np.log(shares).reshape(sizes.size, -1).T)
    likelihood = np.asarray(indicators @ flat) + np.log(sizes)
    likelihood -= likelihood.max(axis=1, keepdims=True)
    weights = np.exp(likelihood)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def as_posterior(labels: NDArray[np.integer], n_groups: int) -> Floats:
    """Write a partition as certain memberships; label -1 is spread evenly."""
    certain = np.eye(n_groups)[np.maximum(labels, 0)]
    return np.where(labels[:, None] >= 0, certain, 1.0 / n_groups)


def shrunken_shares(counts: Floats, base: Floats) -> Floats:
    """Shares of each group, pulled towards everybody's as strongly as each statement asks.

    Parameters
    ----------
    counts : ndarray, shape (n_groups, 3, n_statements)
        Votes, possibly weighted with uncertain memberships.
    base : ndarray, shape (3, n_statements)
        Everybody's shares.

    Returns
    -------
    ndarray, shape (n_groups, 3, n_statements)

    Notes
    -----
    Where the groups agree, a strong pull fits and the statement says nothing about who
    belongs where; where they differ, a weak one does. The strengths of `PRIOR_VOTES` are
    averaged with their marginal likelihoods as weights (Dirichlet-multinomial; empirical
    Bayes, Efron & Morris 1975; averaging: Hoeting et al. 1999, "Bayesian model averaging").
    """
    strengths = np.array(PRIOR_VOTES)[:, None, None, None]
    cast = counts.sum(axis=1, keepdims=True)
    imagined = strengths * base
    evidence = (gammaln(counts + imagined) - gammaln(imagined)).sum(axis=(1, 2))
    evidence -= (gammaln(cast + strengths) - gammaln(strengths)).sum(axis=(1, 2))
    weights = np.exp(evidence - evidence.max(axis=0))
    weights /= weights.sum(axis=0)
    shares = (counts + imagined) / (cast + strengths)
    return np.asarray(np.einsum("pj,pgaj->gaj", weights, shares))


def _base_shares(indicators: sparse.csr_array) -> Floats:
    counts = np.bincount(indicators.indices, indicators.data, indicators.shape[1]).reshape(3, -1)
    return np.asarray((counts + 1.0) / (counts.sum(axis=0) + 3.0))


def _estimate(
    transposed: sparse.csr_array, posterior: Floats, base: Floats
) -> tuple[Floats, Floats]:
    n_people, n_groups = posterior.shape
    counts = np.asarray(transposed @ posterior).T.reshape(n_groups, 3, -1)
    shares = shrunken_shares(counts, base)
    sizes = (posterior.sum(axis=0) + 1.0) / (n_people + n_groups)
    return shares, sizes
