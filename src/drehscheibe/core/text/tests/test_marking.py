"""Words by which a text was found are marked, and nothing in the text becomes HTML."""

from __future__ import annotations

import pytest

from drehscheibe.core.text.marking import find_passage, mark_words


@pytest.mark.parametrize(
    ("text", "wanted", "whole", "expected"),
    [
        ("Lehre und Lehrstellen", ["lehre"], True, "<mark>Lehre</mark> und Lehrstellen"),
        (
            "Lehre und Lehrstellen",
            ["lehr"],
            False,
            "<mark>Lehr</mark>e und <mark>Lehr</mark>stellen",
        ),
        ("Straße, STRASSE", ["straße"], True, "<mark>Straße</mark>, STRASSE"),
        (
            "<b>Werk</b> & Tor",
            ["werk", "b"],
            True,
            "&lt;<mark>b</mark>&gt;<mark>Werk</mark>&lt;/<mark>b</mark>&gt; &amp; Tor",
        ),
        ("a.b und axb", ["a.b"], False, "<mark>a.b</mark> und axb"),
        (
            "Hafen Hafenkran",
            ["hafen", "hafenkran"],
            False,
            "<mark>Hafen</mark> <mark>Hafenkran</mark>",
        ),
        ("Nichts <gesucht>", [""], False, "Nichts &lt;gesucht&gt;"),
        ("", ["x"], True, ""),
    ],
)
def test_marks_words_and_escapes_the_rest(
    text: str, wanted: list[str], whole: bool, expected: str
) -> None:
    assert str(mark_words(text, wanted, whole=whole)) == expected


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("Da fehlt ein Kran.", ["kran"], "Da fehlt ein Kran."),
        (
            "Der alte lange Weg zum\nHafen und weiter nach Osten",
            ["hafen"],
            "… Weg zum Hafen und weiter …",
        ),
        ("Hafenkran", ["hafen"], ""),
        ("Hafen", [], ""),
        ("Hafen Kai", ["kai", "hafen"], "Hafen Kai"),
    ],
)
def test_passage_is_where_a_word_stands(text: str, wanted: list[str], expected: str) -> None:
    assert find_passage(text, wanted, around=13) == expected
