"""Weights: raking, calibration, trimming and the proposals around them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drehscheibe_engines import survey_stats as stats
from drehscheibe_engines.survey_stats.tests.builders import kalton_example, random_margins

weight_lists = st.lists(st.floats(1e-3, 1e6), min_size=1, max_size=50)


@settings(deadline=None)
@given(weights=weight_lists, factor=st.floats(1e-6, 1e6))
def test_effective_n_ignores_the_scale_of_weights(weights: list[float], factor: float) -> None:
    scaled = stats.effective_n(np.array(weights) * factor)

    assert scaled == pytest.approx(stats.effective_n(weights))
    assert 1 - 1e-9 <= scaled <= len(weights) + 1e-9


@settings(deadline=None)
@given(weights=weight_lists)
def test_duplicating_everybody_doubles_effective_n(weights: list[float]) -> None:
    assert stats.effective_n(weights * 2) == pytest.approx(2 * stats.effective_n(weights))


@pytest.mark.parametrize("bad", [[1.0, -0.5], [1.0, float("nan")], [1.0, float("inf")]])
def test_bad_weight_is_refused_with_its_row(bad: list[float]) -> None:
    with pytest.raises(stats.SurveyInputError, match="weights, row 2"):
        stats.effective_n(bad)


def test_weights_of_zero_only_are_refused() -> None:
    with pytest.raises(stats.SurveyInputError, match="all weights are 0"):
        stats.effective_n([0.0, 0.0])


@settings(deadline=None)
@given(seed=st.integers(0, 10_000), factor=st.floats(0.01, 100))
def test_raking_meets_every_margin_whatever_the_base_scale(seed: int, factor: float) -> None:
    rng = np.random.default_rng(seed)
    margins, codes = random_margins(rng, 240)
    base = rng.uniform(0.5, 2, 240)

    raked = stats.rake(margins, codes, base)
    scaled = stats.rake(margins, codes, factor * base)

    for margin, column in zip(margins, codes, strict=True):
        achieved = np.bincount(column, raked.weights)
        np.testing.assert_allclose(achieved, margin.totals * 1e6 / margin.totals.sum(), rtol=1e-8)
    np.testing.assert_allclose(scaled.weights, raked.weights, rtol=1e-8)


@settings(deadline=None)
@given(seed=st.integers(0, 10_000))
def test_raking_does_not_depend_on_the_order_of_rows(seed: int) -> None:
    rng = np.random.default_rng(seed)
    margins, codes = random_margins(rng, 120)
    order = rng.permutation(120)

    raked = stats.rake(margins, codes).weights
    shuffled = stats.rake(margins, [column[order] for column in codes]).weights

    np.testing.assert_allclose(shuffled, raked[order], rtol=1e-10)


def test_duplicated_rows_share_the_weight() -> None:
    margins, codes = kalton_example()

    once = stats.rake(margins, codes).weights
    twice = stats.rake(margins, [np.tile(column, 2) for column in codes]).weights

    np.testing.assert_allclose(twice, np.tile(once, 2) / 2, rtol=1e-9)


def test_empty_category_with_a_target_is_named() -> None:
    margin = stats.Margin.from_mapping("age", {"18-34": 10, "35+": 20, "90+": 1})

    with pytest.raises(stats.SurveyInputError, match=r"margins\.age: no respondents in age = 90\+"):
        stats.rake([margin], [np.array([0, 1, 1])])


def test_margins_that_contradict_each_other_are_refused_with_the_worst_category() -> None:
    same = np.array([0] * 10 + [1] * 10)
    first = stats.Margin.from_mapping("sex", {"f": 50, "m": 50})
    second = stats.Margin.from_mapping("club", {"in": 30, "out": 70})

    with pytest.raises(stats.SurveyInputError, match="cannot be met together"):
        stats.rake([first, second], [same, same])


def test_totals_of_two_populations_are_refused() -> None:
    first = stats.Margin.from_mapping("sex", {"f": 50, "m": 50})
    second = stats.Margin.from_mapping("club", {"in": 30, "out": 90})

    with pytest.raises(stats.SurveyInputError, match=r"margins\.club: totals sum to 120"):
        stats.rake([first, second], [np.array([0, 1]), np.array([0, 1])])


def test_missing_demographics_keep_their_share_in_a_bucket() -> None:
    margin = stats.Margin.from_mapping("sex", {"f": 60, "m": 40})

    raked = stats.rake([margin], [np.array([0, 1, 1, -1])])

    assert raked.weights.tolist() == pytest.approx([45, 15, 15, 25])
    assert [cell.category for cell in raked.margins] == ["f", "m", "(missing)"]


def test_everybody_missing_leaves_weights_equal() -> None:
    margin = stats.Margin.from_mapping("sex", {"f": 0, "m": 0.5, "x": 0.5})

    with pytest.raises(stats.SurveyInputError, match=r"no respondents in sex = m, sex = x|missing"):
        stats.rake([margin], [np.array([0, 0])])
    bucket_only = stats.rake([margin], [np.array([-1, -1])])

    assert bucket_only.weights.tolist() == pytest.approx([0.5, 0.5])


def test_one_respondent_carries_the_population() -> None:
    margin = stats.Margin.from_mapping("sex", {"f": 1234})

    assert stats.rake([margin], [np.array([0])]).weights.tolist() == pytest.approx([1234])


def test_category_without_population_gets_no_weight() -> None:
    margin = stats.Margin.from_mapping("sex", {"f": 10, "m": 0})

    assert stats.rake([margin], [np.array([0, 1])]).weights.tolist() == [10, 0]


@pytest.mark.parametrize("total", [-1.0, float("nan"), float("inf")])
def test_impossible_target_is_named(total: float) -> None:
    with pytest.raises(stats.SurveyInputError, match=r"margins\.sex\.m"):
        stats.Margin.from_mapping("sex", {"f": 1, "m": total})


@settings(deadline=None)
@given(seed=st.integers(0, 2000))
def test_logit_calibration_stays_within_its_bounds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    margins, codes = random_margins(rng, 240)
    base = np.full(240, 1e6 / 240)

    calibrated = stats.calibrate_logit(margins, codes, base, lower=0.2, upper=4)

    factors = calibrated.weights / base
    assert 0.2 <= factors.min() <= factors.max() <= 4
    assert max(cell.gap_ratio for cell in calibrated.margins) < 1e-8


def test_logit_bounds_that_are_too_tight_are_refused() -> None:
    margin = stats.Margin.from_mapping("sex", {"f": 90, "m": 10})
    codes = [np.array([0, 1] * 50)]

    with pytest.raises(stats.SurveyInputError, match="cannot be met"):
        stats.calibrate_logit([margin], codes, lower=0.9, upper=1.1)
    with pytest.raises(stats.SurveyInputError, match="need 0 <= lower < 1 < upper"):
        stats.calibrate_logit([margin], codes, lower=1.2, upper=1.1)


def test_linear_calibration_refuses_negative_weights() -> None:
    age = stats.Margin.from_mapping("age", {"young": 97, "old": 3})
    club = stats.Margin.from_mapping("club", {"in": 97, "out": 3})
    codes = [np.array([0] * 10 + [1] * 30), np.array([0] * 5 + [1] * 5 + [0] * 5 + [1] * 25)]

    with pytest.raises(stats.SurveyInputError, match="negative weights"):
        stats.calibrate_linear([age, club], codes)


def test_trimming_holds_cap_and_margins_when_both_are_possible() -> None:
    rng = np.random.default_rng(1)
    margins, codes = random_margins(rng, 600)
    base = np.where(np.arange(600) < 4, 40.0, 1.0)

    raked = stats.rake(margins, codes, base)
    trimmed = stats.trim_weights(raked, 5)

    weights = trimmed.calibrated.weights
    assert weights.max() <= 5 * raked.weights.mean() * (1 + 1e-9)
    assert trimmed.capped == 4
    assert trimmed.moved == ()
    assert trimmed.n_eff_after > trimmed.n_eff_before
    assert max(cell.gap_ratio for cell in trimmed.calibrated.margins) < 1e-3


def test_trimming_that_must_move_a_margin_says_so() -> None:
    margin = stats.Margin.from_mapping("sex", {"f": 70, "m": 30})
    raked = stats.rake([margin], [np.array([0] * 5 + [1] * 95)])

    trimmed = stats.trim_weights(raked, 5)

    assert trimmed.calibrated.weights.max() == pytest.approx(5)
    assert [cell.category for cell in trimmed.moved] == ["f"]
    with pytest.raises(stats.SurveyInputError, match="cap"):
        stats.trim_weights(raked, 1.0)


def test_thin_ordered_category_is_proposed_to_join_its_smaller_neighbour() -> None:
    margin = stats.Margin.from_mapping("age", {"a": 1, "b": 1, "c": 1, "d": 1})
    codes = np.repeat([0, 1, 2, 3], [60, 50, 5, 30])

    (proposal,) = stats.propose_collapsing(margin, codes)

    assert (proposal.merge, proposal.respondents) == (("c", "d"), 35)
    assert "5 Antworten" in proposal.reason_de
    assert stats.propose_collapsing(margin, codes, thin_below=5) == ()


def test_unordered_thin_categories_merge_until_all_are_large_enough() -> None:
    margin = stats.Margin.from_mapping("land", {"a": 1, "b": 1, "c": 1, "d": 1})
    codes = np.repeat([0, 1, 2, 3], [6, 50, 7, 9])

    (proposal,) = stats.propose_collapsing(margin, codes, is_ordered=False)

    assert (proposal.merge, proposal.respondents) == (("a", "c", "d"), 22)


def test_only_margins_that_are_off_are_worth_weighting() -> None:
    off = stats.Margin.from_mapping("age", {"young": 50, "old": 50})
    near = stats.Margin.from_mapping("sex", {"f": 52, "m": 48})
    codes = [np.array([0] * 30 + [1] * 70), np.array([0, 1] * 50)]

    assert stats.find_margins_worth_weighting([off, near], codes) == ("age",)
