"""Votes of a running conversation: changed, erased, moderated, in any order of arrival."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from drehscheibe_engines.opinion_map.identifiers import Identifier, canonical_key
from drehscheibe_engines.opinion_map.votes import VoteTable

SHIFT = 2**32
#: Marks a key without a vote any more.
ERASED = 9


@dataclass(frozen=True, slots=True)
class VoteRows:
    """Votes at one moment, by order of first appearance of people and statements.

    Attributes
    ----------
    starts : ndarray of int32, shape (n_people + 1,)
    columns : ndarray of int32, shape (n_votes,)
    codes : ndarray of int64, shape (n_votes,)
        ``answer * n_statements + statement`` with 0 disagree, 1 pass, 2 agree.
    n_statements : int
    """

    starts: NDArray[np.int32]
    columns: NDArray[np.int32]
    codes: NDArray[np.int64]
    n_statements: int

    @property
    def n_people(self) -> int:
        """Number of people, also those without votes any more."""
        return self.starts.size - 1

    def count(self) -> NDArray[np.int64]:
        """Disagree, pass, agree per statement, shape (3, n_statements)."""
        return np.bincount(self.codes, minlength=3 * self.n_statements).reshape(3, -1)

    def per_vote(self, worth: NDArray[np.floating]) -> sparse.csr_array:
        """Sparse (n_people, n_statements) matrix of what each vote is worth.

        Parameters
        ----------
        worth : ndarray, shape (3, n_statements)
        """
        data = worth.ravel().astype(np.float32)[self.codes]
        shape = (self.n_people, self.n_statements)
        return sparse.csr_array((data, self.columns, self.starts), shape=shape)

    def entries_of(self, people: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Places of the votes of some people, and for each which of these people cast it."""
        lengths = (self.starts[people + 1] - self.starts[people]).astype(np.int64)
        owner = np.repeat(np.arange(people.size), lengths)
        offset = np.repeat(self.starts[people] - (np.cumsum(lengths) - lengths), lengths)
        return np.arange(owner.size) + offset, owner


