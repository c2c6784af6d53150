"""How often a piece of a word stands in front or at the end of German compounds.

The counts are not written down anywhere: they are learned from the word list of ``simplemma``, in
which most compounds of the language stand beside their parts.
"""

from __future__ import annotations

import importlib.metadata
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.matching.normalising import fold
from drehscheibe_engines.matching.word_lists import word_list

VERSION = "10"
SHORTEST_PART = 3
_LONGEST_LEARNED = 24
_LINKS = ("s", "es", "n", "en", "er", "e")
_NEVER_FIRST = frozenset(word_list("never first"))
_NEVER_LAST = frozenset(word_list("never last"))
_SHORT_WORDS = frozenset(word_list("short parts"))
#: Pieces that stand in front though they are no words of their own.
_COMBINING = {"elektro": "elektro", "oko": "öko", "cyber": "cyber", "bio": "bio", "info": "info"}
#: Stand at the end of compounds; inflected forms follow from them.
_ADJECTIVES = word_list("adjectives")
#: A noun that is no compound itself may be a part from this length on, however rarely it is one.
_SHORTEST_RARE_PART = 5


#: Longer pieces are not looked up.
LONGEST_PIECE = 24
Bytes = NDArray[np.bytes_]


class Side:
    """Pieces of one side of compounds, sorted: what they come from and how often they stand there.

    Parameters
    ----------
    pieces, bases : array of bytes, shape (n,)
        Folded pieces in ascending order, and their dictionary forms (UTF-8).
    counts : array of uint16, shape (n,)
        In how many compounds of the word list a piece stands on this side.

    Notes
    -----
    Plain arrays, so that the processes of a machine can share one file in memory.
    """

    def __init__(self, pieces: Bytes, bases: Bytes, counts: NDArray[np.uint16]) -> None:
        self.pieces, self.bases, self.counts = pieces, bases, counts

    @classmethod
    def of(cls, entries: Mapping[str, tuple[str, int]]) -> Side:
        """Return the side with these pieces; those with foreign letters or too long are left out."""
        kept = sorted(p for p in entries if p.isascii() and len(p) <= LONGEST_PIECE)
        return cls(
            np.array([p.encode() for p in kept], dtype=f"S{LONGEST_PIECE}"),
            np.array([entries[p][0].encode() for p in kept] or [b""], dtype=np.bytes_)[: len(kept)],
            np.array([min(entries[p][1], 65535) for p in kept], dtype=np.uint16),
        )

    def find(self, pieces: Sequence[str]) -> list[tuple[str, int] | None]:
        """Return base and count of each ASCII piece, None for unknown ones. O(k log n) for k pieces."""
        if not pieces or not self.pieces.size:
            return [None] * len(pieces)
        wanted = np.array([p.encode() for p in pieces], dtype=f"S{LONGEST_PIECE}")
        places = np.minimum(np.searchsorted(self.pieces, wanted), self.pieces.size - 1)
        known = self.pieces[places] == wanted
        return [
            (self.bases[at].decode(), int(self.counts[at])) if yes else None
            for at, yes in zip(places, known, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class PartTable:
    """Parts of compounds, folded.

    Attributes
    ----------
    first, last : Side
        Pieces as they stand in front (linking letters included) and at the end (inflection
        included).
    whole : array of bytes, shape (n,), sorted
        Words that were made from a verb (Mitteilung, Unternehmen) and are not compounds.
    """

    first: Side
    last: Side
    whole: Bytes

    def is_whole(self, word: str) -> bool:
        """Tell whether the folded word is never to be split. O(log n)."""
        if not self.whole.size or not word.isascii() or len(word) > LONGEST_PIECE:
            return False
        key = np.bytes_(word.encode())
        at = min(int(np.searchsorted(self.whole, key)), self.whole.size - 1)
        return bool(self.whole[at] == key)


@lru_cache(maxsize=1)
def part_table() -> PartTable:
    """Return the table, from the cache folder or learned now (about ten seconds, once).

    The folder is ``DREHSCHEIBE_CACHE``, else ``XDG_CACHE_HOME/drehscheibe``, else
    ``~/.cache/drehscheibe``. A folder that cannot be written only costs the time again.
    """
    folder = _cache_folder()
    try:
        return _open(folder)
    except (OSError, ValueError):
        table = learn_parts(_german_words())
        _keep(folder, table)
        return table


def learn_parts(words: Mapping[str, str]) -> PartTable:
    """Count parts over a word list.

    Parameters
    ----------
    words : mapping of str to str
        Form to dictionary form; nouns are those with a capital letter.

    Returns
    -------
    PartTable

    Notes
    -----
    Every noun is cut in two wherever both pieces are words; each cut first counts equally, then
    twice only the cut with the most frequent pieces (hard expectation-maximisation; the idea of
    frequencies of parts is that of P. Koehn and K. Knight, EACL 2003). Linear in the number of words.
    """
    lexicon = _Lexicon(words)
    cuts = {noun: found for noun in lexicon.nouns if (found := lexicon.cuts(noun))}
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for noun, places in cuts.items():
        for place in places:
            first[noun[:place]] += 1
            last[lexicon.base[noun[place:]]] += 1
    for _round in range(2):
        again_first: Counter[str] = Counter()
        again_last: Counter[str] = Counter()
        for noun, places in cuts.items():
            place = max(places, key=lambda at: first[noun[:at]] * last[lexicon.base[noun[at:]]])
            again_first[noun[:place]] += 1
            again_last[lexicon.base[noun[place:]]] += 1
        first, last = again_first, again_last
    lexicon.choose_spellings(cuts)
    simple = [
        base
        for base in set(lexicon.base.values())
        if _SHORTEST_RARE_PART <= len(base) <= _LONGEST_LEARNED
        and (base not in cuts or lexicon.is_from_verb(base))
    ]
    rare = {base: 1 for base in simple if base not in _NEVER_LAST and base not in _NEVER_FIRST}
    front = {**{b + link: n for b, n in rare.items() for link in ("", "s")}, **first}
    front |= {piece: 20 for piece in _COMBINING if piece not in first}
    back = {**rare, **{base: n for base, n in last.items() if base not in _NEVER_LAST}}
    ends = {
        form: (lexicon.spelling.get(base, base), back[base])
        for form, base in lexicon.base.items()
        if base in back and form not in _NEVER_LAST
    }
    ends |= {
        adjective + ending: (adjective, 20)
        for adjective in _ADJECTIVES
        for ending in ("", "e", "er", "es", "en", "em")
        if adjective + ending not in ends
    }
    whole = sorted(
        form.encode()
        for form, base in lexicon.base.items()
        if form.isascii() and len(form) <= LONGEST_PIECE and lexicon.is_from_verb(base)
    )
    return PartTable(
        Side.of({piece: (lexicon.unlinked(piece), n) for piece, n in front.items()}),
        Side.of(ends),
        np.array(whole, dtype=f"S{LONGEST_PIECE}"),
    )


class _Lexicon:
    """Nouns, adjectives and verbs of a word list, folded."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.base: dict[str, str] = {}
        self.spelling: dict[str, str] = {}
        self.others: dict[str, str] = {}
        self._spellings: dict[str, set[str]] = {}
        for form, lemma in words.items():
            if not form.isalpha():
                continue
            key = fold(form)
            base = key if lemma == form else fold(lemma)
            if form[0].isupper() and (len(form) == 1 or form[1:].islower()):
                if self.base.get(key) != key:
                    self.base[key] = base
                    self.spelling.setdefault(base, lemma.lower())
                if base == key:
                    self._spellings.setdefault(base, set()).add(lemma.lower())
            elif lemma[0].islower() and self.others.get(key) != key:
                self.others[key] = base
                self.spelling.setdefault(base, lemma)
        for base in set(self.base.values()):
            self.base[base] = base
        # "Folgen" is the plural of a noun more often than the infinitive of a verb.
        plurals = {
            n: n[:-1] for n in self.base if n.endswith("en") and self.base.get(n[:-1]) == n[:-1]
        }
        self.base.update(plurals)
        self.nouns = sorted(
            base for base in set(self.base.values()) if 6 <= len(base) <= _LONGEST_LEARNED
        )

    def cuts(self, noun: str) -> list[int]:
        """Return where the noun can be cut in two words."""
        return [
            place
            for place in range(SHORTEST_PART, len(noun) - SHORTEST_PART + 1)
            if noun[place:] in self.base
            and (place > SHORTEST_PART or noun[:place] in _SHORT_WORDS)
            and (len(noun) - place > SHORTEST_PART or noun[place:] in _SHORT_WORDS)
            and noun[place:] not in _NEVER_LAST
            and self.base[noun[place:]] not in _NEVER_LAST
            and noun[:place] not in _NEVER_FIRST
            and noun[:place].removesuffix("s") not in _NEVER_FIRST
            and next(self._unlinked(noun[:place]), None)
        ]

    def is_from_verb(self, noun: str) -> bool:
        """Tell whether a verb's infinitive, action or doer (Speicher, Hersteller, Moderation)."""
        verbs: tuple[str, ...]
        if noun.endswith("ung"):
            verbs = (noun[:-3] + "en", noun[:-3] + "n", noun[:-4] + "eln", noun[:-4] + "ern")
        elif noun.endswith("ation"):
            verbs = (noun[:-5] + "ieren", noun[:-5] + "izieren")
        elif noun.endswith("er"):
            verbs = (noun + "n", noun[:-2] + "en", noun[:-1] + "n")
        elif noun.endswith("en"):
            verbs = (noun,)
        else:
            verbs = (noun + "ieren",)
            if noun.startswith(("ver", "be", "er", "ent", "zer", "ge")):
                verbs = (noun + "ieren", noun + "en", noun + "n")
        return any(self.others.get(verb) == verb for verb in verbs)

    def choose_spellings(self, cuts: Mapping[str, list[int]]) -> None:
        """Where two words fold alike, let compounds vote for the usual one: Bürger, not Burger."""
        votes: dict[str, Counter[str]] = {}
        for noun, places in cuts.items():
            spelled = self.spelling[noun]
            if len(spelled) != len(noun):
                continue
            for place in places:
                base = next(self._unlinked(noun[:place]), "")
                for part, piece in ((base, spelled[: len(base)]), (noun[place:], spelled[place:])):
                    if len(self._spellings.get(part, ())) > 1:
                        votes.setdefault(part, Counter())[piece] += 1
        for base, counter in votes.items():
            candidates = sorted(self._spellings[base])
            self.spelling[base] = max(candidates, key=lambda one: counter[one])

    def unlinked(self, piece: str) -> str:
        """Return the dictionary form of a piece that stands in front."""
        base = next(self._unlinked(piece), piece)
        return self.spelling.get(base, base)

    def _unlinked(self, piece: str) -> Iterator[str]:
        if self.base.get(piece) == piece:
            yield piece
        for link in _LINKS:
            bare = piece[: -len(link)]
            if piece.endswith(link) and len(bare) >= SHORTEST_PART and self.base.get(bare) == bare:
                yield bare
        if piece in self.base:
            yield self.base[piece]
        if self.base.get(piece + "e") == piece + "e":
            yield piece + "e"
        for verb in (piece + "en", piece + "n"):
            if self.others.get(verb) == verb:
                yield verb
        if piece in _COMBINING:
            yield piece
        if self.others.get(piece) == piece:
            yield piece


def _german_words() -> Mapping[str, str]:
    # Here and not above: decoding the list takes a second or more, and is needed once per machine.
    from simplemma.strategies.dictionaries.dictionary_factory import (  # noqa: PLC0415
        DefaultDictionaryFactory,
    )

    words: Mapping[str, str] = DefaultDictionaryFactory().get_dictionary("de")
    return dict(words.items())


def _cache_folder() -> Path:
    folder = os.environ.get("DREHSCHEIBE_CACHE")
    if not folder:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
        folder = str(Path(base) / "drehscheibe")
    source = importlib.metadata.version("simplemma")
    return Path(folder) / f"parts-{VERSION}-{source}"


def _arrays(table: PartTable) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {"whole": table.whole}
    for name, side in (("first", table.first), ("last", table.last)):
        arrays[f"{name}-pieces"] = side.pieces
        arrays[f"{name}-bases"] = side.bases
        arrays[f"{name}-counts"] = side.counts
    return arrays


def _keep(folder: Path, table: PartTable) -> None:
    """Write the table; of several processes that do so, the first one's stays."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as work:
            new = Path(work) / "parts"
            new.mkdir()
            for name, array in _arrays(table).items():
                np.save(new / f"{name}.npy", array, allow_pickle=False)
            new.rename(folder)
    except OSError:
        return


def _open(folder: Path) -> PartTable:
    def read(name: str) -> NDArray[Any]:
        # A plain view of the map: numpy.memmap would cost ten times as much per element.
        return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))

    def side(name: str) -> Side:
        return Side(read(f"{name}-pieces"), read(f"{name}-bases"), read(f"{name}-counts"))

    table = PartTable(side("first"), side("last"), read("whole"))
    if not table.first.pieces.size:
        raise ValueError("the kept table of parts is empty")
    return table
