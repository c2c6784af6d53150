from __future__ import annotations

import pytest

from drehscheibe.core.text.one_line import one_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ""), ("  zwei\n\tWörter ", "zwei Wörter"), ("a\0b", "a b"), ("x" * 30, "x" * 20)],
)
def test_words_of_one_line(text: str, expected: str) -> None:
    assert one_line(text, 20) == expected
