"""What is known about a word: its stem, its family, its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import snowballstemmer

from drehscheibe_engines.matching.compounds import Splitter
from drehscheibe_engines.matching.normalising import fold
from drehscheibe_engines.matching.stemming import root, stem
from drehscheibe_engines.matching.thesaurus import Thesaurus, default_thesaurus


@dataclass(frozen=True, slots=True)
class Word:
    """One word, analysed.

    Attributes
    ----------
    folded : str
        One spelling for all, see `fold`.
    stem, root : str
        What its inflections share; what its family shares.
    parts : tuple of str
        Stems of the parts of a compound, first to last; empty if it is none.
    """

    folded: str
    stem: str
    root: str
    parts: tuple[str, ...] = ()


class Analyser(Protocol):
    """Analyses the words of one language."""

    thesaurus: Thesaurus

    def analyse(self, folded: str) -> Word:
        """Return what is known about a folded word."""
        ...


class GermanAnalyser:
    """Stems, families and parts of German words, and the words of the field beside them.

    Parameters
    ----------
    thesaurus : Thesaurus, optional
        The engine's own unless given.
    given_parts : mapping of str to tuple of str, optional
        Folded words with parts to be used instead of the splitter's.
    """

    def __init__(
        self,
        thesaurus: Thesaurus | None = None,
        given_parts: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.thesaurus = thesaurus or default_thesaurus()
        self.given_parts = dict(given_parts or {})
        self._splitter: Splitter | None = None

    def analyse(self, folded: str) -> Word:
        """Return what is known about a folded word."""
        stemmed = stem(folded)
        return Word(folded, stemmed, root(stemmed), tuple(stem(p) for p in self.split(folded)))

    def split(self, folded: str) -> tuple[str, ...]:
        """Return the dictionary forms of the parts of a compound, nothing for other words."""
        if folded in self.given_parts:
            return self.given_parts[folded]
        if self._splitter is None:
            self._splitter = Splitter()
        return self._splitter.split(folded)


class EnglishAnalyser:
    """Stems of English words; no parts, no thesaurus."""

    def __init__(self) -> None:
        self.thesaurus = Thesaurus(())

    def analyse(self, folded: str) -> Word:
        """Return what is known about a folded word."""
        stemmed = fold(str(_english().stemWord(folded)))
        return Word(folded, stemmed, stemmed)


@lru_cache(maxsize=1)
def _english() -> Any:  # noqa: ANN401 -- untyped library
    return snowballstemmer.stemmer("english")
