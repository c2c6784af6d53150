"""Mark in a text the words by which it was found."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

__all__ = ["mark_words"]


def mark_words(text: str, wanted: Iterable[str], *, whole: bool = False) -> Markup:
    """Return a text as HTML in which the wanted words are marked; everything else is escaped.

    Capitals and small letters are the same. With ``whole`` a word inside a longer one is left alone.
    """
    longest_first = sorted((word for word in wanted if word), key=len, reverse=True)
    if not longest_first:
        return escape(text)
    any_of_them = "|".join(re.escape(word) for word in longest_first)
    pattern = rf"\b(?:{any_of_them})\b" if whole else any_of_them
    # With a group in the pattern, what was found stands at the odd places.
    pieces = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )
