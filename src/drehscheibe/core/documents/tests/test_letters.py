from __future__ import annotations

import pytest

from drehscheibe.core.documents.letters import (
    LONGEST_WORD,
    breakable,
    known_letters,
    latin_only,
    printable,
)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Größe „Łódź“ – 30 €", "Größe „Łódź“ – 30 €"),
        ("e\u0301", "é"),
        ("№ 5 ﬁ ㎡", "№ 5 fi m2"),
        ("a\tb", "a b"),
        ("a\x00\u202eb\u202c\ufeff", "ab"),
        ("eins\r\nzwei", "eins\nzwei"),
        ("😀 中", "□ □"),
        ("\ud800", ""),
    ],
)
def test_every_letter_has_a_shape_or_a_box(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def test_german_and_its_neighbours_are_there() -> None:
    assert known_letters().issuperset("ÄÖÜäöüßẞ„“‚‘–—…€§°²³½ŁłŠšŽžĞğİıÅåØøÉéÇçÑñ₂αβДж")


def test_long_words_can_be_broken_and_short_ones_stay() -> None:
    assert breakable("kurz " + "x" * LONGEST_WORD) == "kurz " + "x" * LONGEST_WORD
    parts = breakable("y" * 5000).split("\u200b")
    assert "".join(parts) == "y" * 5000
    assert max(map(len, parts)) == LONGEST_WORD


def test_last_resort_is_latin() -> None:
    assert latin_only("Ä α „ж“") == "Ä □ „□“"
