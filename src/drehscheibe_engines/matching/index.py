"""An index in memory: texts in, ranked texts with reasons out."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.matching.analysis import Analyser, GermanAnalyser
from drehscheibe_engines.matching.little_words import LITTLE_WORDS
from drehscheibe_engines.matching.normalising import drop_feminine, fold, words_of
from drehscheibe_engines.matching.question import Facet, How, QuestionReader
from drehscheibe_engines.matching.vocabulary import Vocabulary

TITLE_WEIGHT = 2.5
K1 = 1.2
B = 0.5
CUT = 0.2
_NOTHING = 1e-12
_MOST_REASONS = 6


@dataclass(frozen=True, slots=True)
class Reason:
    """Which word of the question met which word of the text, and how."""

    asked: str
    met: str
    how: How


@dataclass(frozen=True, slots=True)
class Match:
    """A text that answers, its score and why; the strongest reason first."""

    id: str
    score: float
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """All texts that answer a question, best first.

    Attributes
    ----------
    ids : tuple of str
    scores : tuple of float
    facets : list of Facet
        What was asked; for `MatchIndex.explain`.
    """

    ids: tuple[str, ...]
    scores: tuple[float, ...]
    facets: list[Facet]


class MatchIndex:
    """Texts that can be asked; every change is visible to the next question.

    Parameters
    ----------
    analyser : Analyser, optional
        German unless given.

    Notes
    -----
    BM25 (S. Robertson and H. Zaragoza, 2009) over facets instead of terms: all words of the index
    that answer a word of the question are counted together, each with its weight, so that a rare
    synonym does not outweigh the word itself. Not safe for threads; callers lock.
    """

    def __init__(self, analyser: Analyser | None = None) -> None:
        self.vocabulary = Vocabulary(analyser or GermanAnalyser())
        self._reader = QuestionReader(self.vocabulary)
        self._ids: list[str] = []
        self._slot: dict[str, int] = {}
        self._lengths = array("f")
        self._alive = bytearray()
        self._words_of: list[tuple[array[int], array[float]]] = []
        self._postings: list[array[int]] = []
        self._counts: list[array[float]] = []
        self._total_length = 0.0
        self._kept: tuple[NDArray[np.float64], NDArray[np.bool_]] | None = None

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self._slot)

    def __contains__(self, identifier: str) -> bool:
        """Tell whether there is a text of this name."""
        return identifier in self._slot

    def put(self, identifier: str, title: str, body: str = "") -> None:
        """Add a text or replace it. Linear in its length; new words are analysed once."""
        self.remove(identifier)
        counts: Counter[int] = Counter()
        length = self._count(title, TITLE_WEIGHT, counts) + self._count(body, 1.0, counts)
        slot = len(self._ids)
        self._ids.append(identifier)
        self._slot[identifier] = slot
        self._lengths.append(length)
        self._alive.append(1)
        self._total_length += length
        numbers = sorted(counts)
        self._words_of.append(
            (array("I", numbers), array("f", (counts[number] for number in numbers)))
        )
        while len(self._postings) < len(self.vocabulary):
            self._postings.append(array("I"))
            self._counts.append(array("f"))
        for number in numbers:
            self._postings[number].append(slot)
            self._counts[number].append(counts[number])
            self.vocabulary.uses[number] += 1

    def remove(self, identifier: str) -> None:
        """Forget a text; unknown names are fine. Its place is reclaimed later."""
        self._kept = None
        slot = self._slot.pop(identifier, None)
        if slot is None:
            return
        self._alive[slot] = 0
        self._total_length -= self._lengths[slot]
        for number in self._words_of[slot][0]:
            self.vocabulary.uses[number] -= 1
        self._words_of[slot] = (array("I"), array("f"))
        if len(self._ids) > 1000 and len(self._slot) * 2 < len(self._ids):
            self._compact()

    def match(
        self,
        text: str,
        *,
        limit: int = 10,
        cut: float = CUT,
        allowed: NDArray[np.bool_] | None = None,
    ) -> list[Match]:
        """Return the texts that answer a question best, best first; equal ones by name.

        Parameters
        ----------
        text : str
            A few words, or a situation in a few sentences.
        limit : int
            At most so many.
        cut : float
            Leave out what scores below this share of the best, 0 to 1.
        allowed : array of bool, shape (slots,), optional
            Which texts may be found, see `slots`. How rare a word is follows from all texts.

        Returns
        -------
        list of Match
        """
        ranking = self.rank(text, limit=limit, cut=cut, allowed=allowed)
        return [
            Match(name, score, self.explain(ranking, name))
            for name, score in zip(ranking.ids, ranking.scores, strict=True)
        ]

    def rank(
        self,
        text: str,
        *,
        limit: int | None = None,
        cut: float = CUT,
        allowed: NDArray[np.bool_] | None = None,
        every_word: float = 0.0,
    ) -> Ranking:
        """Return what `match` returns without reasons, all of it unless there is a limit.

        With ``every_word`` a text must answer every telling word of the question at least so well
        (see `question.WEIGHTS`), or all parts of it.
        """
        facets = self._reader.read(text)
        scores = self._score(facets, allowed)
        if every_word:
            scores[~self._answers_all(facets, every_word)] = 0.0
        order = _best(scores, self._ids, limit, cut)
        return Ranking(
            tuple(self._ids[slot] for slot in order),
            tuple(float(scores[slot]) for slot in order),
            facets,
        )

    def explain(self, ranking: Ranking, identifier: str) -> tuple[Reason, ...]:
        """Return why a text of a ranking is there; nothing if it is gone since."""
        slot = self._slot.get(identifier)
        return () if slot is None else self._why(slot, ranking.facets)

    def slots(self, identifiers: Iterable[str]) -> NDArray[np.bool_]:
        """Return the mask of texts for `match`, shape (slots,)."""
        mask = np.zeros(len(self._ids), dtype=bool)
        for identifier in identifiers:
            slot = self._slot.get(identifier)
            if slot is not None:
                mask[slot] = True
        return mask

    def _count(self, text: str, weight: float, counts: Counter[int]) -> float:
        length = 0
        for shown in words_of(text):
            folded = drop_feminine(fold(shown))
            if folded and folded not in LITTLE_WORDS:
                counts[self.vocabulary.number(folded, shown)] += weight  # type: ignore[assignment]
                length += 1
        return float(length)

    def _score(self, facets: list[Facet], allowed: NDArray[np.bool_] | None) -> NDArray[np.float64]:
        size = len(self._ids)
        scores = np.zeros(size)
        if not self._slot:
            return scores
        count = len(self._slot)
        norm, alive = self._by_slot()
        for facet in facets:
            if not facet.words and not facet.phrases:
                continue
            slots, value, spread = self._facet(facet, norm, alive)
            if slots.size:
                spread = min(spread, count)
                idf = np.log1p((count - spread + 0.5) / (spread + 0.5))
                scores[slots] += facet.weight * idf * value
        scores[~(alive if allowed is None else alive & allowed)] = 0.0
        return scores

    def _answers_all(self, facets: list[Facet], least: float) -> NDArray[np.bool_]:
        """Return which texts answer every word of the question well enough, shape (slots,)."""
        wholes: dict[int, NDArray[np.bool_]] = {}
        parts: dict[int, NDArray[np.bool_]] = {}
        for facet in facets:
            if facet.group < 0:
                continue
            found = np.zeros(len(self._ids), dtype=bool)
            numbers = [n for n, (weight, _how) in facet.words.items() if weight >= least]
            phrases = [self._phrase(g) for g, weight, _how in facet.phrases if weight >= least]
            found[self._postings_of(numbers, phrases)[0]] = True
            side = parts if facet.is_part else wholes
            both = np.logical_and if facet.is_part else np.logical_or
            side[facet.group] = both(side[facet.group], found) if facet.group in side else found
        answered = np.full(len(self._ids), bool(wholes))
        for group, whole in wholes.items():
            answered &= (whole | parts[group]) if group in parts else whole
        return answered

    def _by_slot(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return how much length counts and whether the text is still there, kept until a change."""
        if self._kept is None:
            lengths = np.array(self._lengths, dtype=np.float64)
            mean = max(self._total_length / len(self._slot), 1.0)
            alive = np.array(self._alive, dtype=bool)
            self._kept = (K1 * (1 - B + B * lengths / mean), alive)
        return self._kept

    def _facet(
        self, facet: Facet, norm: NDArray[np.float64], alive: NDArray[np.bool_]
    ) -> tuple[NDArray[np.intp], NDArray[np.float64], float]:
        """Return slots, saturated weighted counts and the weighted number of texts of a facet."""
        words: dict[float, list[int]] = {}
        for number, (weight, _how) in facet.words.items():
            words.setdefault(weight, []).append(number)
        phrases: dict[float, list[NDArray[np.uint32]]] = {}
        for groups, weight, _how in facet.phrases:
            phrases.setdefault(weight, []).append(self._phrase(groups))
        steps = sorted({*words, *phrases}, reverse=True)
        met = [self._postings_of(words.get(w, []), phrases.get(w, [])) for w in steps]
        # Marking and counting is linear; sorting out doubles would not be.
        is_met = np.zeros(len(self._ids), dtype=bool)
        for level_slots, _counts in met:
            is_met[level_slots] = True
        slots = np.flatnonzero(is_met & alive)
        place = np.full(len(self._ids), slots.size, dtype=np.int32)
        place[slots] = np.arange(slots.size, dtype=np.int32)
        room = norm[slots]
        total = np.zeros(slots.size)
        value = np.zeros(slots.size)
        spread = 0.0
        for (level_slots, counts), (weight, following) in zip(
            met, pairwise([*steps, 0.0]), strict=True
        ):
            where = place[level_slots]
            total += np.bincount(where, weights=counts, minlength=slots.size + 1)[:-1]
            value += (weight - following) * total / (total + room)
            spread += (weight - following) * float(np.count_nonzero(total))
        return slots, value, spread

    def _postings_of(
        self, numbers: list[int], phrases: list[NDArray[np.uint32]]
    ) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        """Return the slots of words, one after the other, and how much each counts there."""
        # Joined as bytes: a view per word would take longer than all the counting.
        slots = np.frombuffer(b"".join(self._postings[n] for n in numbers), dtype=np.uint32)
        counts = np.frombuffer(b"".join(self._counts[n] for n in numbers), dtype=np.float32)
        if phrases:
            slots = np.concatenate([slots, *phrases])
            counts = np.concatenate([counts, np.ones(slots.size - counts.size, dtype=np.float32)])
        return slots, counts

    def _phrase(self, groups: tuple[tuple[int, ...], ...]) -> NDArray[np.uint32]:
        """Return the slots of texts with a word of every group."""
        common: NDArray[np.uint32] | None = None
        for group in groups:
            slots = np.unique(self._postings_of(list(group), [])[0])
            common = slots if common is None else np.intersect1d(common, slots)
        return np.zeros(0, dtype=np.uint32) if common is None else common

    def _why(self, slot: int, facets: list[Facet]) -> tuple[Reason, ...]:
        numbers, counts = self._words_of[slot]
        weight_here = dict(zip(numbers, counts, strict=True))
        best: dict[tuple[str, str], tuple[float, Reason]] = {}
        for facet in facets:
            found = [
                (facet.weight * weight * (weight_here[n] ** 0.2), n, how)
                for n in numbers
                if n in facet.words
                for weight, how in (facet.words[n],)
            ]
            for groups, weight, how in facet.phrases:
                met = [next((n for n in group if n in weight_here), None) for group in groups]
                if None not in met:
                    shown = " ".join(self.vocabulary.shown[n] for n in met if n is not None)
                    reason = Reason(facet.asked, shown, how)
                    best.setdefault((facet.asked, shown), (facet.weight * weight, reason))
            if found:
                strength, number, how = max(found, key=lambda one: (one[0], -one[1]))
                shown = self.vocabulary.shown[number]
                key = (facet.asked, shown)
                if key not in best or best[key][0] < strength:
                    best[key] = (strength, Reason(facet.asked, shown, how))
        ordered = sorted(best.values(), key=lambda pair: -pair[0])
        return tuple(reason for _strength, reason in ordered[:_MOST_REASONS])

    def _compact(self) -> None:
        """Renumber the texts that are left; linear in everything, rare."""
        kept = [slot for slot in range(len(self._ids)) if self._alive[slot]]
        ids = [self._ids[slot] for slot in kept]
        words = [self._words_of[slot] for slot in kept]
        lengths = array("f", (self._lengths[slot] for slot in kept))
        self._postings = [array("I") for _ in self._postings]
        self._counts = [array("f") for _ in self._counts]
        for slot, (numbers, counts) in enumerate(words):
            for number, count in zip(numbers, counts, strict=True):
                self._postings[number].append(slot)
                self._counts[number].append(count)
        self._ids, self._words_of, self._lengths = ids, words, lengths
        self._slot = {identifier: slot for slot, identifier in enumerate(ids)}
        self._alive = bytearray(b"\x01" * len(ids))


def _best(scores: NDArray[np.float64], ids: list[str], limit: int | None, cut: float) -> list[int]:
    """Return the slots above the cut, best first, equal ones by name."""
    top = float(scores.max()) if scores.size else 0.0
    if top <= 0:
        return []
    found = np.flatnonzero(scores >= max(cut * top, _NOTHING))
    if limit is not None and found.size > limit:
        floor = np.partition(scores[found], found.size - limit)[found.size - limit]
        found = found[scores[found] >= floor]
    ordered = sorted((int(slot) for slot in found), key=lambda slot: (-scores[slot], ids[slot]))
    return ordered[:limit]
