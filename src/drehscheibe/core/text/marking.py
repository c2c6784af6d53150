"""Mark in a text the words by which it was found, and choose the passage where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

__all__ = ["find_passage", "mark_words"]


def mark_words(text: str, wanted: Iterable[str], *, whole: bool = False) -> Markup:
    """Return a text as HTML in which the wanted words are marked; everything else is escaped.

    Capitals and small letters are the same. With ``whole`` a word inside a longer one is left alone.
    """
    pattern = _pattern_of(wanted, whole=whole)
    if not pattern:
        return escape(text)
    # With a group in the pattern, what was found stands at the odd places.
    pieces = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )


def find_passage(text: str, wanted: Iterable[str], *, around: int = 90) -> str:
    """Return the first place where one of the words stands whole, with whole words around it.

    Up to ``around`` characters before and after it, three dots where the text goes on; empty if no
    word is there.
    """
    pattern = _pattern_of(wanted, whole=True)
    found = re.search(pattern, text, flags=re.IGNORECASE) if pattern else None
    if found is None:
        return ""
    start, end = max(0, found.start() - around), min(len(text), found.end() + around)
    before, after = text[start : found.start()], text[found.end() : end]
    if start:
        before = "… " + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + " …"
    return " ".join(f"{before}{found[0]}{after}".split())


def _pattern_of(wanted: Iterable[str], *, whole: bool) -> str:
    longest_first = sorted((word for word in wanted if word), key=len, reverse=True)
    if not longest_first:
        return ""
    any_of_them = "|".join(re.escape(word) for word in longest_first)
    return rf"\b(?:{any_of_them})\b" if whole else any_of_them
