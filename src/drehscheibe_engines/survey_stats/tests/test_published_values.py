"""Values printed in the literature, equal to the printed digits."""

from __future__ import annotations

import numpy as np
import pytest

from drehscheibe_engines import survey_stats as stats
from drehscheibe_engines.survey_stats.tests.builders import kalton_example, kalton_factors

# Tsuchiya's example of a design effect that differs from Kish's approximation.
TSUCHIYA_VALUES = [15, 143, 21, 51, 337, 50, 274, 145, 15, 86]
TSUCHIYA_WEIGHTS = [20, 200, 11, 25, 550, 30, 250, 100, 10, 55]


def test_raking_equals_kalton_and_flores_cervantes() -> None:
    margins, codes = kalton_example()

    raked = stats.rake(margins, codes)

    assert kalton_factors(raked.weights, codes) == [
        [1.81, 1.45, 2.02],
        [1.08, 0.87, 1.21],
        [2.2, 1.76, 2.45],
        [1.83, 1.47, 2.04],
    ]


def test_linear_calibration_equals_kalton_and_flores_cervantes() -> None:
    margins, codes = kalton_example()

    calibrated = stats.calibrate_linear(margins, codes)

    assert kalton_factors(calibrated.weights, codes) == [
        [1.82, 1.5, 1.97],
        [1.09, 0.78, 1.24],
        [2.19, 1.88, 2.34],
        [1.83, 1.52, 1.98],
    ]


def test_bounded_logit_calibration_equals_kalton_and_flores_cervantes() -> None:
    margins, codes = kalton_example()

    calibrated = stats.calibrate_logit(margins, codes, lower=0.5, upper=2.2)

    assert kalton_factors(calibrated.weights, codes) == [
        [1.87, 1.46, 1.98],
        [1.08, 0.74, 1.27],
        [2.17, 2.09, 2.18],
        [1.89, 1.49, 1.99],
    ]


def test_mean_total_and_design_effect_equal_tsuchiya() -> None:
    sample = stats.WeightedSample.from_weights(TSUCHIYA_WEIGHTS)

    mean = stats.estimate_mean(TSUCHIYA_VALUES, sample)
    total = stats.estimate_total(TSUCHIYA_VALUES, sample)

    assert round(mean.value, 3) == 243.914
    assert round(mean.se, 3) == 48.752
    assert round(stats.design_effect(TSUCHIYA_VALUES, sample), 4) == 1.9741
    assert (round(total.value), round(total.se)) == (305136, 184965)
    assert round(stats.kish_deff(TSUCHIYA_WEIGHTS), 2) == 2.68


@pytest.mark.parametrize(
    ("successes", "n", "wilson", "exact"),
    [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_intervals_equal_newcombe_1998_table_1(
    successes: int, n: int, wilson: tuple[float, float], exact: tuple[float, float]
) -> None:
    score = stats.wilson_bounds(successes / n, n)
    beta = stats.korn_graubard_bounds(successes / n, n)

    assert tuple(round(float(end), 4) for end in score) == wilson
    assert tuple(round(float(end), 4) for end in beta) == exact


def test_false_discovery_rate_equals_benjamini_and_hochberg_1995() -> None:
    p_values = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]

    discovered = stats.adjust_benjamini_hochberg(p_values) <= 0.05
    certain = stats.adjust_holm(p_values) <= 0.05

    assert discovered.tolist() == [True] * 4 + [False] * 11
    assert certain.tolist() == [True] * 3 + [False] * 12


@pytest.mark.parametrize(
    ("n_eff", "points"), [(100, 19.8), (200, 14.0), (400, 9.9), (1000, 6.3), (2000, 4.4)]
)
def test_smallest_detectable_change_equals_printed_table(n_eff: int, points: float) -> None:
    assert round(100 * stats.smallest_detectable_change(n_eff), 1) == points


def test_equal_weights_cost_nothing() -> None:
    assert stats.effective_n(np.full(7, 3.0)) == pytest.approx(7)
    assert stats.kish_deff([2.0, 2.0]) == pytest.approx(1)
