"""The published statistics of groups and statements, exactly as Polis computes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.sparse_statistics import AGREE, DISAGREE

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

#: One-sided 90 % quantile of the normal distribution, as rounded in the published method.
Z_90 = 1.2816
#: Statements shown per list.
LIST_LENGTH = 5
#: Priority of a background ("meta") statement is the square of this.
META_PRIORITY = 7.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One group against all other grouped people, one entry per statement.

    ``share``, ``share_test``, ``ratio`` and ``ratio_test`` have shape (2, n_statements);
    first row agree, second row disagree.
    """

    votes: Counts
    share: Floats
    share_test: Floats
    ratio: Floats
    ratio_test: Floats


@dataclass(frozen=True, slots=True)
class Representative:
    """A statement shown for a group; ``strength`` is the published rank metric."""

    statement: int
    direction: str
    strength: float


def group_informed_consensus(counts: Counts) -> Floats:
    """Product over groups of ``(agree + 1) / (cast + 2)``.

    Parameters
    ----------
    counts : ndarray of int, shape (n_groups, 3, n_statements)

    Returns
    -------
    ndarray of float64, shape (n_statements,), range 0-1

    Notes
    -----
    Small et al. (2021), "Polis: Scaling deliberation by mapping high dimensional opinion
    spaces", section 3.5 (group-aware consensus).
    """
    cast = counts.sum(axis=1)
    return np.asarray(np.prod((counts[:, AGREE] + 1.0) / (cast + 2.0), axis=0))


def one_share_test(successes: NDArray[np.generic], trials: NDArray[np.generic]) -> Floats:
    """Compute the z value of a share against one half, with one success added to both numbers."""
    more = np.asarray(trials, dtype=float) + 1
    return np.asarray(2 * np.sqrt(more) * ((successes + 1) / more - 0.5))


def two_share_test(
    first: NDArray[np.generic],
    second: NDArray[np.generic],
    first_trials: NDArray[np.generic],
    second_trials: NDArray[np.generic],
) -> Floats:
    """Compute the z value of the difference of two shares, one added to each of the four numbers."""
    s1, s2 = np.asarray(first, dtype=float) + 1, np.asarray(second, dtype=float) + 1
    n1, n2 = np.asarray(first_trials) + 1, np.asarray(second_trials) + 1
    pooled = (s1 + s2) / (n1 + n2)
    error = np.sqrt(np.maximum(pooled * (1 - pooled), 0.0) * (1 / n1 + 1 / n2))
    difference = s1 / n1 - s2 / n2
    return np.where(pooled < 1, difference / np.where(error > 0, error, 1.0), 0.0)


def compare_group(counts: Counts, group: int) -> Comparison:
    """Compare one group with the rest of the grouped people on every statement.

    Parameters
    ----------
    counts : ndarray of int, shape (n_groups, 3, n_statements)
    group : int
    """
    own = counts[group]
    rest = counts.sum(axis=0) - own
    said, said_rest = own[[AGREE, DISAGREE]], rest[[AGREE, DISAGREE]]
    cast, cast_rest = own.sum(axis=0), rest.sum(axis=0)
    share = (said + 1) / (cast + 2)
    return Comparison(
        own,
        share,
        one_share_test(said, cast),
        share / ((said_rest + 1) / (cast_rest + 2)),
        two_share_test(said, said_rest, cast, cast_rest),
    )


def published_representatives(
    counts: Counts, group: int, excluded: NDArray[np.bool_]
) -> list[Representative]:
    """Select the statements that the published method shows for a group.

    Parameters
    ----------
    counts : ndarray of int, shape (n_groups, 3, n_statements)
    group : int
    excluded : ndarray of bool, shape (n_statements,)

    Returns
    -------
    list of Representative, at most `LIST_LENGTH`
        Agreements first. There is no control of false discoveries in this method.
    """
    comparison = compare_group(counts, group)
    candidates = np.flatnonzero(~excluded)
    strength = comparison.ratio * comparison.ratio_test * comparison.share * comparison.share_test
    passed = np.any((comparison.ratio_test > Z_90) & (comparison.share_test > Z_90), axis=0)
    qualified = [int(j) for j in candidates if passed[j]]
    first = _best_agreement(comparison, strength[0], candidates)
    if not qualified:
        return [first] if first else _least_bad(comparison, strength, candidates)
    side = np.where(comparison.ratio_test[0] > comparison.ratio_test[1], 0, 1)
    ranked = sorted(qualified, key=lambda j: -strength[side[j], j])
    shown = [first] if first else []
    shown += [
        Representative(j, "agree" if side[j] == 0 else "disagree", float(strength[side[j], j]))
        for j in ranked
        if first is None or j != first.statement
    ]
    return sorted(shown[:LIST_LENGTH], key=lambda entry: entry.direction)


