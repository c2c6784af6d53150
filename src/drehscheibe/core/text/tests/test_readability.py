from __future__ import annotations

import pytest

from drehscheibe.core.text.readability import LEAST_WORDS, lix, reading_grade, wiener_sachtextformel

EASY = "Der Hund ist da. Er ist rot. Das Kind sieht ihn. Es geht zu ihm hin. " * 3
HARD = (
    "Die Genehmigungsbehörde berücksichtigt bei der Ermessensausübung insbesondere die"
    " Verhältnismäßigkeit immissionsschutzrechtlicher Nebenbestimmungen sowie entgegenstehende"
    " Interessenlagen benachbarter Grundstückseigentümerinnen und Grundstückseigentümer im"
    " Zusammenhang mit raumordnungsrechtlichen Festlegungen übergeordneter Planungsträger. "
)


def test_harder_texts_need_more_school_years() -> None:
    easy, hard = reading_grade(EASY, "de"), reading_grade(HARD * 2, "de")

    assert easy == 1.0
    assert hard is not None
    assert hard > 15
    assert lix(EASY) < 20
    assert lix(HARD) > 60


def test_the_formula_is_the_published_one() -> None:
    # 4 words, 1 sentence: "Veranstaltung" has three syllables or more and more than six letters, so has
    # "Besichtigung"; "die" and "und" have one syllable.
    value = wiener_sachtextformel("Die Veranstaltung und Besichtigung.")

    assert value == pytest.approx(0.1935 * 50 + 0.1672 * 4 + 0.1297 * 50 - 0.0327 * 50 - 0.875)


def test_a_short_text_is_not_judged() -> None:
    assert reading_grade("Wort " * (LEAST_WORDS - 1), "de") is None
    assert reading_grade("", "en") is None
