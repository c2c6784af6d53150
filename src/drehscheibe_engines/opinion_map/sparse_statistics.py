"""Exact counts and the centred vote matrix, computed from cast votes only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from drehscheibe_engines.opinion_map.votes import VoteTable

#: Entries handled at once, so that temporary arrays stay in the processor's cache.
CHUNK = 2**18

#: Rows of a count array.
DISAGREE, PASS, AGREE = 0, 1, 2


def count_votes(
    table: VoteTable, labels: NDArray[np.integer] | None = None, n_groups: int = 1
) -> NDArray[np.int64]:
    """Count disagree, pass and agree per group and statement.

    Parameters
    ----------
    table : VoteTable
    labels : ndarray of int, shape (n_people,), optional
        Group of each person, -1 for nobody's group. Without labels all people are one group.
    n_groups : int, >= 1

    Returns
    -------
    ndarray of int64, shape (n_groups, 3, n_statements)
        Second axis: disagree, pass, agree. Their sum is the number of cast votes.

    Notes
    -----
    One pass over the votes, O(n_votes + n_groups * n_statements).
    """
    size = 3 * table.n_statements
    counts = np.zeros((n_groups + 1) * size, dtype=np.int64)
    lengths = table.votes_per_person
    for first, last in _row_blocks(table.row_starts):
        entries = slice(table.row_starts[first], table.row_starts[last])
        code = table.columns[entries].astype(np.int64)
        code += (table.values[entries].astype(np.int64) + 1) * table.n_statements
        if labels is not None:
            # Label -1 is counted in front and cut off afterwards.
            group = labels[first:last].astype(np.int64) + 1
            code += np.repeat(group * size, lengths[first:last])
        else:
            code += size
        counts += np.bincount(code, minlength=counts.size)
    return counts.reshape(n_groups + 1, 3, table.n_statements)[1:]


def statement_means(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean vote of each statement among those who voted on it; 0 if nobody did.

    Parameters
    ----------
    counts : ndarray of int64, shape (3, n_statements)

    Returns
    -------
    ndarray of float64, shape (n_statements,), range -1 to 1
    """
    cast = counts.sum(axis=0)
    return np.asarray((counts[AGREE] - counts[DISAGREE]) / np.maximum(cast, 1))


def centred_matrix(
    table: VoteTable,
    means: NDArray[np.float64],
    *,
    dtype: type[np.floating] = np.float64,
) -> sparse.csr_array:
    """Subtract the statement's mean from every cast vote; missing votes stay absent.

    Imputing the mean and centring, as the published method does on a dense matrix, gives 0
    for every missing vote: the dense matrix *is* this sparse one (Small et al. 2021,
    "Polis: Scaling deliberation by mapping high dimensional opinion spaces", section 3).
    Columns of excluded statements are 0.

    Parameters
    ----------
    table : VoteTable
    means : ndarray, shape (n_statements,)
    dtype : float64 or float32

    Returns
    -------
    scipy.sparse.csr_array, shape (n_people, n_statements)
    """
    data = np.empty(table.values.size, dtype=dtype)
    kept = (~table.excluded).astype(dtype)
    # Nine numbers per three statements: what each possible vote is worth after centring.
    worth = (np.array([[-1], [0], [1]], dtype=dtype) - means.astype(dtype)) * kept
    flat = worth.ravel()
    for start in range(0, data.size, CHUNK):
        part = slice(start, start + CHUNK)
        code = table.columns[part] + (table.values[part].astype(np.int32) + 1) * means.size
        np.take(flat, code, out=data[part])
    return table.matrix(data)


def _row_blocks(row_starts: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Cut the rows into blocks of about CHUNK votes."""
    n_people = row_starts.size - 1
    targets = np.arange(CHUNK, int(row_starts[-1]), CHUNK)
    inner = np.searchsorted(row_starts, targets)
    edges = np.unique(np.concatenate([[0], inner, [n_people]]))
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))
