"""The map of a running dialogue: quick, calm, and marked as provisional."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from drehscheibe_engines.opinion_map.assembly import map_by_default
from drehscheibe_engines.opinion_map.axes import Axes, find_axes, project_people, turn_towards
from drehscheibe_engines.opinion_map.default_method import Settings
from drehscheibe_engines.opinion_map.exact_gram import MOST_STATEMENTS, ExactGram
from drehscheibe_engines.opinion_map.identifiers import Identifier
from drehscheibe_engines.opinion_map.live_groups import LiveGroups, grown
from drehscheibe_engines.opinion_map.live_view import LiveView
from drehscheibe_engines.opinion_map.result import MapResult
from drehscheibe_engines.opinion_map.routing import Offer, choose_statement, statement_priorities
from drehscheibe_engines.opinion_map.vote_store import VoteRows, VoteStore
from drehscheibe_engines.opinion_map.votes import VoteTable

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

SNAPSHOT_VERSION = 1
#: Residual of the axes when there are too many statements for the exact sums.
LIVE_TOLERANCE = 1e-5


class LiveMap:
    """Votes in one by one, a fresh view at every tick.

    Writing (`add_votes`, `moderate`, `erase`, `tick`) is guarded by locks; `view` can be read
    by any thread at any time and is always a complete state.

    Parameters
    ----------
    seed : int
        Of the routing and of the canonical results.

    Examples
    --------
    >>> live = LiveMap()
    >>> live.add_votes([("ann", "s1", 1), ("ben", "s1", -1), ("ann", "s1", 0)])
    3
    >>> live.tick().counts.sum(axis=1).tolist()
    [1, 1, 0]
    """

    def __init__(self, *, seed: int = 0) -> None:
        self.seed = seed
        self._store = VoteStore()
        self._gram = ExactGram()
        self._writing = threading.Lock()
        self._ticking = threading.Lock()
        self._groups = LiveGroups()
        self._directions: Floats = np.zeros((0, 2))
        self._version = 0
        self.view: LiveView | None = None

    def add_votes(self, votes: Iterable[tuple[Identifier, Identifier, int]]) -> int:
        """Take in votes (participant, statement, 1/0/-1); the last one counts.

        Raises
        ------
        ValueError
            On any other vote; the votes before it have been taken in.
        """
        with self._writing:
            before = self._store.n_added
            try:
                return self._store.add(votes)
            finally:
                self._groups.allow_for(self._store.n_added - before)

    def moderate(self, statement: Identifier, *, excluded: bool) -> None:
        """Take a statement off the map, or let it in again."""
        with self._writing:
            self._store.moderate(statement, excluded=excluded)

    def erase(self, participant: Identifier) -> int:
        """Remove all traces of a person's votes; return how many there were."""
        with self._writing:
            return self._store.erase(participant)

    def tick(self) -> LiveView:
        """Compute and publish a fresh view.

        Notes
        -----
        Up to `MOST_STATEMENTS` statements the axes are a pure function of the votes (exact
        sums, `ExactGram`), else they are warm-started with the residual `LIVE_TOLERANCE`.
        O(n_votes) for positions and memberships.
        """
        with self._ticking:
            with self._writing:
                rows = self._store.current()
                touched = np.array(sorted(self._store.touched), dtype=np.int64)
                self._store.touched.clear()
                excluded = sorted(self._store.excluded)
                participants = tuple(self._store.participants)
                statements = tuple(self._store.statements)
                order = self._store.canonical_order()
            kept = np.ones(len(statements), dtype=bool)
            kept[excluded] = False
            self._version += 1
            self.view = self._compute(
                rows, touched, kept, order[kept[order]], participants, statements
            )
            return self.view

    def table(self) -> VoteTable:
        """Return all final votes in canonical order, for a canonical result."""
        with self._writing:
            return self._store.table()

    def synchronise(self) -> MapResult:
        """Compute the canonical result, take over its groups and report the agreement.

        Call it at announced moments: here people may change group, k may change. Groups that
        continue earlier ones keep their number.
        """
        result = map_by_default(
            self.table(), Settings(seed=self.seed), {}, None, check_integrity=False
        )
        self.load(result)
        return result

    def load(self, result: MapResult) -> None:
        """Take over the groups of a canonical result, and its votes if there are none yet."""
        with self._ticking:
            with self._writing:
                if not self._store.n_votes:
                    self._take_votes(result)
                place = {name: index for index, name in enumerate(self._store.participants)}
            canonical = np.full(len(place), -1, dtype=np.int64)
            for name, label in zip(result.table.participants, result.labels.tolist(), strict=True):
                if name in place:
                    canonical[place[name]] = label
            self._groups.take_over(canonical, len(result.group_names))

    def offer(
        self, participant: Identifier, draw_number: int, already_offered: Iterable[Identifier] = ()
    ) -> tuple[Identifier, Offer] | None:
        """Choose the next statement for a person; log the offer with its probability.

        Parameters
        ----------
        participant : int or str
        draw_number : int
            Number of earlier offers to this person.
        already_offered : iterable of int or str
            Statements that were shown without being voted on.
        """
        view = self.view or self.tick()
        with self._writing:
            open_to = ~self._store.voted_on(participant)[: len(view.statements)]
            open_to[[j for j in self._store.excluded if j < open_to.size]] = False
        shown = set(already_offered)
        open_to &= np.array([name not in shown for name in view.statements], dtype=bool)
        groups = view.group_counts if view.group_ids else None
        priorities = statement_priorities(view.counts, groups)
        offer = choose_statement(
            participant, draw_number, priorities, view.counts, open_to, seed=self.seed
        )
        return None if offer is None else (view.statements[offer.statement], offer)

    def snapshot(self) -> dict[str, Any]:
        """Everything needed to go on after a restart, as plain JSON data."""
        with self._ticking, self._writing:
            return {
                "version": SNAPSHOT_VERSION,
                "seed": self.seed,
                "tick": self._version,
                "participants": list(self._store.participants),
                "statements": list(self._store.statements),
                "excluded": sorted(self._store.excluded),
                "votes": self._store.rows(),
                "groups": self._groups.state(),
                "directions": self._directions.tolist(),
            }

    @classmethod
    def restore(cls, snapshot: dict[str, Any]) -> Self:
        """Continue from a snapshot.

        Raises
        ------
        ValueError
            On a snapshot of another version.
        """
        if snapshot.get("version") != SNAPSHOT_VERSION:
            raise ValueError(f"snapshot version {snapshot.get('version')!r} is not supported")
        live = cls(seed=snapshot["seed"])
        live._store.know(snapshot["participants"], snapshot["statements"])
        live._store.add((person, statement, vote) for person, statement, vote in snapshot["votes"])
        live._store.excluded.update(snapshot["excluded"])
        live._groups.restore(snapshot["groups"])
        live._directions = np.array(snapshot["directions"], dtype=float).reshape(-1, 2)
        live._version = snapshot["tick"]
        return live

    def _compute(
        self,
        rows: VoteRows,
        touched: NDArray[np.int64],
        kept: NDArray[np.bool_],
        ordered: NDArray[np.int64],
        participants: tuple[Identifier, ...],
        statements: tuple[Identifier, ...],
    ) -> LiveView:
        counts = rows.count()
        means = (counts[2] - counts[0]) / np.maximum(counts.sum(axis=0), 1)
        centred = rows.per_vote((np.array([[-1], [0], [1]]) - means) * kept)
        axes = self._axes(rows, centred, touched, ordered)
        directions = self._oriented(axes.directions, kept.size)
        cast = np.diff(rows.starts).astype(np.int64)
        if not kept.all():
            cast = np.asarray(rows.per_vote(np.tile(kept, (3, 1))).sum(axis=1)).astype(np.int64)
        n_active = int(np.sum(kept & (counts.sum(axis=0) > 0)))
        positions = project_people(centred, directions, cast, n_active)
        group_counts = self._groups.update(rows, counts, cast, kept, n_active)
        return LiveView(
            self._version,
            participants,
            statements,
            positions,
            self._groups.labels.copy(),
            means,
            directions,
            counts,
            self._groups.group_ids,
            group_counts,
            True,
            self._groups.agreement,
        )

    def _axes(
        self,
        rows: VoteRows,
        centred: sparse.csr_array,
        touched: NDArray[np.int64],
        ordered: NDArray[np.int64],
    ) -> Axes:
        """Axes of the statements that take part, which come in the canonical order."""
        size = rows.n_statements
        if not ordered.size:
            return Axes(np.zeros((size, 0)), np.zeros(0), 0.0, 0)
        if size <= MOST_STATEMENTS:
            self._gram.update(rows, touched)
            # The order of the names, not that of arrival: two equally strong axes stay the same.
            return self._gram.axes(2, ordered)
        start = grown(self._directions, size, 0.0) if self._directions.any() else None
        return find_axes(centred, 2, start=start, tolerance=LIVE_TOLERANCE, seed=self.seed)

    def _oriented(self, fresh: Floats, n_statements: int) -> Floats:
        """Order and turn the axes like the last ones, so that the map does not flip."""
        directions = np.zeros((n_statements, 2))
        directions[:, : fresh.shape[1]] = fresh
        earlier = grown(self._directions, n_statements, 0.0)
        if earlier.any():
            likeness = np.abs(np.einsum("ij,ik->jk", directions, earlier))
            if likeness[0, 1] + likeness[1, 0] > likeness[0, 0] + likeness[1, 1]:
                directions = directions[:, ::-1]
            directions = turn_towards(directions, earlier)
        self._directions = np.ascontiguousarray(directions)
        return self._directions

    def _take_votes(self, result: MapResult) -> None:
        table = result.table
        people = [table.participants[i] for i in table.rows.tolist()]
        statements = [table.statements[j] for j in table.columns.tolist()]
        self._store.add(zip(people, statements, table.values.tolist(), strict=True))
        for name, out in zip(table.statements, table.excluded.tolist(), strict=True):
            self._store.moderate(name, excluded=out)
