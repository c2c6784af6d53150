"""Groups of a running dialogue: newcomers enter, members change rarely and for a reason."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from drehscheibe_engines.opinion_map.groups import adjusted_rand_index, match_groups
from drehscheibe_engines.opinion_map.membership import shrunken_shares
from drehscheibe_engines.opinion_map.polis_method import NEEDED_VOTES
from drehscheibe_engines.opinion_map.vote_store import VoteRows

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

#: A person may change group when the log odds for the other group reach this.
NEEDED_LOG_ODDS = 0.5
#: Changes of group between two synchronisations: of one person, and of all per new vote.
MOST_CHANGES, CHANGES_PER_VOTE = 3, 0.0118


class LiveGroups:
    """Lasting group numbers of people in order of first appearance.

    Attributes
    ----------
    labels : ndarray of int, shape (n_people,)
        -1 for nobody's group.
    group_ids : tuple of int
    agreement : float or None
        Adjusted Rand index with the canonical groups when these were last taken over.
    """

    def __init__(self) -> None:
        self.labels: Labels = np.zeros(0, dtype=np.int64)
        self.changes: Labels = np.zeros(0, dtype=np.int64)
        self.posterior: Floats = np.zeros((0, 0))
        self.group_ids: tuple[int, ...] = ()
        self.budget = 0.0
        self.agreement: float | None = None

    def allow_for(self, n_votes: int) -> None:
        """Let new votes justify further changes of group."""
        self.budget += CHANGES_PER_VOTE * n_votes

    def take_over(self, canonical: Labels, n_groups: int) -> None:
        """Adopt canonical groups; those that continue earlier ones keep their number.

        Parameters
        ----------
        canonical : ndarray of int, shape (n_people,)
        n_groups : int
        """
        earlier = grown(self.labels, canonical.size, -1)
        both = (earlier >= 0) & (canonical >= 0)
        if both.any():
            self.agreement = adjusted_rand_index(earlier[both], canonical[both])
        ids = self._continued_ids(canonical, earlier, n_groups)
        lasting = np.array([*ids, -1], dtype=np.int64)
        self.labels = lasting[canonical]
        self.changes = np.zeros(canonical.size, dtype=np.int64)
        self.group_ids = ids
        member = self.labels[:, None] == np.array(ids, dtype=np.int64)
        self.posterior = member.astype(float)
        self.budget = 0.0

    def state(self) -> dict[str, Any]:
        """Plain data for a snapshot."""
        return {
            "labels": self.labels.tolist(),
            "changes": self.changes.tolist(),
            "posterior": self.posterior.tolist(),
            "group_ids": list(self.group_ids),
            "budget": self.budget,
            "agreement": self.agreement,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Continue from `state`."""
        self.labels = np.array(state["labels"], dtype=np.int64)
        self.changes = np.array(state["changes"], dtype=np.int64)
        self.group_ids = tuple(state["group_ids"])
        shape = (len(state["posterior"]), len(self.group_ids))
        self.posterior = np.array(state["posterior"], dtype=float).reshape(shape)
        self.budget = state["budget"]
        self.agreement = state["agreement"]

    def update(
        self,
        rows: VoteRows,
        counts: NDArray[np.int64],
        cast: NDArray[np.int64],
        kept: NDArray[np.bool_],
        n_active: int,
    ) -> NDArray[np.int64]:
        """Let people in who have enough votes; let a person change only on clear evidence.

        Returns the counts of the groups, shape (n_groups, 3, n_statements).
        """
        n_people = rows.n_people
        earlier = grown(self.labels, n_people, -1)
        self.changes = grown(self.changes, n_people, 0)
        if not self.group_ids or not n_people:
            self.labels = np.full(n_people, -1, dtype=np.int64)
            return np.zeros((0, 3, rows.n_statements), dtype=np.int64)
        everybody = np.arange(n_people)
        ids = np.array(self.group_ids, dtype=np.int64)
        member = earlier[:, None] == ids
        known = member.any(axis=1)
        likelihood = self._log_likelihood(rows, counts, kept)
        best = np.argmax(likelihood, axis=1)
        current = np.argmax(member, axis=1)
        gain = likelihood[everybody, best] - likelihood[everybody, current]
        moves = self._allowed_moves(np.where(known, gain, 0.0))
        enters = ~known & (cast >= min(NEEDED_VOTES, n_active))
        labels = np.where(moves | enters, ids[best], earlier)
        labels[cast == 0] = -1
        self.labels = labels
        self.changes = self.changes + moves
        weights = np.exp(likelihood - likelihood[everybody, best][:, None])
        weights /= weights.sum(axis=1, keepdims=True)
        self.posterior = np.where((labels >= 0)[:, None], weights, 0.0)
        return self._group_counts(rows, labels)

    def _allowed_moves(self, gain: Floats) -> NDArray[np.bool_]:
        """Choose who may change group now: the clearest cases, as many as new votes justify."""
        wants = gain > NEEDED_LOG_ODDS
        wants &= self.changes < MOST_CHANGES
        candidates = np.flatnonzero(wants)
        ranked = candidates[np.argsort(-gain[candidates], kind="stable")]
        moves = np.zeros(gain.size, dtype=bool)
        moves[ranked[: int(self.budget)]] = True
        self.budget -= int(moves.sum())
        return moves

    def _log_likelihood(
        self, rows: VoteRows, counts: NDArray[np.int64], kept: NDArray[np.bool_]
    ) -> Floats:
        """Log probability of each person's votes in each group, shape (n_people, n_groups).

        One step of the latent class model a tick: shares from the memberships of the last
        tick, memberships from these shares.
        """
        n_groups = len(self.group_ids)
        posterior = grown(self.posterior, rows.n_people, 0.0).astype(np.float32)
        ones = np.ones(rows.codes.size, dtype=np.float32)
        parts = (ones, rows.codes.astype(np.int32), rows.starts)
        indicators = sparse.csr_array(parts, shape=(rows.n_people, 3 * rows.n_statements))
        soft = np.asarray(indicators.T @ posterior, dtype=np.float64).T.reshape(n_groups, 3, -1)
        base = (counts + 1.0) / (counts.sum(axis=0) + 3.0)
        logs = np.log(shrunken_shares(soft, base)) * kept
        flat = np.ascontiguousarray(logs.reshape(n_groups, -1).T, dtype=np.float32)
        sizes = posterior.sum(axis=0, dtype=np.float64) + 1.0
        likelihood = np.asarray(indicators @ flat, dtype=np.float64)
        return np.asarray(likelihood + np.log(sizes / sizes.sum()))

    def _group_counts(self, rows: VoteRows, labels: Labels) -> NDArray[np.int64]:
        """Count the votes of each group, shape (n_groups, 3, n_statements)."""
        n_groups, size = len(self.group_ids), 3 * rows.n_statements
        place = np.full(max(self.group_ids) + 2, n_groups, dtype=np.int64)
        place[list(self.group_ids)] = np.arange(n_groups)
        code = rows.codes + np.repeat(place[labels] * size, np.diff(rows.starts))
        counted = np.bincount(code, minlength=(n_groups + 1) * size)
        return counted.reshape(n_groups + 1, 3, -1)[:n_groups]

    def _continued_ids(self, canonical: Labels, earlier: Labels, n_fresh: int) -> tuple[int, ...]:
        """Lasting numbers for canonical groups; unmatched groups get new numbers."""
        highest = max(int(earlier.max(initial=-1)), *self.group_ids, -1)
        if highest < 0:
            return tuple(range(n_fresh))
        matched = match_groups(canonical, earlier, n_fresh, highest + 1)
        ids = []
        for known in matched.tolist():
            if known < 0:
                highest += 1
            ids.append(known if known >= 0 else highest)
        return tuple(ids)


def grown(block: NDArray[Any], size: int, fill: float) -> NDArray[Any]:
    """Append rows for newcomers."""
    if block.shape[0] >= size:
        return block
    tail = np.full((size - block.shape[0], *block.shape[1:]), fill, dtype=block.dtype)
    return np.concatenate([block, tail])
