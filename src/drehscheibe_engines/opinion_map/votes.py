"""The table of final votes: canonical order, last vote wins, missing votes simply absent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from drehscheibe_engines.opinion_map.final_votes import checked_votes, final_votes
from drehscheibe_engines.opinion_map.identifiers import Identifier, Names, name_codes

Vote = tuple[Identifier, Identifier, int] | tuple[Identifier, Identifier, int, float]


@dataclass(frozen=True, slots=True, eq=False)
class VoteTable:
    """Final votes of all people as a compressed sparse row table.

    Attributes
    ----------
    participants : tuple of int or str, length n_people
        In canonical order (numbers by value, then texts).
    statements : tuple of int or str, length n_statements
        In canonical order.
    row_starts : ndarray of int64, shape (n_people + 1,)
        Votes of person ``i`` are the entries ``row_starts[i]:row_starts[i + 1]``.
    columns : ndarray of int32, shape (n_votes,)
        Statement index of each vote, ascending within a person.
    values : ndarray of int8, shape (n_votes,)
        1 agree, 0 pass, -1 disagree. A missing vote has no entry.
    excluded : ndarray of bool, shape (n_statements,)
        Moderated-out and background ("meta") statements.
    """

    participants: tuple[Identifier, ...]
    statements: tuple[Identifier, ...]
    row_starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: NDArray[np.int8]
    excluded: NDArray[np.bool_]

    @classmethod
    def from_votes(
        cls,
        votes: Iterable[Vote],
        *,
        excluded: Iterable[Identifier] = (),
        statements: Iterable[Identifier] = (),
    ) -> Self:
        """Build the table from single votes.

        Parameters
        ----------
        votes : iterable of (participant, statement, vote) or (..., time)
            Vote is 1, 0 or -1; time is any number. The latest vote of a person on a
            statement counts; without times the later entry counts. At exactly the same
            time the smaller value counts, so that the order of the input never matters.
        excluded : iterable of int or str
            Statements without influence on the map (moderated out, background).
        statements : iterable of int or str
            Statements that exist even if nobody voted on them.

        Raises
        ------
        ValueError
            On a vote other than 1, 0, -1.
        """
        entries = list(votes)
        times = [entry[3] for entry in entries if len(entry) == 4]
        if times and len(times) != len(entries):
            raise ValueError("either every vote has a time or none has")
        return cls.from_columns(
            [entry[0] for entry in entries],
            [entry[1] for entry in entries],
            [entry[2] for entry in entries],
            times=times or None,
            excluded=excluded,
            statements=statements,
        )

    @classmethod
    def from_columns(
        cls,
        participants: Names,
        statements_voted: Names,
        votes: ArrayLike,
        *,
        times: ArrayLike | None = None,
        excluded: Iterable[Identifier] = (),
        statements: Iterable[Identifier] = (),
    ) -> Self:
        """Build the table from parallel columns; meaning as in `from_votes`."""
        people, person = name_codes(participants)
        listed, statement = name_codes(statements_voted, statements)
        place = {identifier: index for index, identifier in enumerate(listed)}
        is_excluded = np.zeros(len(listed), dtype=bool)
        is_excluded[[place[name] for name in set(excluded) if name in place]] = True
        row_starts, columns, values = final_votes(
            person, statement, checked_votes(votes), times, (len(people), len(listed))
        )
        return cls(people, listed, row_starts, columns, values, is_excluded)

    @classmethod
    def from_matrix(cls, matrix: sparse.csr_array, mask: ArrayLike | None = None) -> Self:
        """Wrap a canonical CSR matrix of votes without copying; ids are 0, 1, 2, ..."""
        n_people, n_statements = matrix.shape
        excluded = np.zeros(n_statements, bool) if mask is None else np.asarray(mask, dtype=bool)
        return cls(
            tuple(range(n_people)),
            tuple(range(n_statements)),
            np.asarray(matrix.indptr, dtype=np.int64),
            np.asarray(matrix.indices, dtype=np.int32),
            np.asarray(matrix.data, dtype=np.int8),
            excluded,
        )

    @property
    def n_people(self) -> int:
        """Number of people with at least one vote."""
        return len(self.participants)

    @property
    def n_statements(self) -> int:
        """Number of known statements, voted on or not."""
        return len(self.statements)

    @property
    def votes_per_person(self) -> NDArray[np.int64]:
        """Number of cast votes, shape (n_people,); a pass is a cast vote."""
        return np.diff(self.row_starts)

    @property
    def rows(self) -> NDArray[np.int32]:
        """Person index of each vote, shape (n_votes,)."""
        return np.repeat(np.arange(self.n_people, dtype=np.int32), self.votes_per_person)

    def matrix(self, data: NDArray[np.generic]) -> sparse.csr_array:
        """Put one number per cast vote into a sparse (n_people, n_statements) matrix."""
        shape = (self.n_people, self.n_statements)
        index_type = np.int32 if self.columns.size < 2**31 else np.int64
        starts = self.row_starts.astype(index_type)
        return sparse.csr_array((data, self.columns, starts), shape=shape)

    def select_people(self, chosen: NDArray[np.generic]) -> VoteTable:
        """Keep the people given by index (repetition allowed) or by mask, in that order."""
        if chosen.dtype == bool:
            return self if chosen.all() else self._masked_people(chosen)
        index = chosen.astype(np.int64)
        lengths = self.votes_per_person[index]
        row_starts = np.concatenate([[0], np.cumsum(lengths)])
        shift = np.repeat(self.row_starts[index] - row_starts[:-1], lengths)
        entries = np.arange(row_starts[-1]) + shift
        return VoteTable(
            tuple(self.participants[i] for i in index.tolist()),
            self.statements,
            row_starts,
            self.columns[entries],
            self.values[entries],
            self.excluded,
        )

    def _masked_people(self, chosen: NDArray[np.generic]) -> VoteTable:
        """Do the same for a mask, without an index per vote."""
        lengths = self.votes_per_person
        entries = np.repeat(chosen, lengths)
        return VoteTable(
            tuple(compress(self.participants, chosen.tolist())),
            self.statements,
            np.concatenate([[0], np.cumsum(lengths[chosen.astype(bool)])]),
            self.columns[entries],
            self.values[entries],
            self.excluded,
        )

    def select_statements(self, kept: NDArray[np.bool_]) -> VoteTable:
        """Drop all votes on statements outside the mask ``kept``, shape (n_statements,)."""
        if kept.all():
            return self
        new_index = np.cumsum(kept) - 1
        entry_kept = kept[self.columns]
        running = np.concatenate([[0], np.cumsum(entry_kept)])
        return VoteTable(
            self.participants,
            tuple(name for name, keep in zip(self.statements, kept, strict=True) if keep),
            running[self.row_starts],
            new_index[self.columns[entry_kept]].astype(np.int32),
            self.values[entry_kept],
            self.excluded[kept],
        )
