"""Which statement to show next: informative, bridging or new, and always with some chance."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.identifiers import Identifier
from drehscheibe_engines.opinion_map.sparse_statistics import AGREE, PASS

Floats = NDArray[np.float64]

#: Share of draws that ignore all priorities.
EXPLORATION = 0.1
#: Share of draws reserved for new statements as long as there are any.
NEWCOMERS = 0.2
#: A statement is new until it has been voted on this often.
NEW_UNTIL = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """A statement to show, with the probability it had; log both.

    With the logged probability every share can later be corrected for what was shown to
    whom (inverse probability weighting, Horvitz & Thompson 1952).
    """

    statement: int
    probability: float


def statement_priorities(
    counts: NDArray[np.generic], group_counts: NDArray[np.generic] | None = None
) -> Floats:
    """Say how much one more vote on each statement is worth.

    Parameters
    ----------
    counts : ndarray, shape (3, n_statements)
        Disagree, pass, agree of everybody.
    group_counts : ndarray, shape (n_groups, 3, n_statements), optional
        The same per group.

    Returns
    -------
    ndarray of float64, shape (n_statements,), positive, maximum 1

    Notes
    -----
    Information: expected reduction of the variance of the agree share by one vote under a
    Beta(1, 1) prior, ``p (1 - p) / (n + 3)^2`` up to a constant, taken as a standard
    deviation. Bridging: chance-adjusted agreement of the group that agrees least, so that
    candidates for a shared position are settled early. Division: spread between groups.
    Passes reduce the value: a statement nobody can answer should not be repeated.
    Statements that everybody *rejects* are as informative as those everybody accepts.
    """
    cast = counts.sum(axis=0)
    share = (counts[AGREE] + 1.0) / (cast + 2.0)
    information = np.sqrt(share * (1 - share)) / np.sqrt(cast + 3.0)
    bridging = division = np.zeros(cast.size)
    if group_counts is not None and group_counts.shape[0] > 1:
        group_cast = group_counts.sum(axis=1)
        shares = (group_counts[:, AGREE] + 2 * share) / (group_cast + 2.0)
        bridging, division = shares.min(axis=0), shares.max(axis=0) - shares.min(axis=0)
    answered = 1 - (counts[PASS] + 1.0) / (cast + 4.0)
    value = information * (1 + bridging + division) * answered
    return np.asarray(value / max(float(value.max(initial=0.0)), 1e-12))


def choose_statement(
    person: Identifier,
    draw_number: int,
    priorities: Floats,
    counts: NDArray[np.generic],
    open_to: NDArray[np.bool_],
    *,
    seed: int,
) -> Offer | None:
    """Draw the next statement for a person.

    Parameters
    ----------
    person : int or str
    draw_number : int
        How many statements the person has been offered before.
    priorities : ndarray, shape (n_statements,)
        Output of `statement_priorities`.
    counts : ndarray, shape (3, n_statements)
    open_to : ndarray of bool, shape (n_statements,)
        Active statements that the person has neither voted on nor been offered; nothing
        else is ever drawn.
    seed : int
        Seed of the conversation.

    Returns
    -------
    Offer or None
        None when nothing is left. The same arguments always give the same offer.
    """
    probability = offer_probabilities(priorities, counts, open_to)
    candidates = np.flatnonzero(probability > 0)
    if not candidates.size:
        return None
    running = np.cumsum(probability[candidates])
    target = uniform_draw(seed, person, draw_number) * running[-1]
    place = min(int(np.searchsorted(running, target, side="right")), candidates.size - 1)
    chosen = int(candidates[place])
    return Offer(chosen, float(probability[chosen]))


def offer_probabilities(
    priorities: Floats, counts: NDArray[np.generic], open_to: NDArray[np.bool_]
) -> Floats:
    """Probability of each statement in the next draw, shape (n_statements,); sums to 1.

    A mixture: `EXPLORATION` evenly over all open statements, `NEWCOMERS` evenly over the new
    ones among them, the rest in proportion to the priorities.
    """
    if not open_to.any():
        return np.zeros(open_to.size)
    even = open_to / open_to.sum()
    new = open_to & (counts.sum(axis=0) < NEW_UNTIL)
    by_priority = np.where(open_to, priorities, 0.0)
    total = by_priority.sum()
    by_priority = by_priority / total if total > 0 else even
    for_new = NEWCOMERS if new.any() else 0.0
    newly = new / max(int(new.sum()), 1)
    return np.asarray(
        EXPLORATION * even + for_new * newly + (1 - EXPLORATION - for_new) * by_priority
    )


def uniform_draw(seed: int, person: Identifier, draw_number: int) -> float:
    """Turn seed, person and draw number into a number in [0, 1), the same everywhere."""
    text = f"{seed}\x1f{person}\x1f{draw_number}".encode()
    return (int.from_bytes(hashlib.sha256(text).digest()[:8]) >> 11) / 2**53
