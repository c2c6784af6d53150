"""How hard a text is to read, by published formulas; an estimate from counts, not a judgement.

German: first Wiener Sachtextformel (R. Bamberger and E. Vanecek, *Lesen, Verstehen, Lernen, Schreiben*,
Wien 1984): the school year from which a factual text is understood. Other languages: LIX
(C.-H. Björnsson, *Läsbarhet*, Stockholm 1968), set on the same scale of school years after
J. Anderson, *Lix and Rix*, Journal of Reading 26 (1983).
"""

from __future__ import annotations

import re
from bisect import bisect_left

__all__ = ["LEAST_WORDS", "lix", "reading_grade", "wiener_sachtextformel"]

#: Below this many words a formula says nothing.
LEAST_WORDS = 30

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)|\n+")
_VOWELS = re.compile(r"aa|ee|oo|ie|ei|ai|au|äu|eu|ey|ay|[aeiouyäöüéèà]")
#: Upper bounds of LIX for the school years 1 to 12 (Anderson 1983).
_LIX_BOUNDS = (10, 15, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56)


def reading_grade(text: str, language: str) -> float | None:
    """Return from which school year a text can be read; None if it is too short to say.

    Parameters
    ----------
    language : str
        ``de`` for the German formula; any other language is measured by LIX.
    """
    if len(_WORD.findall(text)) < LEAST_WORDS:
        return None
    if language.startswith("de"):
        return round(max(1.0, wiener_sachtextformel(text)), 1)
    return float(bisect_left(_LIX_BOUNDS, lix(text)) + 1)


def wiener_sachtextformel(text: str) -> float:
    """Return the first Wiener Sachtextformel of a German text; needs at least one word."""
    words = _WORD.findall(text)
    syllables = [_count_syllables(word) for word in words]
    share = 100 / len(words)
    of_three = share * sum(count >= 3 for count in syllables)
    of_one = share * sum(count == 1 for count in syllables)
    long_words = share * sum(len(word) > 6 for word in words)
    length = len(words) / _count_sentences(text)
    return 0.1935 * of_three + 0.1672 * length + 0.1297 * long_words - 0.0327 * of_one - 0.875


def lix(text: str) -> float:
    """Return LIX: words per sentence plus the share of words with more than six letters in per cent."""
    words = _WORD.findall(text)
    long_words = sum(len(word) > 6 for word in words)
    return len(words) / _count_sentences(text) + 100 * long_words / len(words)


def _count_sentences(text: str) -> int:
    return max(1, sum(bool(_WORD.search(part)) for part in _SENTENCE.split(text)))


def _count_syllables(word: str) -> int:
    return max(1, len(_VOWELS.findall(word.lower())))