class VoteStore:
    """Final votes by person and statement; taking one in costs constant time."""

    def __init__(self) -> None:
        self.participants: list[Identifier] = []
        self.statements: list[Identifier] = []
        self.excluded: set[int] = set()
        self.touched: set[int] = set()
        self.n_added = 0
        self._person_of: dict[Identifier, int] = {}
        self._statement_of: dict[Identifier, int] = {}
        self._votes: dict[int, int] = {}
        self._changed: set[int] = set()
        self._order = np.zeros(0, dtype=np.int64)
        self._sorted_keys = np.zeros(0, dtype=np.int64)
        self._sorted_answers = np.zeros(0, dtype=np.int8)

    @property
    def n_votes(self) -> int:
        """Number of final votes."""
        return len(self._votes)

    def add(self, votes: Iterable[tuple[Identifier, Identifier, int]]) -> int:
        """Take in votes; a later vote of a person on a statement replaces the earlier one.

        Returns
        -------
        int
            Number of votes taken in.

        Raises
        ------
        ValueError
            On a vote other than 1, 0, -1; votes before it have been taken in.
        """
        people, statements = self._person_of, self._statement_of
        final, changed, touched = self._votes, self._changed, self.touched
        count = 0
        for name, statement_name, vote in votes:
            if vote not in (1, 0, -1):
                raise ValueError(f"vote of {name!r} on {statement_name!r} is {vote!r}")
            person = people.get(name)
            if person is None:
                person = self._new_person(name)
            statement = statements.get(statement_name)
            if statement is None:
                statement = self.know_statement(statement_name)
            key = person * SHIFT + statement
            final[key] = vote
            changed.add(key)
            touched.add(person)
            count += 1
            self.n_added += 1
        return count

    def know_statement(self, name: Identifier) -> int:
        """Return the index of a statement, which may be new and without votes."""
        index = self._statement_of.get(name)
        if index is None:
            index = self._statement_of[name] = len(self.statements)
            self.statements.append(name)
        return index

    def know(self, participants: Iterable[Identifier], statements: Iterable[Identifier]) -> None:
        """Fix the order of people and statements, before any vote."""
        for participant in participants:
            self._new_person(participant)
        for statement in statements:
            self.know_statement(statement)

    def moderate(self, name: Identifier, *, excluded: bool) -> None:
        """Exclude a statement from the map, or let it in again; votes are kept."""
        index = self.know_statement(name)
        (self.excluded.add if excluded else self.excluded.discard)(index)

    def erase(self, name: Identifier) -> int:
        """Forget all votes of a person; return how many there were."""
        person = self._person_of.get(name)
        if person is None:
            return 0
        keys = range(person * SHIFT, person * SHIFT + len(self.statements))
        own = [key for key in keys if key in self._votes]
        for key in own:
            del self._votes[key]
        self._changed.update(own)
        self.touched.add(person)
        return len(own)

    def canonical_order(self) -> NDArray[np.int64]:
        """Return the indices of the statements in the canonical order of their names."""
        if self._order.size != len(self.statements):
            names = self.statements
            order = sorted(range(len(names)), key=lambda j: canonical_key(names[j]))
            self._order = np.array(order, dtype=np.int64)
        return self._order

    def voted_on(self, name: Identifier) -> NDArray[np.bool_]:
        """Mask over statements the person has voted on, shape (n_statements,)."""
        mask = np.zeros(len(self.statements), dtype=bool)
        person = self._person_of.get(name)
        if person is not None:
            base, final = person * SHIFT, self._votes
            mask[[j for j in range(mask.size) if base + j in final]] = True
        return mask

    def current(self) -> VoteRows:
        """Return the votes of this moment; O(n_votes) copying, little else."""
        self._merge()
        n_people, n_statements = len(self.participants), len(self.statements)
        starts = np.searchsorted(self._sorted_keys, np.arange(n_people + 1) * SHIFT)
        columns = self._sorted_keys & (SHIFT - 1)
        codes = self._sorted_answers.astype(np.int64) * n_statements + columns
        return VoteRows(starts.astype(np.int32), columns.astype(np.int32), codes, n_statements)

    def _merge(self) -> None:
        """Bring the sorted arrays up to date; earlier `VoteRows` stay as they are."""
        changed = np.fromiter(self._changed, np.int64, len(self._changed))
        changed.sort()
        self._changed.clear()
        final = [self._votes.get(key, ERASED) for key in changed.tolist()]
        answers = np.array(final, dtype=np.int8) + np.int8(1)
        kept = answers != ERASED + 1
        place = np.searchsorted(self._sorted_keys, changed)
        present = np.zeros(changed.size, dtype=bool)
        if self._sorted_keys.size:
            inside = np.minimum(place, self._sorted_keys.size - 1)
            present = self._sorted_keys[inside] == changed
        self._sorted_answers[place[present & kept]] = answers[present & kept]
        gone = changed[present & ~kept]
        new = kept & ~present
        if new.any():
            self._sorted_keys = np.insert(self._sorted_keys, place[new], changed[new])
            self._sorted_answers = np.insert(self._sorted_answers, place[new], answers[new])
        if gone.size:
            where = np.searchsorted(self._sorted_keys, gone)
            self._sorted_keys = np.delete(self._sorted_keys, where)
            self._sorted_answers = np.delete(self._sorted_answers, where)

    def table(self) -> VoteTable:
        """Return the votes in canonical order: a pure function of their set."""
        rows = self.current()
        order = self.canonical_order().tolist()
        place = np.argsort(self.canonical_order())
        keep = np.flatnonzero(np.diff(rows.starts) > 0)
        people = sorted(keep.tolist(), key=lambda i: canonical_key(self.participants[i]))
        entries, owner = rows.entries_of(np.array(people, dtype=np.int64))
        columns = place[rows.columns[entries]]
        by_row = np.lexsort((columns, owner))
        values = rows.codes[entries] // max(rows.n_statements, 1) - 1
        return VoteTable(
            tuple(self.participants[i] for i in people),
            tuple(self.statements[j] for j in order),
            np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(people)))]),
            columns[by_row].astype(np.int32),
            values[by_row].astype(np.int8),
            np.array([j in self.excluded for j in order], dtype=bool),
        )

    def rows(self) -> list[list[Identifier | int]]:
        """All final votes as [participant, statement, vote], for a snapshot."""
        return [
            [self.participants[key // SHIFT], self.statements[key % SHIFT], vote]
            for key, vote in sorted(self._votes.items())
        ]

    def _new_person(self, name: Identifier) -> int:
        index = self._person_of[name] = len(self.participants)
        self.participants.append(name)
        return index
