from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe_engines.opinion_map.bridging import (
    Camp,
    bridge,
    leave_one_camp_out,
    minority_positions,
)
from drehscheibe_engines.opinion_map.camps import gather_camps
from drehscheibe_engines.opinion_map.factorisation import factorise
from drehscheibe_engines.opinion_map.intervals import (
    false_discovery_q_values,
    homogeneity_p_values,
    share_interval,
)
from drehscheibe_engines.opinion_map.planted import draw_mask, draw_votes
from drehscheibe_engines.opinion_map.votes import VoteTable

Pairs = list[tuple[int, int]]

TWO = (Camp("group", "0", 100), Camp("group", "1", 40))


def _counts(*agree_of_100: Sequence[float]) -> np.ndarray:
    """Per camp a row of agree counts out of 100, everybody else disagreeing."""
    agree = np.array(agree_of_100, dtype=float)
    return np.stack([100 - agree, np.zeros_like(agree), agree], axis=1)


def test_verdicts_of_clear_cases() -> None:
    counts = _counts([90, 10, 90, 52], [85, 12, 15, 50])

    judged = bridge(TWO, counts)

    assert judged.verdict == ("carried", "rejected", "divided", "open")
    assert judged.division[2] > 0.5


def test_few_votes_carry_nothing() -> None:
    counts = np.zeros((2, 3, 30))
    counts[:, 2, :] = 2

    assert set(bridge(TWO, counts).verdict) <= {"open", "carried"}
    assert bridge(TWO, np.zeros((2, 3, 1))).verdict == ("open",)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=12),
)
def test_bounds_enclose_and_the_weakest_camp_decides(pairs: Pairs) -> None:
    first, second = zip(*pairs, strict=True)
    judged = bridge(TWO, _counts(first, second))

    assert (judged.low <= judged.mean + 1e-9).all()
    assert (judged.mean <= judged.high + 1e-9).all()
    np.testing.assert_allclose(judged.score, judged.mean.min(axis=0))
    carried = np.array(judged.verdict) == "carried"
    np.testing.assert_array_equal(carried, (judged.low > 0.5).all(axis=0))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=12))
def test_order_of_camps_does_not_matter(pairs: Pairs) -> None:
    first, second = zip(*pairs, strict=True)

    one = bridge(TWO, _counts(first, second))
    other = bridge(TWO[::-1], _counts(second, first))

    assert one.verdict == other.verdict
    np.testing.assert_allclose(one.score, other.score, rtol=1e-9)


def test_a_strong_minority_is_named() -> None:
    counts = _counts([5, 50, 60], [95, 50, 55])
    counts[0] *= 5

    found = minority_positions(TWO, counts)

    assert [(one.statement, one.camp, one.answer) for one in found] == [(0, 1, "agree")]
    assert found[0].everybody < 0.25


def test_leaving_out_a_camp_shows_what_it_holds_up() -> None:
    counts = _counts([90, 90], [90, 10])

    table = leave_one_camp_out(TWO, counts)

    assert [(one.camp, one.gained, one.lost) for one in table] == [(0, (), ()), (1, (1,), ())]


def test_benches_and_their_crossings_become_camps() -> None:
    table = VoteTable.from_votes([(p, s, 1 if p < 30 else -1) for p in range(60) for s in range(8)])
    posterior = np.eye(2)[(np.arange(60) >= 30).astype(int)]
    benches = {str(p): "union" if p % 2 else "firm" for p in range(60)}

    camps, counts = gather_camps(table, posterior, "group", (0, 1), benches)

    assert [(camp.kind, camp.name, camp.size) for camp in camps] == [
        ("group", "0", 30),
        ("group", "1", 30),
        ("bench", "firm", 30),
        ("bench", "union", 30),
        ("cell", "0 × firm", 15),
        ("cell", "1 × firm", 15),
        ("cell", "0 × union", 15),
        ("cell", "1 × union", 15),
    ]
    assert counts[:, 2, 0].tolist() == [30, 0, 15, 15, 15, 0, 15, 0]
    assert set(bridge(camps, counts).verdict) == {"divided"}


def test_factor_model_tells_shared_from_majority_agreement() -> None:
    rng = np.random.default_rng(4)
    camp = (rng.random(600) < 0.2).astype(int)
    shared = np.arange(60) < 20
    share = np.where(shared, 0.75, np.stack([np.full(60, 0.85), np.full(60, 0.2)]))
    rows, columns = draw_mask(rng, 600, 60, 30)
    values = draw_votes(rng, share[camp[rows], columns], 0.1)
    table = VoteTable.from_columns(rows, columns, values, statements=range(60))
    start = rng.normal(size=table.n_people) + 2 * camp[[int(p) for p in table.participants]]

    fit = factorise(table, start=start)

    order = np.argsort(-fit.statement_intercept)
    assert set(order[:20].tolist()) == set(range(20))


def test_jeffreys_interval_of_known_values() -> None:
    # Brown, Cai & DasGupta (2001), formula (9): Beta quantiles at 5 and 95 %.
    mean, low, high = share_interval(0, 10)

    assert float(mean) == 0.5 / 11
    assert abs(float(high) - 0.1708) < 5e-4
    assert 0 <= low < 0.001


def test_share_intervals_cover_as_often_as_stated() -> None:
    rng = np.random.default_rng(0)
    truth = rng.uniform(0.1, 0.9, 4000)
    trials = rng.integers(20, 200, 4000)

    _, low, high = share_interval(rng.binomial(trials, truth), trials)

    assert 0.88 <= np.mean((low <= truth) & (truth <= high)) <= 0.92


def test_false_discovery_values_of_a_worked_example() -> None:
    p_values = np.array([0.01, 0.04, 0.03, 0.5])

    np.testing.assert_allclose(false_discovery_q_values(p_values), [0.04, 0.16 / 3, 0.16 / 3, 0.5])


def test_equal_groups_are_flagged_at_the_level_only() -> None:
    rng = np.random.default_rng(1)
    shares = [0.3, 0.15, 0.55]
    counts = np.stack([rng.multinomial(size, shares, 3000).T for size in (120, 60, 90)])

    p_values = homogeneity_p_values(counts)

    assert 0.035 <= np.mean(p_values <= 0.05) <= 0.065


def test_too_few_votes_give_no_judgement() -> None:
    counts = np.zeros((2, 3, 2), dtype=int)
    counts[0, 2, 0] = counts[1, 0, 0] = 1

    np.testing.assert_array_equal(homogeneity_p_values(counts), [1.0, 1.0])
