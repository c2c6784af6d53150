"""Split German compounds into the dictionary forms of their parts."""

from __future__ import annotations

import math
from collections.abc import Iterable

from drehscheibe_engines.matching.normalising import drop_feminine, fold, words_of
from drehscheibe_engines.matching.parts import LONGEST_PIECE, SHORTEST_PART, PartTable, part_table

_SHORTEST_COMPOUND = 7
_LONGEST_COMPOUND = 80
#: A piece that stands in this many compounds is certainly a part of compounds.
_CERTAIN = 40
_WORST_MEAN = 1.48


class Splitter:
    """Splits words; remembers what it has split.

    Parameters
    ----------
    table : PartTable, optional
        Known parts; learned from the word list of ``simplemma`` unless given.
    given : mapping, optional
        Folded word to parts that are to be used whatever the table says; an empty tuple keeps a
        word whole.

    Notes
    -----
    Dynamic programming over all cuts, O(n²) look-ups for n letters. A part costs 1 if it is
    productive (stands in at least 40 compounds) and up to 1.6 if it is rare; short parts cost more.
    The cheapest sequence wins, so that few parts are preferred; it is refused when its parts cost
    more than 1.48 on average. Parts that are compounds themselves are split again.
    """

    def __init__(
        self,
        table: PartTable | None = None,
        given: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._table = table or part_table()
        self._given = given or {}
        self._known: dict[str, tuple[str, ...]] = {}

    def split(self, word: str) -> tuple[str, ...]:
        """Return the parts of a compound, first to last; nothing if the word is none.

        Parameters
        ----------
        word : str
            In any spelling that `fold` makes equal.

        Returns
        -------
        tuple of str
            Dictionary forms in lower case: ``("fach", "kraft", "mangel")``.
        """
        key = drop_feminine(fold(next(words_of(word), "")))
        if key not in self._known:
            self._known[key] = self._split(key)
        return self._known[key]

    def remember(self, words: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """Take over words that were split before, folded."""
        self._known.update(words)

    def _split(self, key: str) -> tuple[str, ...]:
        if key in self._given:
            return self._given[key]
        if not _SHORTEST_COMPOUND <= len(key) <= _LONGEST_COMPOUND or not (
            key.isascii() and key.isalpha()
        ):
            return ()
        if self._table.is_whole(key):
            return ()
        pieces = self._best(key)
        if len(pieces) < 2:
            return ()
        parts: list[str] = []
        for base in pieces:
            parts += self.split(base) or (base,)
        return tuple(parts)

    def _best(self, key: str) -> list[str]:
        """Return the bases of the cheapest pieces, or nothing if none are cheap enough."""
        length = len(key)
        found = self._pieces(key)
        cost = [math.inf] * (length + 1)
        step: list[tuple[int, str]] = [(0, "")] * (length + 1)
        cost[0] = 0.0
        for (start, end), (base, price) in found:
            if cost[start] + price < cost[end]:
                cost[end] = cost[start] + price
                step[end] = (start, base)
        if cost[length] == math.inf:
            return []
        bases: list[str] = []
        at = length
        while at:
            at, base = step[at]
            bases.insert(0, base)
        return bases if cost[length] / len(bases) <= _WORST_MEAN else []

    def _pieces(self, key: str) -> list[tuple[tuple[int, int], tuple[str, float]]]:
        """Return all pieces that may be parts with their costs, ordered by their end."""
        length = len(key)
        inner = [
            (start, end)
            for end in range(SHORTEST_PART, length - SHORTEST_PART + 1)
            for start in range(max(0, end - LONGEST_PIECE), end - SHORTEST_PART + 1)
            if start == 0 or start >= SHORTEST_PART
        ]
        final = [
            (start, length)
            for start in range(
                max(SHORTEST_PART, length - LONGEST_PIECE), length - SHORTEST_PART + 1
            )
        ]
        pieces = []
        for side, places in ((self._table.first, inner), (self._table.last, final)):
            for (start, end), part in zip(
                places, side.find([key[start:end] for start, end in places]), strict=True
            ):
                if part:
                    pieces.append(((start, end), (part[0], _cost(end - start, part[1]))))
        return pieces


def _cost(length: int, count: int) -> float:
    rarity = max(0.0, math.log(_CERTAIN / count)) / math.log(_CERTAIN) * 0.6
    return 1.0 + rarity + {3: 0.35, 4: 0.1}.get(length, 0.0)
