"""The camps of a conversation: groups, declared benches and where they cross."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.bridging import SMALLEST_CELL, Camp
from drehscheibe_engines.opinion_map.identifiers import Identifier, canonical_key
from drehscheibe_engines.opinion_map.membership import vote_indicators
from drehscheibe_engines.opinion_map.sparse_statistics import count_votes
from drehscheibe_engines.opinion_map.votes import VoteTable

Floats = NDArray[np.float64]


def gather_camps(
    table: VoteTable,
    posterior: Floats,
    kind: str,
    names: tuple[Identifier, ...],
    benches: Mapping[str, str],
) -> tuple[tuple[Camp, ...], Floats]:
    """Count votes per group, per bench and per sufficiently large crossing of the two.

    Parameters
    ----------
    table : VoteTable
        People to count.
    posterior : ndarray, shape (n_people, n_groups)
        Membership; rows of zeros are people of no group.
    kind : str
        Kind of the groups: "group", "pole" or "all".
    names : tuple, length n_groups
    benches : mapping of participant (as text) to bench

    Returns
    -------
    tuple of Camp
    ndarray, shape (n_camps, 3, n_statements)
        Disagree, pass, agree.
    """
    sizes = np.rint(posterior.sum(axis=0)).astype(int)
    camps = [Camp(kind, str(name), int(n)) for name, n in zip(names, sizes, strict=True)]
    weights = [posterior]
    if not benches:
        return tuple(camps), weighted_counts(table, posterior)
    bench_of = np.array([benches.get(str(person), "") for person in table.participants])
    bench_names = sorted({name for name in bench_of.tolist() if name}, key=canonical_key)
    for bench in bench_names:
        seated = (bench_of == bench).astype(float)
        camps.append(Camp("bench", bench, int(seated.sum())))
        weights.append(seated[:, None])
    for bench in bench_names if len(names) > 1 else []:
        crossing = posterior * (bench_of == bench)[:, None]
        for group, name in enumerate(names):
            if (size := int(np.rint(crossing[:, group].sum()))) >= SMALLEST_CELL:
                camps.append(Camp("cell", f"{name} × {bench}", size))
                weights.append(crossing[:, [group]])
    return tuple(camps), weighted_counts(table, np.hstack(weights))


def weighted_counts(table: VoteTable, weights: Floats) -> Floats:
    """Count votes with a weight per person and camp.

    Parameters
    ----------
    weights : ndarray, shape (n_people, n_camps)

    Returns
    -------
    ndarray, shape (n_camps, 3, n_statements)
    """
    certain = weights.sum(axis=1)
    if np.all(weights == np.rint(weights)) and certain.max(initial=0.0) <= 1:
        labels = np.where(certain > 0, np.argmax(weights, axis=1), -1)
        return count_votes(table, labels, weights.shape[1]).astype(np.float64)
    totals = np.asarray(vote_indicators(table).T @ weights)
    return totals.T.reshape(weights.shape[1], 3, table.n_statements)
