"""Word stems for German and English, so that "Bündnisse" finds "Buendnis"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

import snowballstemmer

__all__ = ["fold", "stems"]

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_LANGUAGES = {"de": "german", "en": "english"}


@lru_cache(maxsize=4)
def _stemmer(language: str) -> Any:  # noqa: ANN401 -- untyped library
    return snowballstemmer.stemmer(_LANGUAGES.get(language, "german"))


def fold(word: str) -> str:
    """Return the word in lower case without accents; ``ß`` becomes ``ss``."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def stems(text: str, language: str) -> list[str]:
    """Return the stem of every word of the text, in order, repeated words repeated.

    Snowball's German stemmer knows ``ae``, ``oe``, ``ue`` as spellings of umlauts.
    """
    stemmer = _stemmer(language)
    return [fold(stemmer.stemWord(word.lower())) for word in _WORD.findall(text)]
