"""What of a text can stand in a file that may hold no letter without a shape."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

__all__ = ["BOX", "FONTS", "LONGEST_WORD", "breakable", "known_letters", "latin_only", "printable"]

FONTS = Path(__file__).parent / "assets" / "fonts"
#: Stands for a letter that no font has.
BOX = "□"
#: Longer runs without a space may be broken anywhere, so that no address leaves the page.
LONGEST_WORD = 32

_BREAK = "\u200b"
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_FORMAT_MARKS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
#: Letters of our own fonts: enough for whatever happens.
_LAST_LATIN = 0x17F


@cache
def known_letters() -> frozenset[str]:
    """Return every letter that has a shape; ``tools.make_document_fonts`` found them."""
    ranges = (FONTS / "letters.txt").read_text(encoding="ascii").split()
    bounds = (entry.split("-") for entry in ranges)
    return frozenset(
        chr(code) for first, last in bounds for code in range(int(first, 16), int(last, 16) + 1)
    )


def printable(text: str) -> str:
    """Return the text with a box for every letter that has no shape; line breaks stay.

    Letters are composed, marks that only steer (direction, joining) are left out, and what can be
    written in plainer letters is: "ﬁ" becomes "fi".
    """
    known = known_letters()
    if known.issuperset(text):
        return text
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(
        letter if letter in known or letter == "\n" else _plainer(letter) for letter in composed
    )


def latin_only(text: str) -> str:
    """Return the text with a box for everything that is not Latin; the last resort."""
    return "".join(
        letter if ord(letter) <= _LAST_LATIN or letter in "–—‘’‚“”„…€\u200b" else BOX
        for letter in printable(text)
    )


def breakable(text: str) -> str:
    """Return the text with places to break in words that are longer than a line."""
    return _LONG_WORD.sub(_broken, text)


def _broken(match: re.Match[str]) -> str:
    word = match.group()
    return _BREAK.join(
        word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD)
    )


def _plainer(letter: str) -> str:
    if letter in "\t\v\f":
        return " "
    if unicodedata.category(letter) in _FORMAT_MARKS:
        return ""
    parts = [
        part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)
    ]
    known = known_letters()
    if unicodedata.combining(letter):
        return ""
    return "".join(parts) if parts and known.issuperset(parts) else BOX
