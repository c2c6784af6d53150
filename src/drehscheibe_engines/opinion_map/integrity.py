"""Signs of coordinated voting: look-alikes and bursts. A sign is not a proof."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, special
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from drehscheibe_engines.opinion_map.axes import find_axes
from drehscheibe_engines.opinion_map.sparse_statistics import (
    centred_matrix,
    count_votes,
    statement_means,
)
from drehscheibe_engines.opinion_map.votes import VoteTable

Floats = NDArray[np.float64]

#: People below this number of common votes are never compared.
COMMON_VOTES = 8
#: A cluster of look-alikes is reported from this size on.
SMALLEST_CLUSTER = 5
#: Expected number of people who look like a given person by chance.
CHANCE_PARTNERS = 0.02
#: A member of a cluster looks like at least this many others. By chance one person in
#: 24 / CHANCE_PARTNERS^4, or 150 million, does.
NEEDED_PARTNERS = 4
#: Standardised excess from which a pair counts as alike in the first, coarse round.
FIRST_LIMIT = 1.5
#: Up to this many people every pair is compared, above it only neighbours on the map.
ALL_PAIRS = 6000
NEIGHBOURS = 40
#: Look-alikes give the same answer on at least this share of their common votes.
SAME_RATIO = 0.85
BLOCK = 500


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A set of people whose votes agree more than their opinions explain.

    Attributes
    ----------
    people : tuple of int
        Indices, ascending.
    same_votes : float
        Mean share of equal answers among common votes inside the set, 0-1.
    burst_ratio : float or None
        Share of the set that arrived within the busiest hour of the set; None without times.
    """

    people: tuple[int, ...]
    same_votes: float
    burst_ratio: float | None


@dataclass(frozen=True, slots=True)
class ArrivalCurve:
    """First votes of people over time.

    Attributes
    ----------
    edges : ndarray, shape (n_bins + 1,)
        In the unit of the given times.
    arrivals : ndarray of int, shape (n_bins,)
    bursts : tuple of int
        Bins with more arrivals than chance explains at the usual pace of their surroundings.
    """

    edges: Floats
    arrivals: NDArray[np.int64]
    bursts: tuple[int, ...]


def find_look_alikes(
    table: VoteTable,
    *,
    seed: int,
    first_votes: Floats | None = None,
    hour: float = 3600.0,
) -> list[Suspicion]:
    """Find clusters of people whose votes are near-identical beyond their shared opinion.

    Parameters
    ----------
    table : VoteTable
    seed : int
    first_votes : ndarray, shape (n_people,), optional
        Time of each person's first vote.
    hour : float
        One hour in the unit of the times.

    Returns
    -------
    list of Suspicion
        Largest first.

    Notes
    -----
    For each pair the number of equal answers is compared with what two independent people
    with the same habits would give; a pair looks alike if the standardised excess is
    beyond the level at which a person has `CHANCE_PARTNERS` partners by chance, with at
    least 85 % equal answers. People with `NEEDED_PARTNERS` partners form clusters. O(n_people^2) up to `ALL_PAIRS`
    people, then O(n_people log n_people).
    """
    limit = float(-special.ndtri(CHANCE_PARTNERS / max(table.n_people, 2)))
    pairs = _suspicious_pairs(table, seed, limit)
    partners = np.bincount(np.concatenate(pairs[:2]), minlength=table.n_people)
    core = partners >= NEEDED_PARTNERS
    kept = core[pairs[0]] & core[pairs[1]]
    pairs = (pairs[0][kept], pairs[1][kept], pairs[2][kept])
    size = (table.n_people, table.n_people)
    graph = sparse.coo_array((np.ones(pairs[0].size), (pairs[0], pairs[1])), shape=size)
    _, component = connected_components(graph, directed=False)
    sizes = np.bincount(component, minlength=1)
    found = []
    for number in np.flatnonzero(sizes >= SMALLEST_CLUSTER):
        inside = component[pairs[0]] == number
        people = _complete(table, np.flatnonzero(component == number), limit)
        burst = None if first_votes is None else _busiest(first_votes[people], hour)
        same = float(np.mean(pairs[2][inside]))
        found.append(Suspicion(tuple(people.tolist()), same, burst))
    return sorted(found, key=lambda entry: (-len(entry.people), entry.people))


