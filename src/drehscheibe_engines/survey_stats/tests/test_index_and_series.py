"""Index, perception gap and series of waves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drehscheibe_engines import survey_stats as stats

ITEMS = [stats.IndexItem("jobs", 1, 5), stats.IndexItem("noise", 1, 5, is_reversed=True)]


def test_index_is_made_per_respondent_and_then_averaged() -> None:
    answers = np.array([[5, 1], [1, 5], [3, 3], [5, np.nan]])
    sample = stats.WeightedSample.from_weights([1.0, 1, 2, 5])

    scores = stats.score_respondents(answers, ITEMS)
    found = stats.estimate_index(answers, ITEMS, sample)

    assert scores[:3].tolist() == [100, 0, 50]
    assert np.isnan(scores[3])
    assert found.estimate.value == pytest.approx(50)
    assert (found.estimate.n, found.left_out) == (3, 1)
    assert found.interval.low < 50 < found.interval.high
    assert found.reliability == pytest.approx(1)


def test_one_answer_is_enough_when_asked_for() -> None:
    assert stats.score_respondents([[5, np.nan]], ITEMS, least_answered=1).tolist() == [100]


@settings(deadline=None)
@given(data=st.data())
def test_index_of_equal_answers_is_that_answer(data: st.DataObject) -> None:
    answer = data.draw(st.integers(1, 5))
    n = data.draw(st.integers(2, 20))
    items = [stats.IndexItem(str(k), 1, 5) for k in range(3)]

    found = stats.estimate_index(
        np.full((n, 3), float(answer)), items, stats.WeightedSample.from_weights(np.ones(n))
    )

    assert found.estimate.value == pytest.approx(25 * (answer - 1))
    assert found.interval.width == pytest.approx(0, abs=1e-9)
    assert np.isnan(found.reliability)


def test_answer_outside_its_scale_is_named() -> None:
    with pytest.raises(stats.SurveyInputError, match=r"index\.noise, row 2: 9"):
        stats.score_respondents([[1, 2], [1, 9]], ITEMS)


def test_index_of_nobody_is_refused() -> None:
    with pytest.raises(stats.SurveyInputError, match="nobody"):
        stats.estimate_index(
            np.full((2, 2), np.nan), ITEMS, stats.WeightedSample.from_weights([1.0, 1])
        )


def test_perception_gap_of_two_groups_adds_their_errors() -> None:
    own = np.array([1.0, 0, 1, 1, 0, 1] + [np.nan] * 4)
    guess = np.array([np.nan] * 6 + [20.0, 40, 30, 50])
    citizens = np.arange(10) < 6
    sample = stats.WeightedSample.from_weights(np.ones(10))

    gap = stats.estimate_perception_gap(
        own, guess, sample, asked_about=citizens, guessing=~citizens
    )

    assert gap.actual.value == pytest.approx(4 / 6)
    assert gap.guessed.value == pytest.approx(0.35)
    assert gap.gap == pytest.approx(0.35 - 4 / 6)
    assert gap.se**2 == pytest.approx(gap.actual.se**2 + gap.guessed.se**2, rel=1e-9)


def test_perception_gap_of_the_same_people_counts_both_answers_together() -> None:
    rng = np.random.default_rng(1)
    own = (rng.random(500) < 0.7).astype(float)
    guess = np.clip(25 + 30 * own + rng.normal(0, 5, 500), 0, 100)
    sample = stats.WeightedSample.from_weights(np.ones(500))

    gap = stats.estimate_perception_gap(own, guess, sample)

    paired = guess / 100 - own
    assert gap.se == pytest.approx(paired.std(ddof=1) / np.sqrt(500))
    assert gap.is_certain
    assert gap.gap < 0


def test_guess_above_100_is_refused() -> None:
    with pytest.raises(stats.SurveyInputError, match="guessed_percent, row 1"):
        stats.estimate_perception_gap(
            [1.0, 0], [120.0, 3], stats.WeightedSample.from_weights([1.0, 1])
        )


def wave(time: float, wording: str = "v1", mode: str = "online") -> stats.WaveResult:
    return stats.WaveResult(str(time), time, wording, mode, stats.WaveShare(0.4, 200))


def test_series_breaks_where_wording_or_mode_changes() -> None:
    waves = [
        wave(4, "v2", "telephone"),
        wave(1),
        wave(2),
        wave(3, "v2"),
        wave(5, "v2", "telephone"),
    ]

    stretches = stats.split_series(waves)
    breaks = stats.find_breaks(waves)

    assert [[w.time for w in s] for s in stretches] == [[1, 2], [3], [4, 5]]
    assert [(b.before, b.after) for b in breaks] == [("2", "3"), ("3", "4")]
    assert "Wortlaut" in breaks[0].reason_de
    assert "telephone" in breaks[1].reason_en


def test_waves_across_a_break_are_never_compared() -> None:
    allowed = stats.compare_in_series(wave(1), wave(2))

    assert allowed.verdict is stats.Verdict.NOT_DISTINGUISHABLE
    with pytest.raises(stats.SurveyInputError, match="Do not compare"):
        stats.compare_in_series(wave(1), wave(2, "v2", "telephone"))
