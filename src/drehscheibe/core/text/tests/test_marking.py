"""Words by which a text was found are marked, and nothing in the text becomes HTML."""

from __future__ import annotations

import pytest

from drehscheibe.core.text.marking import mark_words


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