def arrival_curve(first_votes: Floats, *, bin_width: float) -> ArrivalCurve:
    """Count arrivals per bin and mark bursts.

    A bin is a burst if its count is beyond the level that a Poisson process with the median
    pace of the surrounding 24 bins exceeds once in a thousand curves.

    Parameters
    ----------
    first_votes : ndarray, shape (n_people,)
    bin_width : float
        In the unit of the times.
    """
    if not first_votes.size:
        return ArrivalCurve(np.zeros(1), np.zeros(0, np.int64), ())
    start = np.floor(first_votes.min() / bin_width) * bin_width
    place = ((first_votes - start) // bin_width).astype(np.int64)
    # Years without votes between two people must not fill the memory.
    arrivals = np.bincount(np.minimum(place, 100_000))
    padded = np.pad(arrivals, 12, mode="reflect" if arrivals.size > 12 else "edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 25)
    pace = np.maximum(np.median(windows, axis=1), 1.0)
    tail = special.pdtrc(np.maximum(arrivals - 1, 0), pace)
    bursts = np.flatnonzero((tail < 1e-3 / arrivals.size) & (arrivals >= SMALLEST_CLUSTER))
    edges = start + bin_width * np.arange(arrivals.size + 1)
    return ArrivalCurve(edges, arrivals, tuple(bursts.tolist()))


def _complete(table: VoteTable, core: NDArray[np.int64], limit: float) -> NDArray[np.int64]:
    """Add everybody who follows the common answers of a cluster too closely for chance."""
    own = count_votes(table.select_people(core))[0]
    cast = own.sum(axis=0)
    agreed = (cast >= SMALLEST_CLUSTER) & (own.max(axis=0) >= 0.75 * cast)
    script = np.where(agreed, np.argmax(own, axis=0) - 1, 2)
    weights = np.ones(table.n_people)
    weights[core] = 0.0
    chances = _answer_chances(table, weights)
    rows, columns = table.rows, table.columns
    common = np.bincount(rows, agreed[columns], table.n_people)
    same = np.bincount(rows, table.values == script[columns], table.n_people)
    chance = np.zeros(table.values.size)
    for answer, matrix in enumerate(chances):
        chance += np.where(script[columns] == answer - 1, matrix.data, 0.0)
    expected = np.bincount(rows, chance, table.n_people)
    variance = np.bincount(rows, chance * (1 - chance), table.n_people)
    excess = (same - expected - 0.5) / np.sqrt(np.maximum(variance, 0.25))
    follows = (common >= COMMON_VOTES) & (same >= SAME_RATIO * common) & (excess > limit)
    return np.union1d(core, np.flatnonzero(follows))


def _answer_chances(table: VoteTable, weights: Floats) -> list[sparse.csr_array]:
    """Chance of each answer in each cast vote, from the statement and the person's habit.

    A person who agrees with nearly everything is like others who do; that is a habit, not a
    conspiracy. So each answer's share on the statement is weighted by how much more often
    the person gives that answer than expected.
    """
    rows, columns = table.rows, table.columns
    code = columns + (table.values.astype(np.int64) + 1) * table.n_statements
    counts = np.bincount(code, weights[rows], 3 * table.n_statements).reshape(3, -1)
    share = (counts + 1.0) / (counts.sum(axis=0) + 3.0)
    weighted = []
    for answer, value in enumerate((-1, 0, 1)):
        given = np.bincount(rows, table.values == value, table.n_people)
        usual = np.bincount(rows, share[answer, columns], table.n_people)
        habit = (given + 1.0) / (usual + 1.0)
        weighted.append(share[answer, columns] * habit[rows])
    total = weighted[0] + weighted[1] + weighted[2]
    return [table.matrix((part / total).astype(np.float32)) for part in weighted]


def _suspicious_pairs(
    table: VoteTable, seed: int, limit: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Return both people and the share of equal answers of every suspicious pair."""
    eligible = np.flatnonzero(table.votes_per_person >= COMMON_VOTES)
    neighbours = None if eligible.size <= ALL_PAIRS else _neighbours(table, eligible, seed)
    # A large brigade makes its own answers look usual. In a first round people count the
    # less, the more others vote like them; the second round judges by what is usual then.
    first = _all_pairs(table, eligible, neighbours, np.ones(table.n_people), FIRST_LIMIT)
    partners = np.bincount(np.concatenate(first[:2]), minlength=table.n_people)
    return _all_pairs(table, eligible, neighbours, 1 / (1 + partners), limit)


def _all_pairs(
    table: VoteTable,
    eligible: NDArray[np.int64],
    neighbours: NDArray[np.int64] | None,
    weights: Floats,
    limit: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    answers = [table.matrix((table.values == vote).astype(np.float32)) for vote in (-1, 0, 1)]
    chances = _answer_chances(table, weights)
    empty = np.zeros(0, dtype=np.int64)
    found = [(empty, empty, np.zeros(0))]
    for start in range(0, eligible.size, BLOCK):
        block = eligible[start : start + BLOCK]
        others = eligible if neighbours is None else np.unique(neighbours[start : start + BLOCK])
        found.append(_compare(block, others, answers, chances, limit))
    joined = [np.concatenate(parts) for parts in zip(*found, strict=True)]
    return joined[0], joined[1], joined[2]


def _compare(
    block: NDArray[np.int64],
    others: NDArray[np.int64],
    answers: list[sparse.csr_array],
    chances: list[sparse.csr_array],
    limit: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    same = _products(answers, answers, block, others)
    ones = sum(answers)
    common = (ones[block] @ ones[others].T).toarray()
    expected = _products(chances, chances, block, others)
    # Largest variance that this expectation allows, so that no pair looks odder than it is.
    variance = expected * (1 - expected / np.maximum(common, 1))
    excess = (same - expected - 0.5) / np.sqrt(np.maximum(variance, 0.25))
    alike = (common >= COMMON_VOTES) & (same >= SAME_RATIO * common) & (excess > limit)
    alike &= others[None, :] > block[:, None]
    row, column = np.nonzero(alike)
    return block[row], others[column], np.asarray(same[row, column] / common[row, column])


def _products(
    left: list[sparse.csr_array],
    right: list[sparse.csr_array],
    block: NDArray[np.int64],
    others: NDArray[np.int64],
) -> Floats:
    parts = [(one[block] @ two[others].T).toarray() for one, two in zip(left, right, strict=True)]
    return np.asarray(parts[0] + parts[1] + parts[2], dtype=np.float64)


def _neighbours(table: VoteTable, eligible: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    centred = centred_matrix(table, statement_means(count_votes(table)[0]))
    axes = find_axes(centred, 8, tolerance=1e-3, seed=seed)
    scale = np.sqrt(np.maximum(table.votes_per_person, 1))[:, None]
    places = (np.asarray(centred @ axes.directions) / scale)[eligible]
    _, nearest = cKDTree(places).query(places, k=min(NEIGHBOURS, eligible.size))
    return np.asarray(eligible[nearest])


def _busiest(times: Floats, hour: float) -> float:
    ordered = np.sort(times)
    within = np.searchsorted(ordered, ordered + hour, side="right") - np.arange(ordered.size)
    return float(within.max() / ordered.size)
