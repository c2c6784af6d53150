"""Protection of small groups, attacked in every way we know."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from drehscheibe_engines import survey_stats as stats
from drehscheibe_engines.survey_stats.tests.attacks import count_determined, lines_of_table

RULE = stats.ProtectionRule()
LARGEST = {1: 20, 2: 9, 3: 6, 4: 4, 5: 3}


def draw_table(seed: int, dimensions: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(1, LARGEST[dimensions], size=dimensions, endpoint=True))
    return rng.negative_binomial(1, rng.choice([0.02, 0.1, 0.4]), size=shape)


def protect(table: np.ndarray) -> stats.ProtectedTable:
    return stats.protect_table(table, stats.too_small(stats.add_totals(table), RULE))


@settings(deadline=None)
@given(seed=st.integers(0, 100_000), dimensions=st.integers(1, 5))
def test_no_hidden_cell_follows_from_visible_ones(seed: int, dimensions: int) -> None:
    table = draw_table(seed, dimensions)

    found = protect(table)

    assert (found.hidden | ~found.primary).all()
    assert not stats.find_subtractable(found.hidden).any()
    hidden = [("", tuple(map(int, cell))) for cell in np.argwhere(found.hidden)]
    assert count_determined(hidden, lines_of_table(found.hidden.shape)) == 0


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 100_000), dimensions=st.integers(2, 3))
def test_knowing_that_counts_are_not_negative_does_not_help_either(
    seed: int, dimensions: int
) -> None:
    table = draw_table(seed, dimensions)
    if table.size > 60:
        table = table[:4, :4]
    found = protect(table)
    values = stats.add_totals(table)
    cells = [tuple(map(int, cell)) for cell in np.argwhere(found.hidden)]
    number = {cell: k for k, cell in enumerate(cells)}
    equations: list[np.ndarray] = []
    sums: list[float] = []
    for line in lines_of_table(values.shape):
        row = np.zeros(len(cells))
        for (_, cell), factor in line:
            if cell in number:
                row[number[cell]] = factor
        if row.any():
            equations.append(row)
            sums.append(-sum(f * float(values[c]) for (_, c), f in line if c not in number))

    for k in range(0, len(cells), max(len(cells) // 5, 1)):
        aim = np.eye(len(cells))[k]
        low = linprog(aim, A_eq=equations, b_eq=sums, bounds=(0, None))
        high = linprog(-aim, A_eq=equations, b_eq=sums, bounds=(0, None))
        unbounded = high.status == 3
        assert low.status == 0
        assert unbounded or -high.fun - low.fun >= 1 - 1e-6


def test_safe_table_stays_complete() -> None:
    assert not protect(np.full((4, 5), 50)).hidden.any()


def test_one_small_cell_takes_three_companions_and_no_total() -> None:
    table = np.full((3, 4), 40)
    table[1, 2] = 4

    found = protect(table)

    assert found.hidden.sum() == 4
    assert not found.hidden[-1].any()
    assert not found.hidden[:, -1].any()


def test_companions_are_large_enough_to_leave_room() -> None:
    table = np.array([[4, 0, 60], [0, 0, 70], [50, 60, 70]])

    found = protect(table)

    # Beside the 4 every box of zeros would leave no room; the range must be at least 10 wide.
    for box in found.boxes:
        corners = np.ix_(*(np.array(pair) for pair in box))
        assert stats.add_totals(table)[corners].max() >= 10


def test_zero_is_hidden_like_any_small_number() -> None:
    assert protect(np.array([[0, 50], [60, 70]])).hidden[0, 0]


def test_table_of_one_small_cell_is_withheld() -> None:
    assert protect(np.array([[3]])).hidden.all()


@pytest.mark.parametrize(
    ("contributions", "dominated"),
    [
        ([90, 5, 5], True),
        ([30, 30, 40], False),
        ([50, 40, 10], True),
        ([50, 30, 4, 16], False),
        ([60, 20, 3], True),
        ([7], True),
        ([], False),
        ([0, 0], False),
    ],
)
def test_dominance_of_one_or_two_contributors(contributions: list[float], dominated: bool) -> None:
    assert stats.is_dominated(contributions) is dominated


def test_sums_are_protected_with_the_dominance_mask() -> None:
    sums = np.array([[100.0, 900, 500], [700, 800, 900]])
    unsafe = np.zeros((3, 4), dtype=bool)
    unsafe[0, 0] = stats.is_dominated([95, 5])

    found = stats.protect_table(sums, unsafe, ambiguity=20)

    assert found.hidden.sum() == 4
    assert not stats.find_subtractable(found.hidden).any()


def test_few_contributors_hide_a_large_cell() -> None:
    counts = np.array([50.0, 60.0])

    hidden = stats.too_small(counts, RULE, contributors=np.array([2.0, 3.0]))

    assert hidden.tolist() == [True, False]


def test_subtraction_attack_finds_an_unprotected_cell() -> None:
    hidden = np.zeros((3, 3), dtype=bool)
    hidden[0, 0] = hidden[1, 0] = True

    assert stats.find_subtractable(hidden).sum() == 2


@pytest.mark.parametrize("wrong", [{"cell": 0}, {"base": 2.5}, {"contributors": True}])
def test_impossible_limits_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(stats.SurveyInputError, match=f"protect.{next(iter(wrong))}"):
        stats.ProtectionRule(**wrong)


@pytest.mark.parametrize("table", [np.array([[-1.0]]), np.array([[np.nan]])])
def test_impossible_tables_are_refused(table: np.ndarray) -> None:
    with pytest.raises(stats.SurveyInputError, match="table"):
        stats.protect_table(table, np.ones((2, 2), bool))


def marks(n: int, *people: int) -> np.ndarray:
    return np.isin(np.arange(n), people)


def test_cut_whose_remainder_is_small_is_refused() -> None:
    everybody = np.ones(100, bool)
    nearly_all = ~marks(100, 1, 2, 3)

    decision = stats.check_cut(nearly_all, [everybody])

    assert (decision.is_allowed, decision.uncovered) == (False, 3)
    assert "10 Menschen" in decision.reason_de


def test_small_cut_itself_is_refused_and_large_halves_are_allowed() -> None:
    everybody = np.ones(100, bool)

    assert not stats.check_cut(marks(100, *range(9)), [everybody]).is_allowed
    assert stats.check_cut(marks(100, *range(50)), [everybody]).is_allowed


def test_three_cuts_that_isolate_together_are_refused() -> None:
    west, east = marks(100, *range(40)), marks(100, *range(40, 95))
    everybody = np.ones(100, bool)

    assert stats.check_cut(east, [west]).is_allowed
    assert not stats.check_cut(everybody, [west, east]).is_allowed


def test_overlapping_cuts_without_a_difference_are_allowed() -> None:
    young = marks(100, *range(52))
    women = marks(100, *range(48, 100))

    assert stats.check_cut(women, [young]).is_allowed
    assert not stats.check_cut(women & young, [young, women]).is_allowed


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10_000), cuts=st.integers(2, 4))
def test_refused_cuts_include_every_small_nested_difference(seed: int, cuts: int) -> None:
    rng = np.random.default_rng(seed)
    published = [rng.random(60) < rng.uniform(0.5, 1) for _ in range(cuts)]
    new = published[0] & (rng.random(60) < 0.9)

    decision = stats.check_cut(new, published)

    remainder = int((published[0] & ~new).sum())
    if 0 < remainder < 10 or 0 < new.sum() < 10:
        assert not decision.is_allowed
