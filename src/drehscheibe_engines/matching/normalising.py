"""One spelling for every way to write a German word: case, umlauts, ß, gender signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

#: ``Bürger:innen``, ``Bürger*innen``, ``Bürger_innen``, ``Bürger·innen``, ``Bürger/-innen``, ``Bürger(innen)``,
#: also inside compounds (``Bürger:innenrat``) and in the singular.
_GENDER_SIGN = re.compile(r"(?<=\w\w)(?:[:*_·]|/-?)in(?:nen)?(?=\w*)|(?<=\w\w)\(in(?:nen)?\)")
_INNER_CAPITAL = re.compile(r"(?<=[a-zäöüß]{3})In(?:nen)?(?=[a-zäöüß]*\b)")
#: ``Schülerinnen und Schüler``: the second word says it all.
_PAIR = re.compile(
    r"\b(\w{3,}?)(?:in|innen)\s+(?:und|oder|bzw\.|sowie|/)\s+(?=\1)", re.IGNORECASE | re.UNICODE
)
#: Feminine endings behind the endings of persons; ``Termin`` and ``gewinnen`` have none of these.
_FEMININE = re.compile(
    r"(?<=\w\w)(er|ent|ant|and|ist|eur|or|eut|at|log|arzt|wirt|kolleg|nachbar|freund|rat|expert|chef)in(?:nen)?$"
)
_WORD = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*", re.UNICODE)
_HYPHENS = re.compile(r"[-‐‑]")
_UMLAUT_PAIR = re.compile(r"ae|oe|(?<![aeq])ue")
_UMLAUTS = str.maketrans("äöü", "aou")
_FOLDED_PAIR = {"ae": "a", "oe": "o", "ue": "u"}


def fold(word: str) -> str:
    """Return the word in lower case, ``ß`` as ``ss``, ``ä`` and ``ae`` both as ``a``.

    Parameters
    ----------
    word : str
        Any text without spaces; other accents are dropped.

    Returns
    -------
    str
        Equal for all spellings of one word. Different words may become equal (``fordern``,
        ``fördern``); that costs less than missing a spelling.
    """
    if word.isascii():
        plain = word.lower()
    else:
        plain = word.casefold().translate(_UMLAUTS)
        if not plain.isascii():  # letters of other languages, and umlauts in two signs
            decomposed = unicodedata.normalize("NFKD", plain)
            plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if "ae" not in plain and "oe" not in plain and "ue" not in plain:
        return plain
    return _UMLAUT_PAIR.sub(lambda pair: _FOLDED_PAIR[pair.group()], plain)


def drop_feminine(folded: str) -> str:
    """Return a folded word without its feminine ending: ``schulerinnen`` becomes ``schuler``."""
    return _FEMININE.sub(r"\1", folded) if "in" in folded else folded


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text as written, gender signs removed.

    A word with hyphens comes whole, then in its pieces: ``CO2-Speicher``, ``CO2``, ``Speicher``.
    """
    if ":" in text or "*" in text or "/" in text or "_" in text or "(" in text or "·" in text:
        text = _GENDER_SIGN.sub("", text)
    text = _INNER_CAPITAL.sub("", text)
    text = _PAIR.sub("", text)
    for match in _WORD.finditer(text):
        word = match.group()
        yield word
        pieces = split_at_hyphens(word)
        if len(pieces) > 1:
            yield from pieces


def split_at_hyphens(word: str) -> list[str]:
    """Return the pieces of a word between its hyphens."""
    return _HYPHENS.split(word)
