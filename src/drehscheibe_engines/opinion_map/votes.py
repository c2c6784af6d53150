"""The table of final votes: canonical order, last vote wins, missing votes simply absent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Identifier = int | str
Names = Sequence[Identifier] | NDArray[np.int64] | NDArray[np.int32]
Vote = tuple[Identifier, Identifier, int] | tuple[Identifier, Identifier, int, float]


def canonical_key(identifier: Identifier) -> tuple[int, int, str]:
    """Sort numbers (also written as text) by value before all other texts."""
    text = str(identifier)
    if text.lstrip("-").isdecimal() and text.isascii() and len(text) < 19:
        return (0, int(text), text)
    return (1, 0, text)


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
        people, person = _codes(participants, ())
        listed, statement = _codes(statements_voted, statements)
        place = {identifier: index for index, identifier in enumerate(listed)}
        is_excluded = np.zeros(len(listed), dtype=bool)
        is_excluded[[place[name] for name in set(excluded) if name in place]] = True
        row_starts, columns, values = _final_votes(
            person, statement, _checked_votes(votes), times, (len(people), len(listed))
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
        if chosen.dtype == bool and chosen.all():
            return self
        index = np.flatnonzero(chosen) if chosen.dtype == bool else chosen.astype(np.int64)
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


def _codes(
    names: Names, further: Iterable[Identifier]
) -> tuple[tuple[Identifier, ...], NDArray[np.int32]]:
    """Replace names by their place among all different names in canonical order."""
    if isinstance(names, np.ndarray):
        return _integer_codes(names, further)
    ordered = tuple(sorted({*names, *further}, key=canonical_key))
    place = {name: index for index, name in enumerate(ordered)}
    return ordered, np.fromiter((place[name] for name in names), np.int32, len(names))


def _integer_codes(
    names: NDArray[np.integer], further: Iterable[Identifier]
) -> tuple[tuple[Identifier, ...], NDArray[np.int32]]:
    """Do the same for whole numbers; a look-up table instead of a sort where it fits."""
    if any(not isinstance(name, (int, np.integer)) for name in further):
        return _codes(names.tolist(), further)
    extra = np.array(list(further), dtype=np.int64)
    low = min(int(part.min()) for part in (names, extra) if part.size) if names.size else 0
    high = max(int(part.max()) for part in (names, extra) if part.size) if names.size else -1
    if high - low > 4 * names.size + 1000 or not names.size:
        return _codes(names.tolist(), extra.tolist())
    present = np.zeros(high - low + 1, dtype=bool)
    present[names - low] = True
    present[extra - low] = True
    place = (np.cumsum(present) - 1).astype(np.int32)
    return tuple((np.flatnonzero(present) + low).tolist()), place[names - low]


def _checked_votes(votes: ArrayLike) -> NDArray[np.int8]:
    given = np.asarray(votes)
    wrong = (given != 1) & (given != 0) & (given != -1)
    if np.any(wrong):
        place = int(np.flatnonzero(wrong)[0])
        raise ValueError(f"vote number {place + 1} is {given[place]!r}, expected 1, 0 or -1")
    return given.astype(np.int8)


def _final_votes(
    person: NDArray[np.int32],
    statement: NDArray[np.int32],
    values: NDArray[np.int8],
    times: ArrayLike | None,
    shape: tuple[int, int],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int8]]:
    """Sort into rows and keep, per person and statement, the vote that came last."""
    if times is not None:
        # Descending value inside one instant: the smaller value comes last and counts.
        order = np.lexsort((-values, np.asarray(times)))
        person, statement, values = person[order], statement[order], values[order]
    arrival = np.arange(values.size, dtype=np.int64)
    table = sparse.coo_array((arrival, (person, statement)), shape=shape)
    # The conversion groups by row and keeps the order of arrival inside a row.
    grouped = _grouped(table)
    grouped.sort_indices()
    starts, columns = grouped.indptr.astype(np.int64), grouped.indices.astype(np.int32)
    rows = np.repeat(np.arange(shape[0], dtype=np.int32), np.diff(starts))
    repeated = (columns[1:] == columns[:-1]) & (rows[1:] == rows[:-1])
    if not repeated.any():
        return starts, columns, values[grouped.data]
    order = np.lexsort((grouped.data, columns, rows))
    rows, columns, arrival = rows[order], columns[order], grouped.data[order]
    last = np.append((columns[1:] != columns[:-1]) | (rows[1:] != rows[:-1]), True)
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows[last], minlength=shape[0]))])
    return starts, columns[last], values[arrival[last]]


def _grouped(table: sparse.coo_array) -> sparse.csr_array:
    """Convert without adding repeated entries together."""
    n_rows, n_columns = table.shape
    row, column = table.coords
    order = np.argsort(row, kind="stable") if np.any(np.diff(row) < 0) else slice(None)
    starts = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=n_rows))])
    return sparse.csr_array((table.data[order], column[order], starts), shape=(n_rows, n_columns))
