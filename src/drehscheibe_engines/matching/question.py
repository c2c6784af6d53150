"""From the words of a question to the words of the index that may answer it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from drehscheibe_engines.matching.analysis import Word
from drehscheibe_engines.matching.little_words import LITTLE_WORDS, VAGUE_WORDS
from drehscheibe_engines.matching.normalising import (
    drop_feminine,
    fold,
    split_at_hyphens,
    words_of,
)
from drehscheibe_engines.matching.thesaurus import Phrase, Relation
from drehscheibe_engines.matching.vocabulary import Vocabulary, edits

#: From this many telling words on, a question is a description of a situation.
SITUATION_WORDS = 8
#: A situation asks for at most this many words.
_MOST_WORDS = 60
_VAGUE = 0.35
_FIELD = 1.6


class How(StrEnum):
    """How a word of the question met a word of the text."""

    SAME = "same"
    INFLECTION = "inflection"
    PART = "part"
    SYNONYM = "synonym"
    RELATED = "related"
    SPELLING = "spelling"


#: How much a meeting counts against the same word.
WEIGHTS = {
    "same": 1.0,
    "compound": 0.9,
    "family": 0.6,
    "synonym": 0.7,
    "narrower": 0.5,
    "related": 0.3,
    "contains": 0.5,
    "typo": 0.8,
    "like": 0.25,
}
_BY_RELATION = {
    Relation.SYNONYM: (WEIGHTS["synonym"], How.SYNONYM),
    Relation.NARROWER: (WEIGHTS["narrower"], How.RELATED),
    Relation.RELATED: (WEIGHTS["related"], How.RELATED),
}
#: Dice's coefficient from which a word may be a typing error, and from which it is like another.
_LEAST_LIKE = 0.15
_LIKE = 0.45
_MOST_SIMILAR = 60
_SHORTEST_MISSPELLED = 3
_SHORTEST_PIECE = 4
#: From this length on, two letters may be wrong.
_LONG_WORD = 8
#: A misspelled compound is repaired from this length on, with parts of at least so many letters.
_SHORTEST_COMPOUND = 10
_SHORTEST_PART = 4
_LEAST_LIKE_PART = 0.3
_MOST_PARTS = 8
_SHORTEST_FIELD_WORD = 6


@dataclass(slots=True)
class Facet:
    """One thing that is asked for.

    Attributes
    ----------
    asked : str
        The word or phrase of the question, as written.
    weight : float
        How much it counts in the question.
    group : int
        Facets of one word of the question share it; -1 for phrases.
    is_part : bool
        Whether it asks for a part of a compound only.
    words : dict of int to (float, How)
        Words of the index that answer it: how well, in what way.
    phrases : list of (tuple of list of int, float, How)
        Groups of words that must all stand in a text.
    """

    asked: str
    weight: float
    group: int = -1
    is_part: bool = False
    words: dict[int, tuple[float, How]] = field(default_factory=dict)
    phrases: list[tuple[tuple[tuple[int, ...], ...], float, How]] = field(default_factory=list)

    def add(self, number: int, weight: float, how: How) -> None:
        """Keep the best way in which a word answers."""
        known = self.words.get(number)
        if known is None or weight > known[0]:
            self.words[number] = (weight, how)


class QuestionReader:
    """Turns questions into facets over a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._thesaurus = vocabulary.analyser.thesaurus
        self._named_by_parts: dict[Phrase, Phrase] | None = None
        self._field_words: Vocabulary | None = None

    def read(self, text: str) -> list[Facet]:
        """Return the facets of a question, also those that nothing answers.

        Parameters
        ----------
        text : str
            A few words or a few sentences.
        """
        asked = list(self._telling_words(text))
        is_situation = len(asked) >= SITUATION_WORDS
        facets: list[Facet] = []
        for group, (shown, word, weight) in enumerate(asked[:_MOST_WORDS]):
            for facet in self._facets_of(shown, word, weight, typos_only=is_situation):
                facet.group = group
                facets.append(facet)
        facets += self._phrases(asked)
        return facets

    def _telling_words(self, text: str) -> Iterator[tuple[str, Word, float]]:
        found: dict[str, tuple[str, Word]] = {}
        for shown in self._words(text):
            folded = drop_feminine(fold(shown))
            if folded and not (len(folded) == 1 and not folded.isdigit()):
                word = self._vocabulary.analyser.analyse(folded)
                found.setdefault(word.stem, (shown, word))
        telling = {s: pair for s, pair in found.items() if pair[1].folded not in LITTLE_WORDS}
        is_situation = len(telling) >= SITUATION_WORDS
        for stem, (shown, word) in telling.items():
            weight = 1.0
            if is_situation:
                if stem in VAGUE_WORDS:
                    weight = _VAGUE
                elif (stem,) in self._thesaurus:
                    weight = _FIELD
            yield shown, word, weight

    def _words(self, text: str) -> Iterator[str]:
        """Yield the words; one with hyphens whole if it occurs so, else in its pieces."""
        pieces = 0
        for shown in words_of(text):
            if pieces:
                pieces -= 1
                continue
            parts = len(split_at_hyphens(shown))
            if parts > 1:
                number = self._vocabulary.known(drop_feminine(fold(shown)))
                if number is None or not self._vocabulary.uses[number]:
                    continue
                pieces = parts
            yield shown

    def _facets_of(
        self, shown: str, word: Word, weight: float, *, typos_only: bool
    ) -> Iterator[Facet]:
        whole = Facet(shown, weight)
        self._add_word(whole, word.stem, 1.0, How.SAME, exact=word.folded)
        self._add_family(whole, word)
        if word.parts:
            self._add_with_all(whole, word.parts, WEIGHTS["compound"])
        self._add_beside(whole, (word.stem,))
        if not whole.words and not whole.phrases:
            self._add_similar(whole, word, typos_only=typos_only)
            repaired = self._repair(whole, word)
            if repaired is not None:
                meant = self._facets_of(
                    shown, repaired, weight * WEIGHTS["typo"], typos_only=typos_only
                )
                yield from map(_say_spelling, meant)
                return
        yield whole
        parts = word.parts
        if len(parts) > 2:
            for at in range(len(parts) - 1):
                yield self._pair(shown, (parts[at], parts[at + 1]), weight * 0.5)
        share = 0.6 if len(parts) == 2 else 0.25
        for part in dict.fromkeys(parts):
            single = Facet(
                shown, weight * share * (_VAGUE if part in VAGUE_WORDS else 1.0), is_part=True
            )
            self._add_word(single, part, 1.0, How.PART)
            self._add_beside(single, (part,))
            yield single

    def _pair(self, shown: str, pair: Phrase, weight: float) -> Facet:
        facet = Facet(shown, weight, group=-1)
        self._add_with_all(facet, pair, 1.0)
        name = self._names().get(pair)
        if name:
            self._add_beside(facet, name)
        return facet

    def _answer(self, facet: Facet, number: int, weight: float, how: How) -> None:
        if self._vocabulary.uses[number]:
            facet.add(number, weight, how)

    def _add_word(
        self, facet: Facet, stem: str, weight: float, how: How, exact: str | None = None
    ) -> None:
        vocabulary = self._vocabulary
        for number in vocabulary.with_stem(stem):
            is_same = how is How.SAME and vocabulary.words[number].folded != exact
            self._answer(facet, number, weight, How.INFLECTION if is_same else how)
        compound = How.PART if how in (How.SAME, How.PART) else how
        for number in vocabulary.with_part(stem):
            self._answer(facet, number, weight * WEIGHTS["compound"], compound)

    def _add_family(self, facet: Facet, word: Word) -> None:
        for number in self._vocabulary.with_root(word.root):
            self._answer(facet, number, WEIGHTS["family"], How.INFLECTION)

    def _add_with_all(self, facet: Facet, parts: Phrase, weight: float) -> None:
        numbers = set(self._vocabulary.with_part(parts[0]))
        for part in parts[1:]:
            numbers &= set(self._vocabulary.with_part(part))
        for number in sorted(numbers):
            self._answer(facet, number, weight, How.PART)

    def _add_beside(self, facet: Facet, phrase: Phrase) -> None:
        for other, relation in self._thesaurus.beside(phrase).items():
            weight, how = _BY_RELATION[relation]
            if len(other) == 1:
                self._add_word(facet, other[0], weight, how)
            else:
                groups = tuple(self._used(stem) for stem in other)
                if all(groups):
                    facet.phrases.append((groups, weight, how))

    def _used(self, stem: str) -> tuple[int, ...]:
        uses = self._vocabulary.uses
        return tuple(number for number in self._vocabulary.with_stem(stem) if uses[number])

    def _add_similar(self, facet: Facet, word: Word, *, typos_only: bool) -> None:
        """Add words that contain this unknown one, and words that are spelled like it."""
        vocabulary = self._vocabulary
        if len(word.folded) < _SHORTEST_MISSPELLED or not len(vocabulary):
            return
        for piece in (word.folded, word.stem):
            if len(piece) >= _SHORTEST_PIECE:
                for number in vocabulary.containing(piece):
                    self._answer(facet, number, WEIGHTS["contains"], How.PART)
        numbers, likeness = vocabulary.spelled_like(word.folded)
        close = np.flatnonzero(likeness >= _LEAST_LIKE)
        for at in close[np.argsort(-likeness[close], kind="stable")][:_MOST_SIMILAR]:
            number = int(numbers[at])
            weight = self._typo_weight(word.folded, number, float(likeness[at]))
            if weight == WEIGHTS["typo"] or (weight and not typos_only):
                self._answer(facet, number, weight, How.SPELLING)
            if weight == WEIGHTS["typo"]:
                stem = vocabulary.words[number].stem
                self._add_word(facet, stem, weight, How.SPELLING)

    def _repair(self, facet: Facet, word: Word) -> Word | None:
        """Return the word that was meant by a misspelled one that is not in the texts; None if there is none.

        A word of the field, or a compound of which the texts know only the parts: one part is taken
        as written, the other has one letter wrong.
        """
        if any(weight >= WEIGHTS["typo"] for weight, _how in facet.words.values()):
            return None
        field_word = self._field_word(word.folded)
        if field_word or word.parts or len(word.folded) < _SHORTEST_COMPOUND:
            return field_word
        folded = word.folded
        for at in range(len(folded) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
            head, tail = folded[:at], folded[at:]
            for meant in (
                head + self._meant(tail) if self._is_part(head) else "",
                self._meant(head) + tail if self._is_part(tail) else "",
            ):
                if meant not in {"", head, tail, folded}:
                    repaired = self._vocabulary.analyser.analyse(meant)
                    if repaired.parts:
                        return repaired
        return None

    def _field_word(self, folded: str) -> Word | None:
        """Return the word of the field that is meant by a misspelled one; itself is none."""
        names = self._names_of_one_word()
        if len(folded) < _SHORTEST_FIELD_WORD or names.known(folded) is not None:
            return None
        most = _most_edits(folded)
        numbers, likeness = names.spelled_like(folded)
        close = np.flatnonzero(likeness >= _LEAST_LIKE_PART)
        for at in close[np.argsort(-likeness[close], kind="stable")][:_MOST_PARTS]:
            meant = names.words[int(numbers[at])]
            if edits(folded, meant.folded, most) <= most:
                return meant
        return None

    def _is_part(self, piece: str) -> bool:
        """Whether a piece is a word of the texts in any inflection, or with the s that joins compounds."""
        analyse = self._vocabulary.analyser.analyse
        return any(self._used(analyse(one).stem) for one in {piece, piece.removesuffix("s")})

    def _meant(self, piece: str) -> str:
        """Return the word of the texts from which a piece differs by one letter; empty if there is none."""
        joint = "s" if piece.endswith("s") else ""
        for bare, end in ((piece, ""), (piece.removesuffix("s"), joint)):
            numbers, likeness = self._vocabulary.spelled_like(bare)
            close = np.flatnonzero(likeness >= _LEAST_LIKE_PART)
            for at in close[np.argsort(-likeness[close], kind="stable")][:_MOST_PARTS]:
                number = int(numbers[at])
                other = self._vocabulary.words[number].folded
                if self._vocabulary.uses[number] and edits(bare, other, 1) == 1:
                    return other + end
        return ""

    def _typo_weight(self, folded: str, number: int, like: float) -> float:
        most = _most_edits(folded)
        if edits(folded, self._vocabulary.words[number].folded, most) <= most:
            return WEIGHTS["typo"]
        return WEIGHTS["like"] if like >= _LIKE else 0.0

    def _phrases(self, asked: list[tuple[str, Word, float]]) -> Iterator[Facet]:
        """Yield what stands beside phrases of the question in the thesaurus."""
        for length in range(2, self._thesaurus.longest + 1):
            for at in range(len(asked) - length + 1):
                words = asked[at : at + length]
                phrase = tuple(word.stem for _shown, word, _weight in words)
                if phrase in self._thesaurus:
                    facet = Facet(" ".join(shown for shown, _word, _weight in words), 1.0)
                    self._add_beside(facet, phrase)
                    yield facet

    def _names(self) -> dict[Phrase, Phrase]:
        """Return the names of the thesaurus that are compounds, by their parts."""
        if self._named_by_parts is None:
            self._named_by_parts = {}
            analyse = self._vocabulary.analyser.analyse
            for concept in self._thesaurus.concepts:
                for name in concept.names:
                    if " " not in name:
                        word = analyse(drop_feminine(fold(name)))
                        if word.parts:
                            self._named_by_parts.setdefault(word.parts, (word.stem,))
        return self._named_by_parts

    def _names_of_one_word(self) -> Vocabulary:
        """Return all words of the thesaurus that stand alone, to be found by their spelling."""
        if self._field_words is None:
            self._field_words = Vocabulary(self._vocabulary.analyser)
            for concept in self._thesaurus.concepts:
                for name in (*concept.names, *concept.narrower):
                    if len(list(words_of(name))) == 1:
                        self._field_words.number(drop_feminine(fold(name)), name)
        return self._field_words


def _most_edits(folded: str) -> int:
    """Return how many letters of a misspelled word may be wrong."""
    return 1 if len(folded) < _LONG_WORD else 2


def _say_spelling(facet: Facet) -> Facet:
    """Say of what answers a repaired word itself that it is spelled like the one that was asked."""
    for number, (weight, how) in facet.words.items():
        if how in (How.SAME, How.INFLECTION):
            facet.words[number] = (weight, How.SPELLING)
    return facet
