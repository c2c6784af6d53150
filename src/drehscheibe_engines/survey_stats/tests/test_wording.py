"""What may be said, and the sentences that are made for people."""

from __future__ import annotations

import pytest

from drehscheibe_engines import survey_stats as stats


@pytest.mark.parametrize("kind", list(stats.SampleKind))
def test_only_probability_samples_may_claim_precision(kind: stats.SampleKind) -> None:
    claims = stats.claims_for(kind)

    is_probability = kind is stats.SampleKind.PROBABILITY
    assert claims.may_say_representative == is_probability
    assert claims.may_say_margin_of_error == is_probability
    self_selected = kind in {stats.SampleKind.OPEN, stats.SampleKind.QUOTA}
    assert (stats.Figure.POPULATION_TOTAL in claims.figures) == (not self_selected)


@pytest.mark.parametrize("kind", list(stats.SampleKind))
def test_own_cautions_pass_the_own_wording_check(kind: stats.SampleKind) -> None:
    claims = stats.claims_for(kind)

    honest = f"{claims.name_de} {claims.interval_de} {claims.interval_en}"
    assert stats.find_wording_problems(honest, kind) == ()


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(stats.SurveyInputError, match="'random' is unknown"):
        stats.claims_for("random")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Eine repräsentative Umfrage", ["repräsentative"]),
        ("Representative of all, margin of error 3 points", ["Representative", "margin of error"]),
        ("Die Umfrage ist nicht repräsentativ.", []),
        ("Die Fehlertoleranz beträgt 3 Punkte", ["Fehlertoleranz"]),
        ("Bevölkerungsrepräsentativ!", ["Bevölkerungsrepräsentativ"]),
        ("42 von 100 Menschen, die mitgemacht haben", []),
    ],
)
def test_open_invitations_may_not_use_words_of_probability(text: str, found: list[str]) -> None:
    problems = stats.find_wording_problems(text, "open")

    assert [problem.found for problem in problems] == found
    assert stats.find_wording_problems(text, "probability") == ()


def compare(before: float, after: float, n_eff: float) -> stats.Difference:
    return stats.compare_waves(stats.WaveShare(before, n_eff), stats.WaveShare(after, n_eff))


@pytest.mark.parametrize(
    ("before", "after", "n_eff", "de", "en"),
    [
        (
            0.40,
            0.43,
            400,
            "Kein sicherer Unterschied zu 2025 (+3 Punkte, nötig wären 7).",
            "No certain difference from 2025 (+3 points, 7 would be needed).",
        ),
        (
            0.40,
            0.40,
            400,
            "Kein sicherer Unterschied zu 2025 (0 Punkte, nötig wären 7).",
            "No certain difference from 2025 (0 points, 7 would be needed).",
        ),
        (
            0.40,
            0.39,
            400,
            "Kein sicherer Unterschied zu 2025 (−1 Punkt, nötig wären 7).",
            "No certain difference from 2025 (−1 point, 7 would be needed).",
        ),
        (
            0.40,
            0.467,
            400,
            "Kein sicherer Unterschied zu 2025 (+6,7 Punkte, nötig wären 6,9).",
            "No certain difference from 2025 (+6.7 points, 6.9 would be needed).",
        ),
        (
            0.40,
            0.50,
            400,
            "Gestiegen gegenüber 2025: +10 Punkte (wahrscheinlich zwischen 3 und 17 Punkten).",
            "Risen since 2025: +10 points (probably between 3 and 17 points).",
        ),
        (
            0.50,
            0.40,
            400,
            "Gefallen gegenüber 2025: −10 Punkte (wahrscheinlich zwischen 3 und 17 Punkten).",
            "Fallen since 2025: −10 points (probably between 3 and 17 points).",
        ),
    ],
)
def test_sentence_of_change_follows_the_test(
    before: float, after: float, n_eff: float, de: str, en: str
) -> None:
    sentence = stats.describe_change(compare(before, after, n_eff), "2025")

    assert (sentence.de, sentence.en) == (de, en)


def test_sentence_of_comparison_names_who_is_ahead() -> None:
    ahead = stats.describe_comparison(stats.compare_answers(0.2, 0.6, 300), "dagegen", "dafür")
    level = stats.describe_comparison(stats.compare_answers(0.4, 0.45, 300), "dagegen", "dafür")

    assert ahead.de == ("„dafür“ liegt vor „dagegen“, und zwar um 40 Punkte.")
    assert level.en.startswith('No certain difference between "dagegen" and "dafür" (5 points')


def test_sentences_of_share_reach_and_gap() -> None:
    sample = stats.WeightedSample.from_weights([1.0] * 40)
    gap = stats.estimate_perception_gap([1.0] * 28 + [0] * 12, [30.0, 50.0] * 20, sample)

    assert stats.describe_share(0.424, 0.341, 0.502).de == (
        "Etwa 42 von 100, vermutlich zwischen 34 und 50."
    )
    assert stats.describe_reach(1000, 1.6).de == (
        "Mit 1.000 Antworten sehen Sie erst Änderungen ab 8 Punkten. "
        "Durch die Gewichtung zählen sie nur wie 625."
    )
    assert stats.describe_perception_gap(gap).de == (
        "Die Zustimmung wird unterschätzt: geschätzt 40 von 100, tatsächlich 70 von 100."
    )
