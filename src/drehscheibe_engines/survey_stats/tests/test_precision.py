"""Standard errors, replicates and intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drehscheibe_engines import survey_stats as stats
from drehscheibe_engines.survey_stats.tests.builders import random_margins


def draw_sample(seed: int, n: int = 160) -> tuple[stats.WeightedSample, np.ndarray]:
    """Return a sample whose design depends on the seed, and answers 0-2 or -1."""
    rng = np.random.default_rng(seed)
    base = rng.uniform(0.5, 2, n)
    strata = rng.permutation(np.arange(n) % 3) if seed & 1 else None
    psu = rng.permutation(np.arange(n) % 20) if seed & 2 else None
    fpc = np.full(n, 1000.0) if seed & 4 else None
    design = stats.describe_design(n, psu=psu, strata=strata, fpc=fpc)
    weights: np.ndarray | stats.CalibratedWeights = base
    if seed & 8:
        margins, codes = random_margins(rng, n)
        weights = stats.rake(margins, codes, base)
    return stats.WeightedSample.from_weights(weights, design), rng.integers(-1, 3, n)


def test_variance_of_clusters_and_strata_equals_the_textbook_sum() -> None:
    weights = np.array([2.0, 1, 1, 3, 1, 2, 2, 1])
    values = np.array([1.0, 4, 2, 7, 1, 0, 3, 3])
    strata, psu = np.array([0, 0, 0, 0, 1, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2, 3, 4])
    design = stats.describe_design(8, psu=psu, strata=strata, fpc=np.array([10.0] * 4 + [6.0] * 4))

    found = stats.estimate_mean(values, stats.WeightedSample.from_weights(weights, design))

    influence = weights * (values - found.value) / weights.sum()
    first = np.array([influence[:2].sum(), influence[2:4].sum()])
    second = np.array([influence[4:6].sum(), influence[6], influence[7]])
    expected = (1 - 2 / 10) * 2 * first.var() * 2 + (1 - 3 / 6) * 3 / 2 * second.var() * 3
    assert found.se == pytest.approx(np.sqrt(expected))
    assert found.degrees_of_freedom == 3


def test_projection_uses_the_weights_before_raking() -> None:
    rng = np.random.default_rng(5)
    margins, codes = random_margins(rng, 120)
    base = rng.uniform(0.5, 3, 120)
    raked = stats.rake(margins, codes, base)
    values = rng.normal(size=120) + codes[0]

    found = stats.estimate_mean(values, stats.WeightedSample.from_weights(raked))

    dummies = np.hstack([np.eye(len(m.categories))[c] for m, c in zip(margins, codes, strict=True)])
    u = (values - found.value) / raked.weights.sum()
    root = np.sqrt(base)
    b = np.linalg.lstsq(dummies * root[:, None], u * root, rcond=None)[0]
    z = raked.weights * (u - dummies @ b)
    assert found.se == pytest.approx(np.sqrt(120 / 119 * np.square(z - z.mean()).sum()))


def test_answer_that_the_margins_fix_has_no_error() -> None:
    margin = stats.Margin.from_mapping("sex", {"f": 60, "m": 40})
    codes = np.array([0] * 30 + [1] * 70)
    sample = stats.WeightedSample.from_weights(stats.rake([margin], [codes]))

    found = stats.estimate_mean((codes == 0).astype(float), sample)

    assert found.value == pytest.approx(0.6)
    assert found.se == pytest.approx(0, abs=1e-12)


@settings(deadline=None)
@given(seed=st.integers(0, 500))
def test_share_tables_equal_single_estimates_in_every_design(seed: int) -> None:
    sample, answers = draw_sample(seed)
    cells = np.random.default_rng(seed).integers(0, 3, len(answers))

    table = stats.ShareTabulator(sample).tabulate(cells, 3, answers, 3)

    for cell in range(3):
        for answer in range(3):
            values = np.where(answers >= 0, answers == answer, np.nan)
            single = stats.estimate_mean(values, sample, among=cells == cell)
            assert table.shares[cell, answer] == pytest.approx(single.value, rel=1e-10)
            assert table.se[cell, answer] == pytest.approx(single.se, rel=1e-7, abs=1e-12)
            assert table.n_eff[cell] == pytest.approx(single.n_eff)


@settings(deadline=None)
@given(seed=st.integers(0, 200), factor=st.floats(1e-3, 1e3))
def test_scaling_weights_changes_neither_shares_nor_errors(seed: int, factor: float) -> None:
    sample, answers = draw_sample(seed & 7)
    scaled = stats.WeightedSample.from_weights(sample.weights * factor, sample.design)
    values = np.where(answers >= 0, answers, np.nan)

    before, after = stats.estimate_mean(values, sample), stats.estimate_mean(values, scaled)

    assert after.value == pytest.approx(before.value)
    assert after.se == pytest.approx(before.se)


def test_means_of_many_columns_equal_single_means() -> None:
    sample, answers = draw_sample(11)
    table = np.stack([np.where(answers >= 0, answers == k, np.nan) for k in range(3)], axis=1)

    together = stats.estimate_means(table, sample)

    single = [stats.estimate_mean(column, sample) for column in table.T]
    for one, other in zip(together, single, strict=True):
        assert (one.value, one.se) == pytest.approx((other.value, other.se), rel=1e-10)
        assert (one.n, one.degrees_of_freedom) == (other.n, other.degrees_of_freedom)


def test_nobody_answered_gives_no_number() -> None:
    sample, _ = draw_sample(0)

    found = stats.estimate_mean(np.full(160, np.nan), sample)

    assert np.isnan(found.value)
    assert np.isnan(found.se)
    assert (found.n, found.n_eff) == (0, 0.0)


def test_one_respondent_has_a_share_but_no_error() -> None:
    found = stats.estimate_mean([1.0], stats.WeightedSample.from_weights([2.0]))

    assert found.value == 1
    assert np.isnan(found.se)


def test_single_cluster_in_a_stratum_is_refused() -> None:
    design = stats.describe_design(3, strata=["a", "b", "b"])
    sample = stats.WeightedSample.from_weights([1.0, 1, 1], design)

    with pytest.raises(stats.SurveyInputError, match="single cluster"):
        stats.estimate_mean([1.0, 0, 1], sample)


@pytest.mark.parametrize(
    ("fpc", "reason"),
    [
        ([2.0, 2.0, 2.0], "3 sampled clusters"),
        ([9.0, 8.0, 9.0], "more than one population size"),
        ([9.0, 0.0, 9.0], "row 2"),
    ],
)
def test_impossible_finite_population_is_refused(fpc: list[float], reason: str) -> None:
    with pytest.raises(stats.SurveyInputError, match=reason):
        stats.describe_design(3, fpc=fpc)


def test_complete_count_has_no_sampling_error() -> None:
    design = stats.describe_design(4, fpc=[1.0] * 4)
    sample = stats.WeightedSample.from_weights([1.0] * 4, design)
    table = stats.ShareTabulator(sample).tabulate(np.zeros(4, int), 1, np.array([0, 1, 1, 1]), 2)

    assert table.se.tolist() == [[0, 0]]
    assert table.low.tolist() == table.high.tolist() == [[0.25, 0.75]]


def test_jackknife_of_an_unweighted_mean_equals_the_textbook_error() -> None:
    values = np.random.default_rng(2).normal(size=40)
    sample = stats.WeightedSample.from_weights(np.ones(40))

    found = stats.run_jackknife(sample, stats.share_statistic(values[:, None]))

    assert found.se[0] == pytest.approx(values.std(ddof=1) / np.sqrt(40))
    assert len(found.replicates) == 40


def test_replicates_agree_with_the_linearised_error_when_raked() -> None:
    rng = np.random.default_rng(3)
    margins, codes = random_margins(rng, 400)
    values = (rng.random(400) < 0.3 + 0.1 * codes[0]).astype(float)
    sample = stats.WeightedSample.from_weights(stats.rake(margins, codes))
    statistic = stats.share_statistic(values[:, None])

    linear = stats.estimate_mean(values, sample).se
    jackknife = stats.run_jackknife(sample, statistic)
    bootstrap = stats.run_bootstrap(sample, statistic, replicates=600, seed=4)

    assert jackknife.se[0] == pytest.approx(linear, rel=0.06)
    assert bootstrap.se[0] == pytest.approx(linear, rel=0.12)
    assert jackknife.lost_categories == bootstrap.lost_categories == 0


def test_each_replicate_meets_the_margins_again() -> None:
    rng = np.random.default_rng(6)
    margins, codes = random_margins(rng, 300)
    sample = stats.WeightedSample.from_weights(stats.rake(margins, codes))
    women = (codes[2] == 0).astype(float)

    found = stats.run_bootstrap(
        sample, stats.share_statistic(women[:, None]), replicates=60, seed=1
    )

    expected = margins[2].totals[0] / margins[2].totals.sum()
    np.testing.assert_allclose(found.replicates[:, 0], expected, rtol=1e-6)


def test_bootstrap_repeats_with_its_seed_and_knows_strata_and_population() -> None:
    sample, answers = draw_sample(7)
    statistic = stats.share_statistic((answers == 1)[:, None].astype(float))

    first = stats.run_bootstrap(sample, statistic, replicates=800, seed=9)
    second = stats.run_bootstrap(sample, statistic, replicates=800, seed=9)

    assert first.replicates.tolist() == second.replicates.tolist()
    linear = stats.estimate_mean((answers == 1).astype(float), sample).se
    assert first.se[0] == pytest.approx(linear, rel=0.12)


def test_replicate_that_loses_a_category_is_counted() -> None:
    margin = stats.Margin.from_mapping("sex", {"f": 50, "m": 50})
    codes = np.array([0] + [1] * 9)
    sample = stats.WeightedSample.from_weights(stats.rake([margin], [codes]))

    found = stats.run_jackknife(sample, stats.share_statistic(np.ones((10, 1))))

    assert found.lost_categories == 1


def test_replicates_refuse_other_calibrations_and_too_few() -> None:
    rng = np.random.default_rng(0)
    margins, codes = random_margins(rng, 60)
    linear = stats.WeightedSample.from_weights(stats.calibrate_linear(margins, codes))
    statistic = stats.share_statistic(np.ones((60, 1)))

    with pytest.raises(stats.SurveyInputError, match="by raking"):
        stats.run_jackknife(linear, statistic)
    with pytest.raises(stats.SurveyInputError, match="replicates"):
        stats.run_bootstrap(linear, statistic, replicates=1, seed=0)


@settings(deadline=None)
@given(share=st.floats(0, 1), n_eff=st.floats(1, 1e5), more=st.floats(1.1, 10))
def test_intervals_contain_the_share_and_shrink_with_answers(
    share: float, n_eff: float, more: float
) -> None:
    few, many = stats.share_interval(share, n_eff), stats.share_interval(share, n_eff * more)

    assert 0 <= few.low <= share <= few.high <= 1
    assert many.width <= few.width + 1e-12


@settings(deadline=None)
@given(share=st.floats(0, 1), n_eff=st.floats(2, 1e4))
def test_intervals_are_the_same_from_both_sides(share: float, n_eff: float) -> None:
    yes, no = stats.share_interval(share, n_eff), stats.share_interval(1 - share, n_eff)

    assert yes.low == pytest.approx(1 - no.high, abs=1e-9)
    assert yes.high == pytest.approx(1 - no.low, abs=1e-9)


def test_few_clusters_make_intervals_wider() -> None:
    plain = stats.share_interval(0.4, 200)
    clustered = stats.share_interval(0.4, 200, degrees_of_freedom=5)

    assert clustered.width / plain.width == pytest.approx(2.571 / 1.960, rel=0.02)
    with pytest.raises(stats.SurveyInputError, match="degree of freedom"):
        stats.share_interval(0.4, 200, degrees_of_freedom=0)


def test_extreme_shares_use_the_exact_interval() -> None:
    exact = stats.korn_graubard_bounds(0.02, 150)

    assert stats.share_interval(0.02, 150) == stats.Interval(*map(float, exact))


def test_effective_n_of_a_share_is_n_without_weights_and_never_above_kish() -> None:
    values = np.array([1.0] * 30 + [0.0] * 70)
    plain = stats.estimate_mean(values, stats.WeightedSample.from_weights(np.ones(100)))
    tilted = np.where(values == 1, 3.0, 1.0)
    leaning = stats.estimate_mean(values, stats.WeightedSample.from_weights(tilted))

    own = [float(stats.effective_n_of_share(e.value, e.se, e.n_eff, 100)) for e in (plain, leaning)]

    assert own[0] == pytest.approx(100)
    assert own[1] <= leaning.n_eff


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_impossible_confidence_is_refused(confidence: float) -> None:
    with pytest.raises(stats.SurveyInputError, match="confidence"):
        stats.share_interval(0.5, 10, confidence)
