from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from drehscheibe_engines.opinion_map.axes import find_axes, orthonormal, project_people
from drehscheibe_engines.opinion_map.planted import plant_groups
from drehscheibe_engines.opinion_map.sparse_statistics import (
    centred_matrix,
    count_votes,
    statement_means,
)
from drehscheibe_engines.opinion_map.votes import VoteTable


def _imputed(table: VoteTable) -> np.ndarray:
    """What the published method writes out: missing votes replaced by the mean, centred."""
    dense = np.full((table.n_people, table.n_statements), np.nan)
    dense[table.rows, table.columns] = table.values
    means = np.nanmean(dense, axis=0)
    return np.asarray(np.where(np.isnan(dense), means, dense) - means)


def _centred(table: VoteTable) -> sparse.csr_array:
    return centred_matrix(table, statement_means(count_votes(table)[0]))


def _conversation(seed: int, n_people: int, n_statements: int) -> VoteTable:
    rng = np.random.default_rng(seed)
    votes = rng.integers(-1, 2, (n_people, n_statements))
    voted = rng.random(votes.shape) < 0.6
    voted[rng.integers(0, n_people, n_statements), np.arange(n_statements)] = True
    people, statements = np.nonzero(voted)
    return VoteTable.from_columns(
        people.tolist(), statements.tolist(), votes[voted], statements=range(n_statements)
    )


@given(st.integers(0, 10_000), st.integers(3, 25), st.integers(2, 12))
def test_sparse_axes_are_those_of_the_dense_imputed_matrix(
    seed: int, n_people: int, n_statements: int
) -> None:
    table = _conversation(seed, n_people, n_statements)
    dense = _imputed(table)
    wanted = min(2, *dense.shape)

    axes = find_axes(_centred(table), wanted, tolerance=1e-11)

    singular = np.linalg.svd(dense, compute_uv=False)[:wanted]
    np.testing.assert_allclose(axes.eigenvalues, singular**2, rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(
        np.sum((dense @ axes.directions) ** 2, axis=0), singular**2, rtol=1e-7, atol=1e-7
    )


def test_axes_of_a_larger_conversation_agree_with_a_dense_decomposition() -> None:
    table = plant_groups(
        n_people=400, n_statements=60, votes_per_person=25, seed=2, n_groups=4
    ).table
    dense = _imputed(table)

    axes = find_axes(_centred(table), 3, tolerance=1e-11)

    _, _, right = np.linalg.svd(dense, full_matrices=False)
    cosines = np.abs(np.sum(axes.directions * right[:3].T, axis=0))
    np.testing.assert_allclose(cosines, 1, atol=1e-12)


def test_warm_start_needs_fewer_passes_and_finds_the_same() -> None:
    table = plant_groups(
        n_people=600, n_statements=80, votes_per_person=30, seed=1, n_groups=3
    ).table
    cold = find_axes(_centred(table), 2, tolerance=1e-8)

    warm = find_axes(_centred(table), 2, tolerance=1e-8, start=cold.directions)

    assert warm.steps < cold.steps
    np.testing.assert_allclose(warm.directions, cold.directions, atol=1e-6)


def test_largest_loading_is_positive() -> None:
    axes = find_axes(_centred(_conversation(3, 30, 10)), 2, tolerance=1e-10)

    largest = np.argmax(np.abs(axes.directions), axis=0)

    assert (axes.directions[largest, [0, 1]] > 0).all()


def test_orthonormal_drops_dependent_columns() -> None:
    block = np.array([[1.0, 2.0, 0.0], [1.0, 2.0, 1.0], [0.0, 0.0, 3.0]])

    found = orthonormal(block)

    assert found.shape == (3, 2)
    np.testing.assert_allclose(found.T @ found, np.eye(2), atol=1e-12)


def test_positions_scale_with_the_share_of_votes_cast() -> None:
    table = VoteTable.from_votes(
        [("a", s, 1) for s in range(4)] + [("b", 0, -1), ("c", 0, 0), ("c", 1, -1)]
    )
    centred = _centred(table)
    directions = np.eye(4)[:, :1]

    places = project_people(centred, directions, table.votes_per_person, 4)

    raw = np.asarray(centred @ directions)
    expected = raw * np.sqrt(4 / np.array([[4.0], [1.0], [2.0]]))
    np.testing.assert_allclose(places, expected, atol=1e-12)


def test_excluded_statements_have_no_influence() -> None:
    rng = np.random.default_rng(3)
    votes = [(p, s, int(rng.integers(-1, 2))) for p in range(20) for s in range(5)]
    table = VoteTable.from_votes(votes, excluded=[2])

    axes = find_axes(_centred(table), 2, tolerance=1e-10)

    assert axes.directions[2] == pytest.approx([0, 0], abs=1e-12)
