from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe_engines.opinion_map import (
    OpinionMap,
    Planted,
    VoteTable,
    choose_statement,
    plant_groups,
    statement_priorities,
)
from drehscheibe_engines.opinion_map.integrity import arrival_curve, find_look_alikes
from drehscheibe_engines.opinion_map.routing import EXPLORATION, offer_probabilities


def add_brigade(
    planted: Planted, size: int, seed: int, noise: float = 0.05, n_scripted: int = 30
) -> VoteTable:
    """Let ``size`` more people vote by one script, with some answers off it."""
    rng = np.random.default_rng(seed)
    table = planted.table
    statements = rng.permutation(table.n_statements)[:n_scripted]
    script = rng.choice([-1, 1], n_scripted)
    votes = np.tile(script, size)
    off = rng.random(votes.size) < noise
    votes[off] = rng.integers(-1, 2, int(off.sum()))
    people = np.repeat(np.arange(size) + table.n_people, n_scripted)
    return VoteTable.from_columns(
        np.concatenate([table.rows, people]),
        np.concatenate([table.columns, np.tile(statements, size)]),
        np.concatenate([table.values, votes]),
    )


@pytest.mark.parametrize("seed", range(3))
def test_honest_groups_raise_no_suspicion(seed: int) -> None:
    planted = plant_groups(
        n_people=500, n_statements=80, votes_per_person=30, seed=seed, n_groups=3
    )

    assert find_look_alikes(planted.table, seed=0) == []


@pytest.mark.parametrize("ratio", [0.05, 0.2])
def test_a_brigade_is_found_and_nobody_else(ratio: float) -> None:
    planted = plant_groups(n_people=500, n_statements=80, votes_per_person=30, seed=3, n_groups=2)
    size = int(500 * ratio / (1 - ratio))

    found = find_look_alikes(add_brigade(planted, size, seed=3), seed=0)

    people = {person for suspicion in found for person in suspicion.people}
    assert {person for person in people if person < 500} == set()
    assert len(people) >= 0.6 * size


def test_the_result_says_what_the_brigade_changes() -> None:
    planted = plant_groups(n_people=400, n_statements=60, votes_per_person=30, seed=3, n_groups=2)
    table = add_brigade(planted, 90, seed=3)

    report = OpinionMap(n_groups=2).fit(table).result_.integrity

    assert len(report.suspicions) == 1
    assert report.k_without == 2


def test_a_burst_of_arrivals_is_marked() -> None:
    rng = np.random.default_rng(0)
    steady = rng.uniform(0, 100 * 3600, 400)
    burst = rng.uniform(50 * 3600, 51 * 3600, 60)

    quiet = arrival_curve(steady, bin_width=3600)
    busy = arrival_curve(np.concatenate([steady, burst]), bin_width=3600)

    assert quiet.bursts == ()
    place = int((50 * 3600 - busy.edges[0]) // 3600)
    assert set(busy.bursts) & {place, place + 1} == set(busy.bursts) != set()
    assert busy.arrivals.sum() == 460


Rows = list[tuple[int, int, int]]
counts_of_statements = st.lists(
    st.tuples(st.integers(0, 80), st.integers(0, 30), st.integers(0, 80)), min_size=1, max_size=25
)


@given(counts_of_statements, st.integers(0, 2**31))
def test_offers_are_a_probability_distribution_over_open_statements(rows: Rows, seed: int) -> None:
    counts = np.array(rows).T
    open_to = np.asarray(np.random.default_rng(seed).random(counts.shape[1]) < 0.6)

    chances = offer_probabilities(statement_priorities(counts), counts, open_to)

    assert chances[~open_to].sum() == 0
    assert chances.sum() == pytest.approx(1.0 if open_to.any() else 0.0)
    assert (chances[open_to] >= EXPLORATION / max(open_to.sum(), 1) - 1e-12).all()


@given(counts_of_statements)
def test_a_person_is_offered_each_statement_once_and_the_same_way_again(rows: Rows) -> None:
    counts = np.array(rows).T
    priorities = statement_priorities(counts)

    def walk() -> list[int]:
        open_to = np.ones(counts.shape[1], dtype=bool)
        offers: list[int] = []
        while (
            offer := choose_statement("p7", len(offers), priorities, counts, open_to, seed=3)
        ) is not None:
            offers.append(offer.statement)
            open_to[offer.statement] = False
        return offers

    offers = walk()

    assert sorted(offers) == list(range(counts.shape[1]))
    assert offers == walk()


def test_offers_follow_their_stated_probability() -> None:
    counts = np.array([[50, 20, 5, 1], [2, 2, 2, 0], [5, 20, 50, 1]])
    priorities, open_to = statement_priorities(counts), np.ones(4, dtype=bool)
    chances = offer_probabilities(priorities, counts, open_to)

    offers = [
        choose_statement(person, 0, priorities, counts, open_to, seed=1) for person in range(6000)
    ]
    drawn = [offer.statement for offer in offers if offer is not None]

    np.testing.assert_allclose(np.bincount(drawn, minlength=4) / 6000, chances, atol=0.02)
    assert len(set(np.round(chances, 3))) > 1


def test_a_new_statement_gets_its_share() -> None:
    counts = np.full((3, 50), 40)
    counts[:, -1] = 0

    chances = offer_probabilities(statement_priorities(counts), counts, np.ones(50, dtype=bool))

    assert chances[-1] >= 0.2


def test_exposure_stays_even_enough() -> None:
    rng = np.random.default_rng(0)
    truth = rng.uniform(0.1, 0.9, 40)
    counts = np.zeros((3, 40), dtype=np.int64)
    for person in range(300):
        open_to = np.ones(40, dtype=bool)
        priorities = statement_priorities(counts)
        for draw in range(10):
            offer = choose_statement(person, draw, priorities, counts, open_to, seed=5)
            assert offer is not None
            open_to[offer.statement] = False
            counts[2 if rng.random() < truth[offer.statement] else 0, offer.statement] += 1

    exposure = np.sort(counts.sum(axis=0))
    gini = 2 * np.sum(np.arange(1, 41) * exposure) / (40 * exposure.sum()) - 41 / 40

    assert exposure.min() >= 20
    assert gini <= 0.5
