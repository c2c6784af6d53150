"""The words of the field: what means the same, what is narrower, what is close."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from drehscheibe_engines.matching.normalising import words_of
from drehscheibe_engines.matching.stemming import stem
from drehscheibe_engines.matching.word_lists import word_list

_MARKS = re.compile(r"\s*([=>~])\s*")
_ARTICLES = frozenset(word_list("articles"))


class Relation(StrEnum):
    """How far a word is from the word that was asked."""

    SYNONYM = "synonym"
    NARROWER = "narrower"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing of the field.

    Attributes
    ----------
    names : tuple of str
        Words for it, the preferred one first; several words make a phrase.
    narrower, related : tuple of str
        Words for special cases of it and for what is close to it.
    """

    names: tuple[str, ...]
    narrower: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


class ThesaurusError(ValueError):
    """A line of a thesaurus cannot be used; the message names line and reason."""


Phrase = tuple[str, ...]


class Thesaurus:
    """Finds the words beside a word; phrases are tuples of stems.

    Parameters
    ----------
    concepts : iterable of Concept
        In any order; a word may belong to several.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = tuple(concepts)
        self._beside: dict[Phrase, dict[Phrase, Relation]] = {}
        for concept in self.concepts:
            names = [phrase_of(name) for name in concept.names]
            for name in names:
                for other in names:
                    self._add(name, other, Relation.SYNONYM)
                for word in concept.narrower:
                    self._add(name, phrase_of(word), Relation.NARROWER)
                    self._add(phrase_of(word), name, Relation.RELATED)
                for word in concept.related:
                    self._add(name, phrase_of(word), Relation.RELATED)
        self.longest = max((len(phrase) for phrase in self._beside), default=0)

    def beside(self, phrase: Phrase) -> Mapping[Phrase, Relation]:
        """Return the phrases beside a phrase with the closest relation of each. O(1)."""
        return self._beside.get(phrase, {})

    def __contains__(self, phrase: Phrase) -> bool:
        """Tell whether the phrase is a word of the field."""
        return phrase in self._beside

    def _add(self, name: Phrase, other: Phrase, relation: Relation) -> None:
        if not name or not other or name == other:
            return
        beside = self._beside.setdefault(name, {})
        known = beside.get(other)
        if known is None or _CLOSENESS[relation] > _CLOSENESS[known]:
            beside[other] = relation


_CLOSENESS = {Relation.SYNONYM: 2, Relation.NARROWER: 1, Relation.RELATED: 0}


def phrase_of(text: str) -> Phrase:
    """Return the stems of a word or phrase, little words left out."""
    return tuple(stem(word) for word in words_of(text) if word.lower() not in _ARTICLES)


def parse_concepts(text: str) -> list[Concept]:
    """Read lines ``name = other names > narrower ~ related``, lists with commas.

    Raises
    ------
    ThesaurusError
        With the number of the line.
    """
    concepts = []
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        name, *rest = _MARKS.split(content)
        fields: dict[str, tuple[str, ...]] = {}
        for mark, words in zip(rest[::2], rest[1::2], strict=True):
            if mark in fields:
                raise ThesaurusError(f"line {number}: {mark!r} stands twice")
            fields[mark] = tuple(word.strip() for word in words.split(",") if word.strip())
        if not name:
            raise ThesaurusError(f"line {number}: the name is missing")
        concepts.append(
            Concept((name, *fields.get("=", ())), fields.get(">", ()), fields.get("~", ()))
        )
    return concepts


@lru_cache(maxsize=1)
def default_thesaurus() -> Thesaurus:
    """Return the thesaurus of the field that is shipped with the engine."""
    source = resources.files("drehscheibe_engines.matching") / "data" / "thesaurus.txt"
    return Thesaurus(parse_concepts(source.read_text(encoding="utf-8")))
