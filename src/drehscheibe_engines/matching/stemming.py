"""Stems (one inflection) and roots (one family of words) of folded German words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import snowballstemmer

from drehscheibe_engines.matching.normalising import drop_feminine, fold

_SHORTEST_ROOT = 4
#: ``Museum`` and ``Museen``, ``Ministerium`` and ``Ministerien``, ``Firma`` and ``Firmen``.
_LATIN = re.compile(r"(?<=....)(?<!t)ums?$|(?<=...[b-df-hj-np-tv-z])a$")
#: ``Azubis``, ``Fotos``: plurals that the stemmer leaves.
_PLURAL_S = re.compile(r"(?<=..[^e]i)s$|(?<=auto|foto|kita|buro|logo|demo)s$|(?<=video)s$")
#: Endings that make a word of the same family out of a stem, longest first.
_DERIVATIONS = (
    "isierung",
    "ifizier",
    "schaft",
    "isation",
    "isier",
    "ation",
    "ator",
    "isti",
    "ier",
    "ung",
    "heit",
    "keit",
    "lich",
    "isch",
    "tum",
    "bar",
    "sam",
    "ion",
    "los",
    "ist",
    "nis",
    "ling",
    "el",
    "er",
    "ig",
    "ik",
    "i",
    "t",
)


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Any:  # noqa: ANN401 -- untyped library
    return snowballstemmer.stemmer(language)


def stem(word: str) -> str:
    """Return the stem of a German word: ``Genehmigungen`` and ``genehmigen`` share theirs.

    Snowball's German stemmer (M. F. Porter, R. Boulton, snowballstem.org) on the folded word
    without feminine ending. Linear in the length of the word.
    """
    bare = drop_feminine(fold(word))
    return str(_stemmer("german").stemWord(_PLURAL_S.sub("", _LATIN.sub("en", bare))))


def root(stemmed: str) -> str:
    """Return what a family of words shares: ``moder`` of moderieren, Moderation, Moderator.

    Derivational endings are taken off one after another while four letters remain.
    """
    changed = True
    while changed:
        changed = False
        for ending in _DERIVATIONS:
            if stemmed.endswith(ending) and len(stemmed) - len(ending) >= _SHORTEST_ROOT:
                stemmed = stemmed[: -len(ending)]
                changed = True
                break
    return stemmed
