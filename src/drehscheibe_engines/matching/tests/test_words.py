"""Spellings, stems and thesaurus."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe_engines.matching import (
    Concept,
    Relation,
    Thesaurus,
    ThesaurusError,
    default_thesaurus,
    drop_feminine,
    fold,
    parse_concepts,
    root,
    stem,
    words_of,
)

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüßABCÄÖÜ", max_size=30)


@pytest.mark.parametrize(
    ("spellings", "others"),
    [
        (("Bündnis", "Buendnis", "BÜNDNIS", "bu\u0308ndnis"), ("Bund",)),
        (("Straße", "Strasse", "STRASSE"), ("Strafe",)),
        (("Größe", "Groesse"), ("Gros",)),
        (("neue", "Neue"), ("nu",)),
    ],
)
def test_spellings_of_one_word_are_one(spellings: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert len({fold(word) for word in spellings}) == 1
    assert fold(spellings[0]) not in {fold(word) for word in others}


@given(LETTERS)
def test_folding_twice_changes_no_spelling_without_umlaut(word: str) -> None:
    assert fold(word.upper()) == fold(word.upper().lower())
    assert set(fold(word)) <= set("abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize(
    "text",
    [
        "Bürger:innen",
        "Bürger*innen",
        "Bürger_innen",
        "Bürger·innen",
        "BürgerInnen",
        "Bürger/innen",
        "Bürger/-innen",
        "Bürger(innen)",
        "Bürgerinnen und Bürger",
        "Bürgerin oder Bürger",
        "Bürgerinnen",
    ],
)
def test_gender_forms_are_the_word(text: str) -> None:
    assert [stem(word) for word in words_of(text)] == [stem("Bürger")]


def test_gender_forms_inside_compounds() -> None:
    assert list(words_of("der Bürger:innenrat")) == ["der", "Bürgerrat"]


@pytest.mark.parametrize("word", ["termin", "berlin", "gewinnen", "beginnen", "magazin", "innen"])
def test_words_that_only_look_feminine_stay(word: str) -> None:
    assert drop_feminine(word) == word


@pytest.mark.parametrize(
    "family",
    [
        ("Genehmigung", "Genehmigungen", "genehmigen"),
        ("Azubi", "Azubis"),
        ("Beschleunigung", "beschleunigen"),
        ("Museum", "Museen", "Museums"),
        ("Platz", "Plätze", "Plaetzen"),
        ("Ingenieur", "Ingenieurinnen"),
    ],
)
def test_inflections_share_their_stem(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1, {word: stem(word) for word in family}


@pytest.mark.parametrize(
    "family",
    [
        ("Moderation", "Moderator", "moderieren"),
        ("Finanzierung", "Finanzen"),
        ("Digitalisierung", "digital"),
        ("Genehmigung", "genehmigt"),
    ],
)
def test_families_share_their_root(family: tuple[str, ...]) -> None:
    assert len({root(stem(word)) for word in family}) == 1, {w: root(stem(w)) for w in family}


def test_words_with_hyphens_come_whole_and_in_pieces() -> None:
    assert list(words_of("CO2-Speicherung")) == ["CO2-Speicherung", "CO2", "Speicherung"]


def test_the_shipped_thesaurus_is_large_and_has_no_lonely_word() -> None:
    concepts = default_thesaurus().concepts

    assert len(concepts) >= 150
    assert [
        c.names[0] for c in concepts if len(c.names) + len(c.narrower) + len(c.related) < 2
    ] == []


def test_apprentices_are_close_to_apprenticeships() -> None:
    thesaurus = default_thesaurus()
    beside = thesaurus.beside((stem("Azubis"),))

    assert beside[(stem("Lehrling"),)] is Relation.SYNONYM
    assert beside[(stem("Ausbildungsplätze"),)] is Relation.RELATED
    assert beside[(stem("duale"), stem("Ausbildung"))] is Relation.RELATED


def test_the_closest_relation_wins_whatever_the_order() -> None:
    concepts = [Concept(("Lärm", "Krach")), Concept(("Lärm",), related=("Krach",))]

    for order in (concepts, concepts[::-1]):
        assert Thesaurus(order).beside((stem("Lärm"),))[(stem("Krach"),)] is Relation.SYNONYM


@pytest.mark.parametrize(
    ("text", "reason"),
    [("= Lärm", "line 1: the name"), ("\nA = B = C", "line 2: '=' stands twice")],
)
def test_a_wrong_line_is_named(text: str, reason: str) -> None:
    with pytest.raises(ThesaurusError, match=reason):
        parse_concepts(text)
