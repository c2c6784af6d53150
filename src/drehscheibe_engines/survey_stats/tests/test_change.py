"""Differences, waves, trends, distributions and planning."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drehscheibe_engines import survey_stats as stats

shares = st.floats(0, 1)
sizes = st.floats(5, 1e5)


def test_two_waves_by_hand() -> None:
    found = stats.compare_waves(stats.WaveShare(0.40, 400), stats.WaveShare(0.50, 200))

    se = np.sqrt(0.4 * 0.6 / 400 + 0.5 * 0.5 / 200)
    assert found.difference == pytest.approx(0.1)
    assert found.se == pytest.approx(se)
    assert found.needed == pytest.approx(1.959964 * se)
    assert found.verdict is stats.Verdict.ROSE
    assert found.p_value == pytest.approx(0.0201, abs=1e-4)


@settings(deadline=None)
@given(first=shares, second=shares, m1=sizes, m2=sizes)
def test_comparison_turns_around_with_the_waves(
    first: float, second: float, m1: float, m2: float
) -> None:
    forth = stats.compare_waves(stats.WaveShare(first, m1), stats.WaveShare(second, m2))
    back = stats.compare_waves(stats.WaveShare(second, m2), stats.WaveShare(first, m1))

    turned = {
        stats.Verdict.ROSE: stats.Verdict.FELL,
        stats.Verdict.FELL: stats.Verdict.ROSE,
        stats.Verdict.NOT_DISTINGUISHABLE: stats.Verdict.NOT_DISTINGUISHABLE,
    }
    assert back.verdict is turned[forth.verdict]
    assert back.p_value == pytest.approx(forth.p_value)
    is_certain = forth.verdict is not stats.Verdict.NOT_DISTINGUISHABLE
    assert is_certain == (forth.p_value < 0.05)
    assert is_certain == (not forth.low <= 0 <= forth.high)


def test_unanimous_waves_are_not_certain_by_accident() -> None:
    found = stats.compare_waves(stats.WaveShare(0.0, 20), stats.WaveShare(0.05, 20))

    assert found.se > 0
    assert found.verdict is stats.Verdict.NOT_DISTINGUISHABLE


def test_overlap_of_a_panel_makes_changes_surer() -> None:
    rng = np.random.default_rng(0)
    before = (rng.random(300) < 0.5).astype(float)
    after = np.where(rng.random(300) < 0.8, before, 1 - before)
    correlation = stats.overlap_correlation(before, after, np.ones(300), 300, 300)
    waves = stats.WaveShare(before.mean(), 300), stats.WaveShare(after.mean(), 300)

    apart = stats.compare_waves(*waves)
    paired = stats.compare_waves(*waves, correlation=correlation)

    change = after - before
    assert correlation == pytest.approx(np.corrcoef(before, after)[0, 1])
    assert paired.se < apart.se
    assert paired.se == pytest.approx(change.std() / np.sqrt(300), rel=0.01)


def test_overlap_without_common_people_or_variation_is_none() -> None:
    nan = float("nan")

    assert stats.overlap_correlation([1, nan], [nan, 1], [1, 1], 10, 10) == 0
    assert stats.overlap_correlation([1, 1], [0, 1], [1, 1], 10, 10) == 0


def test_two_answers_of_one_question_lean_against_each_other() -> None:
    found = stats.compare_answers(0.3, 0.5, 200)

    assert found.se == pytest.approx(np.sqrt((0.8 - 0.04) / 200))
    with pytest.raises(stats.SurveyInputError, match="100 %"):
        stats.compare_answers(0.6, 0.5, 200)


def test_two_waves_give_the_same_answer_as_many() -> None:
    before, after = stats.WaveShare(0.4, 300), stats.WaveShare(0.5, 250)

    many = stats.compare_many_waves([before, after])
    two = stats.compare_waves(before, after)

    assert many.statistic == pytest.approx((two.difference / two.se) ** 2)
    assert many.p_value == pytest.approx(two.p_value, rel=1e-6)


@settings(deadline=None)
@given(share=st.floats(0.05, 0.95), count=st.integers(3, 8))
def test_equal_waves_have_no_trend(share: float, count: int) -> None:
    waves = [stats.WaveShare(share, 100 + 50 * k) for k in range(count)]

    trend = stats.estimate_trend(range(count), waves)

    assert trend.slope == pytest.approx(0, abs=1e-9)
    assert stats.compare_many_waves(waves).p_value == pytest.approx(1)


def test_straight_line_is_found_with_its_error() -> None:
    waves = [stats.WaveShare(0.3 + 0.05 * k, 1e9) for k in range(4)]

    trend = stats.estimate_trend([2024, 2025, 2026, 2027], waves)

    assert trend.slope == pytest.approx(0.05, abs=1e-6)
    assert trend.low < trend.slope < trend.high
    with pytest.raises(stats.SurveyInputError, match="times"):
        stats.estimate_trend([1, 1, 1, 1], waves)
    with pytest.raises(stats.SurveyInputError, match="at least 3"):
        stats.estimate_trend([1, 2], waves[:2])


@pytest.mark.parametrize(("share", "n_eff"), [(1.2, 10), (0.5, 0), (float("nan"), 10)])
def test_impossible_wave_is_refused(share: float, n_eff: float) -> None:
    with pytest.raises(stats.SurveyInputError):
        stats.compare_waves(stats.WaveShare(share, n_eff), stats.WaveShare(0.5, 10))


def test_distribution_test_is_pearsons_for_a_simple_sample() -> None:
    groups = np.repeat([0, 0, 0, 1, 1, 1], [30, 50, 20, 45, 40, 15])
    answers = np.repeat([0, 1, 2, 0, 1, 2], [30, 50, 20, 45, 40, 15])
    sample = stats.WeightedSample.from_weights(np.ones(200))

    found = stats.compare_distributions(groups, answers, sample)

    table = np.array([[30, 50, 20], [45, 40, 15]])
    expected = np.outer(table.sum(1), table.sum(0)) / 200
    assert found.pearson == pytest.approx((np.square(table - expected) / expected).sum())
    assert found.f * 2 == pytest.approx(found.pearson, rel=0.05)
    assert found.numerator == pytest.approx(2, rel=0.05)


@pytest.mark.slow
def test_distribution_test_keeps_its_level_with_weights_and_clusters() -> None:
    rng = np.random.default_rng(8)
    alarms = []
    for _ in range(400):
        cluster = np.repeat(np.arange(40), 10)
        leaning = rng.normal(0, 0.7, 40)[cluster]
        answers = np.digitize(leaning + rng.normal(size=400), [-0.5, 0.5])
        groups = (cluster % 2).astype(np.int64)
        design = stats.describe_design(400, psu=cluster)
        sample = stats.WeightedSample.from_weights(rng.uniform(0.5, 2, 400), design)
        alarms.append(stats.compare_distributions(groups, answers, sample).p_value < 0.05)

    assert 0.025 <= np.mean(alarms) <= 0.085


def test_distribution_needs_two_groups_and_two_answers() -> None:
    sample = stats.WeightedSample.from_weights(np.ones(4))

    with pytest.raises(stats.SurveyInputError, match="at least two"):
        stats.compare_distributions(np.zeros(4, int), np.array([0, 1, 0, -1]), sample)


def test_wave_distributions_are_pearsons_on_effective_counts() -> None:
    same = stats.compare_wave_distributions([[0.2, 0.5, 0.3]] * 2, [100, 300])
    moved = stats.compare_wave_distributions([[0.2, 0.5, 0.3], [0.5, 0.3, 0.2]], [300, 300])

    assert same.pearson == pytest.approx(0, abs=1e-9)
    assert same.numerator == 2
    assert moved.p_value < 1e-6
    with pytest.raises(stats.SurveyInputError, match="sum to 1"):
        stats.compare_wave_distributions([[0.2, 0.5], [0.5, 0.5]], [10, 10])


@settings(deadline=None)
@given(p_values=st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_adjusted_p_values_grow_keep_their_order_and_holm_is_stricter(
    p_values: list[float],
) -> None:
    holm, false_discovery = (
        stats.adjust_holm(p_values),
        stats.adjust_benjamini_hochberg(p_values),
    )

    assert (holm >= false_discovery - 1e-12).all()
    assert (false_discovery >= np.array(p_values) - 1e-12).all()
    order = np.argsort(p_values, kind="stable")
    assert (np.diff(holm[order]) >= 0).all()
    assert (np.diff(false_discovery[order]) >= 0).all()


def test_p_values_outside_their_range_are_refused() -> None:
    with pytest.raises(stats.SurveyInputError):
        stats.adjust_holm([0.5, 1.5])


@settings(deadline=None)
@given(change=st.floats(0.01, 0.9), deff=st.floats(1, 3))
def test_needed_answers_show_the_change_they_are_planned_for(change: float, deff: float) -> None:
    answers = stats.needed_answers(change, deff=deff)

    assert stats.smallest_detectable_change(answers / deff) <= change + 1e-9
    assert stats.smallest_detectable_change((answers - 1) / deff + 1e-9) > change - 1e-3


@pytest.mark.parametrize("change", [0.0, -0.1, 1.5])
def test_impossible_plans_are_refused(change: float) -> None:
    with pytest.raises(stats.SurveyInputError, match="change"):
        stats.needed_answers(change)
