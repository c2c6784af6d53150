"""All distinct words of an index, found by stem, family, part or spelling."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.matching.analysis import Analyser, Word

_GRAM = 3
Ids = Sequence[int]


class Vocabulary:
    """Numbers words and looks them up in five ways; words are only ever added.

    Attributes
    ----------
    words, shown : list of Word, list of str
        By number; how a word was written first.
    uses : array of int
        In how many texts each word stands now; 0 for those of texts that are gone.
    """

    def __init__(self, analyser: Analyser) -> None:
        self.analyser = analyser
        self.words: list[Word] = []
        self.shown: list[str] = []
        self.uses: array[int] = array("L")
        self._number: dict[str, int] = {}
        self._by_stem: dict[str, array[int]] = {}
        self._by_root: dict[str, array[int]] = {}
        self._by_part: dict[str, array[int]] = {}
        self._by_gram: dict[str, array[int]] = {}
        self._gram_counts: array[int] = array("H")

    def __len__(self) -> int:
        """Return how many distinct words there are."""
        return len(self.words)

    def number(self, folded: str, shown: str) -> int:
        """Return the number of a folded word, a new one if it is new; ``shown`` is how to show it."""
        number = self._number.get(folded)
        return self._add(self.analyser.analyse(folded), shown) if number is None else number

    def known(self, folded: str) -> int | None:
        """Return the number of a folded word that occurs."""
        return self._number.get(folded)

    def with_stem(self, stem: str) -> Ids:
        """Return words with this stem."""
        return self._by_stem.get(stem, ())

    def with_root(self, root: str) -> Ids:
        """Return words of this family."""
        return self._by_root.get(root, ())

    def with_part(self, part: str) -> Ids:
        """Return compounds one of whose parts has this stem."""
        return self._by_part.get(part, ())

    def spelled_like(self, folded: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return words that share grams of three letters, and Dice's coefficient of each.

        Linear in the number of words that share a gram.
        """
        grams = grams_of(folded)
        counts = self._count(grams)
        numbers = np.flatnonzero(counts)
        sizes = np.frombuffer(self._gram_counts, dtype=np.uint16)[numbers]
        return numbers, 2.0 * counts[numbers] / (sizes + len(grams))

    def containing(self, piece: str) -> list[int]:
        """Return words that contain a piece of four letters or more, not only at their end."""
        grams = {piece[at : at + _GRAM] for at in range(len(piece) - _GRAM + 1)}
        counts = self._count(grams)
        numbers = np.flatnonzero(counts == len(grams))
        return [int(number) for number in numbers if piece in self.words[number].folded]

    def _count(self, grams: Iterable[str]) -> NDArray[np.intp]:
        found = [self._by_gram[gram] for gram in sorted(grams) if gram in self._by_gram]
        if not found:
            return np.zeros(0, dtype=np.intp)
        numbers = np.concatenate([np.frombuffer(one, dtype=np.uint32) for one in found])
        return np.bincount(numbers, minlength=len(self.words))

    def _add(self, word: Word, shown: str) -> int:
        number = len(self.words)
        self._number[word.folded] = number
        self.words.append(word)
        self.shown.append(shown)
        self.uses.append(0)
        _append(self._by_stem, word.stem, number)
        _append(self._by_root, word.root, number)
        for part in dict.fromkeys(word.parts):
            _append(self._by_part, part, number)
        grams = grams_of(word.folded)
        for gram in grams:
            _append(self._by_gram, gram, number)
        self._gram_counts.append(min(len(grams), 65535))
        return number


def grams_of(folded: str) -> set[str]:
    """Return the grams of three letters of a word with its borders."""
    padded = f"^{folded[:80]}$"
    return {padded[at : at + _GRAM] for at in range(len(padded) - _GRAM + 1)}


def _append(index: dict[str, array[int]], key: str, number: int) -> None:
    known = index.get(key)
    if known is None:
        index[key] = array("I", (number,))
    else:
        known.append(number)


def edits(one: str, other: str, most: int) -> int:
    """Return how many letters must be changed, added, dropped or swapped with a neighbour.

    Stops at ``most + 1``. Optimal string alignment (E. Ukkonen, 1985, for the bound), O(n·m).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
