"""Planted truth is found, noise and continua are left alone."""

from __future__ import annotations

import numpy as np
import pytest

from drehscheibe_engines.opinion_map import (
    MapResult,
    OpinionMap,
    Planted,
    plant_continuum,
    plant_groups,
)
from drehscheibe_engines.opinion_map.groups import adjusted_rand_index, match_groups


def _fit(planted: Planted, n_groups: int | None = None) -> MapResult:
    return OpinionMap(n_groups=n_groups).fit(planted.table).result_


@pytest.mark.parametrize("n_groups", [2, 3, 4])
def test_planted_groups_are_found_in_number_and_members(n_groups: int) -> None:
    planted = plant_groups(
        n_people=800, n_statements=100, votes_per_person=35, seed=5, n_groups=n_groups
    )

    result = _fit(planted)

    on_map = result.labels >= 0
    assert result.structure.k == n_groups
    assert adjusted_rand_index(result.labels[on_map], planted.groups[on_map]) > 0.5
    assert result.stability is not None
    assert result.stability > 0.7


@pytest.mark.parametrize("seed", range(4))
def test_noise_has_no_groups_and_no_representative_statements(seed: int) -> None:
    planted = plant_groups(
        n_people=500, n_statements=60, votes_per_person=25, seed=seed, n_groups=1
    )

    result = _fit(planted)

    assert result.structure.k is None
    assert result.representative == ()
    assert set(result.labels.tolist()) == {-1}


@pytest.mark.parametrize("shape", ["normal", "uniform"])
def test_a_continuum_has_dimensions_but_no_groups(shape: str) -> None:
    planted = plant_continuum(
        n_people=600, n_statements=70, votes_per_person=30, seed=2, shape=shape
    )

    result = _fit(planted)

    assert result.structure.dimensions >= 1
    assert result.structure.k is None


@pytest.mark.slow
def test_confidence_means_what_it_says() -> None:
    right_parts, stated_parts = [], []
    for seed in range(3):
        planted = plant_groups(
            n_people=900, n_statements=100, votes_per_person=20, seed=seed, n_groups=3
        )
        result = _fit(planted, n_groups=3)
        on_map = result.labels >= 0
        known = planted.groups[on_map]
        matched = match_groups(result.labels[on_map], known, 3, 3)
        right_parts.append(matched[result.labels[on_map]] == known)
        stated_parts.append(result.confidence[on_map])
    right, stated = np.concatenate(right_parts), np.concatenate(stated_parts)

    between = (stated >= 0.8) & (stated < 0.9)

    assert between.sum() > 100
    assert 0.75 <= right[between].mean() <= 0.95


@pytest.mark.slow
def test_intervals_of_group_shares_cover_the_truth_as_often_as_stated() -> None:
    covered = []
    for seed in range(4):
        planted = plant_groups(
            n_people=900, n_statements=80, votes_per_person=30, seed=seed, n_groups=2
        )
        result = _fit(planted, n_groups=2)
        on_map = result.labels >= 0
        matched = match_groups(result.labels[on_map], planted.groups[on_map], 2, 2)
        truth = planted.agree_share[matched]
        assert result.shares is not None
        covered.append((result.shares.low <= truth) & (truth <= result.shares.high))

    assert 0.86 <= np.mean(covered) <= 0.95


@pytest.mark.slow
def test_representative_statements_are_the_planted_ones() -> None:
    false, found, planted_count = 0, 0, 0
    for seed in range(3):
        planted = plant_groups(
            n_people=900, n_statements=100, votes_per_person=30, seed=seed, n_groups=3
        )
        result = _fit(planted, n_groups=3)
        listed = {one.statement for effects in result.representative for one in effects}
        truth = set(np.flatnonzero(planted.divisive).tolist())
        false += len(listed - truth)
        found += len(listed & truth)
        planted_count += len(truth)

    assert false <= 0.1 * (false + found)
    assert found >= 0.95 * planted_count


def test_given_groups_are_used_as_they_are() -> None:
    planted = plant_groups(n_people=300, n_statements=40, votes_per_person=20, seed=1, n_groups=2)
    given: dict[int | str, str] = {
        person: f"G{group}" for person, group in enumerate(planted.groups.tolist())
    }

    result = OpinionMap().fit(planted.table, groups=given).result_

    assert result.group_names == ("G0", "G1")
    np.testing.assert_array_equal(result.labels, planted.groups)
    listed = {one.statement for effects in result.representative for one in effects}
    assert len(listed & set(np.flatnonzero(planted.divisive))) >= 14


def test_no_clusters_asks_for_none() -> None:
    planted = plant_groups(n_people=300, n_statements=40, votes_per_person=20, seed=1)

    assert _fit(planted, n_groups=0).structure.k is None


def test_adjusted_rand_index_of_known_partitions() -> None:
    assert adjusted_rand_index(np.array([0, 0, 1, 1]), np.array([5, 5, 2, 2])) == 1
    # Worked by hand: sum over cells 1, rows 2, columns 2, all pairs 6.
    value = adjusted_rand_index(np.array([0, 0, 1, 1, 2]), np.array([0, 0, 1, 2, 2]))
    assert value == pytest.approx((1 - 2 * 2 / 10) / (2 - 2 * 2 / 10))
