"""From a log of votes to sorted rows in which each person's last vote on a statement counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Votes handled at once, so that temporary arrays stay in the processor's cache.
CHUNK = 2**16
#: Bits of a sorting key; the sign of a 64-bit number stays free.
KEY_BITS = 63


def checked_votes(votes: ArrayLike) -> NDArray[np.int8]:
    """Return the votes as small numbers.

    Raises
    ------
    ValueError
        On a vote other than 1, 0, -1; the message says which.
    """
    given = np.asarray(votes)
    fine = given.dtype.kind == "i" and given.size and given.min() >= -1 and given.max() <= 1
    if not fine:
        wrong = (given != 1) & (given != 0) & (given != -1)
        if np.any(wrong):
            place = int(np.flatnonzero(wrong)[0])
            raise ValueError(f"vote number {place + 1} is {given[place]!r}, expected 1, 0 or -1")
    return given.astype(np.int8, copy=False)


def final_votes(
    person: NDArray[np.int32],
    statement: NDArray[np.int32],
    values: NDArray[np.int8],
    times: ArrayLike | None,
    shape: tuple[int, int],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int8]]:
    """Sort into rows and keep, per person and statement, the vote that came last.

    Parameters
    ----------
    person, statement : ndarray of int32, shape (n_votes,)
    values : ndarray of int8, shape (n_votes,)
    times : ndarray, shape (n_votes,), optional
        Without times the order of the arrays is that of time; at one and the same time the
        smaller value counts.
    shape : tuple of int
        Numbers of people and of statements.

    Returns
    -------
    ndarray of int64, shape (n_people + 1,)
        Where each person's votes start.
    ndarray of int32 and of int8, shape (number of final votes,)
        Statements, ascending within a person, and votes.

    Notes
    -----
    Person, statement, arrival and vote are packed into one whole number each, so that a
    single plain sort does everything and nothing is looked up at random afterwards.
    """
    if times is not None:
        # Descending value inside one instant: the smaller value comes last and counts.
        order = np.lexsort((-values, np.asarray(times)))
        person, statement, values = person[order], statement[order], values[order]
    statement_bits = max(shape[1] - 1, 0).bit_length()
    arrival_bits = max(values.size - 1, 0).bit_length()
    if max(shape[0] - 1, 0).bit_length() + statement_bits + arrival_bits + 2 > KEY_BITS:
        return _by_index(person, statement, values, shape)
    keys = np.empty(values.size, dtype=np.int64)
    for part in _chunks(values.size):
        key = keys[part]
        key[:] = person[part]
        key <<= statement_bits
        key |= statement[part]
        key <<= arrival_bits
        key |= np.arange(part.start, part.start + key.size)
        key <<= 2
        key += values[part]
        key += 1
    keys.sort()
    return _unpacked(keys, statement_bits, arrival_bits + 2, shape[0])


def _unpacked(
    keys: NDArray[np.int64], statement_bits: int, low_bits: int, n_people: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int8]]:
    """Read rows, columns and votes from sorted keys; of equal places the last one counts."""
    lengths = np.zeros(n_people, dtype=np.int64)
    columns = np.empty(keys.size, dtype=np.int32)
    values = np.empty(keys.size, dtype=np.int8)
    size = 0
    for part in _chunks(keys.size):
        # One key more than is read: it says whether the last place occurs again.
        places = keys[part.start : part.stop + 1] >> low_bits
        last = np.ones(min(part.stop, keys.size) - part.start, dtype=bool)
        np.not_equal(places[1:], places[:-1], out=last[: places.size - 1])
        places, answers = places[: last.size], keys[part] & 3
        if not last.all():
            places, answers = places[last], answers[last]
        filled = slice(size, size + places.size)
        np.bitwise_and(places, (1 << statement_bits) - 1, out=columns[filled], casting="unsafe")
        np.subtract(answers, 1, out=values[filled], casting="unsafe")
        people = places >> statement_bits
        if people.size:
            counted = np.bincount(people - people[0])
            lengths[people[0] : people[0] + counted.size] += counted
        size += places.size
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return starts, columns[:size], values[:size]


def _by_index(
    person: NDArray[np.int32],
    statement: NDArray[np.int32],
    values: NDArray[np.int8],
    shape: tuple[int, int],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int8]]:
    """Do the same where a key would need more bits than there are."""
    order = np.lexsort((statement, person))
    person, statement, values = person[order], statement[order], values[order]
    last = np.ones(values.size, dtype=bool)
    last[:-1] = (person[1:] != person[:-1]) | (statement[1:] != statement[:-1])
    starts = np.concatenate([[0], np.cumsum(np.bincount(person[last], minlength=shape[0]))])
    return starts, statement[last], values[last]


def _chunks(size: int) -> list[slice]:
    return [slice(start, start + CHUNK) for start in range(0, size, CHUNK)]