def majority_statements(
    counts: Counts, excluded: NDArray[np.bool_]
) -> dict[str, list[Representative]]:
    """Statements that most of all people agree or disagree with, at most five each.

    Parameters
    ----------
    counts : ndarray of int, shape (3, n_statements)
        Of everybody, grouped or not.
    excluded : ndarray of bool, shape (n_statements,)
    """
    cast = counts.sum(axis=0)
    lists = {}
    for direction, row in (("agree", AGREE), ("disagree", DISAGREE)):
        share, test = (counts[row] + 1) / (cast + 2), one_share_test(counts[row], cast)
        found = np.flatnonzero(~excluded & (share > 0.5) & (test > Z_90))
        ranked = sorted(found.tolist(), key=lambda j: -share[j] * test[j])[:LIST_LENGTH]
        lists[direction] = [Representative(j, direction, float(share[j] * test[j])) for j in ranked]
    return lists


def published_priorities(
    counts: Counts, extremity: Floats, background: NDArray[np.bool_]
) -> Floats:
    """Weight with which each statement is shown next.

    Parameters
    ----------
    counts : ndarray of int, shape (3, n_statements)
        Of all grouped people.
    extremity : ndarray, shape (n_statements,)
    background : ndarray of bool, shape (n_statements,)
        Statements about the person ("meta").

    Returns
    -------
    ndarray of float64, shape (n_statements,)
        ``((1 - p)(1 + extremity) a (1 + 8 * 2^(-cast / 5)))^2`` with the shares p of passes
        and a of agreement, each with one vote added to two.
    """
    cast = counts.sum(axis=0)
    passes = cast - counts[AGREE] - counts[DISAGREE]
    agreement = (counts[AGREE] + 1.0) / (cast + 2.0)
    importance = (1 - (passes + 1.0) / (cast + 2.0)) * (1 + extremity) * agreement
    weights = (importance * (1 + 8 * 2.0 ** (-cast / 5.0))) ** 2
    return np.where(background, META_PRIORITY**2, weights)


def _best_agreement(
    comparison: Comparison, strength: Floats, candidates: NDArray[np.int64]
) -> Representative | None:
    """Scan in order of ids for the agreement that stands for the group."""
    share, test, ratio = comparison.share[0], comparison.share_test[0], comparison.ratio[0]
    best: int | None = None
    for j in candidates.tolist():
        if comparison.votes[AGREE, j] == 0 and comparison.votes[DISAGREE, j] == 0:
            continue
        if best is None:
            better = test[j] > Z_90 or (ratio[j] > 1 and share[j] > 0.5)
        elif ratio[best] > 1:
            better = strength[j] > strength[best]
        else:
            better = share[j] * test[j] > share[best] * test[best]
        best = j if better else best
    if best is None:
        return None
    # The published method words even this entry by the larger of the two tests.
    agrees = comparison.ratio_test[0, best] > comparison.ratio_test[1, best]
    return Representative(best, "agree" if agrees else "disagree", float(strength[best]))


def _least_bad(
    comparison: Comparison, strength: Floats, candidates: NDArray[np.int64]
) -> list[Representative]:
    if not candidates.size:
        return []
    j = int(candidates[np.argmax(comparison.ratio_test.max(axis=0)[candidates])])
    side = 0 if comparison.ratio_test[0, j] > comparison.ratio_test[1, j] else 1
    return [Representative(j, ("agree", "disagree")[side], float(strength[side, j]))]
