"""From public randomness to an order: canonical text, seed, stream of words, fair shuffle."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.allocation.model import InvalidInputError

WORDS_PER_BLOCK = 4
_BLANKS = " \t\r\n"
_NUMBERS = re.compile(r"[0-9]+(?:[ \t\r\n.,;]+[0-9]+)*[ \t\r\n.,;]*")


def combine_sources(sources: Iterable[str]) -> str:
    """Write several sources of randomness as one canonical text.

    Parameters
    ----------
    sources : iterable of str
        In the order announced. A text may itself hold several sources divided by ``/``.

    Returns
    -------
    str
        Every source followed by ``/``. A source of whole numbers alone is sorted by value, each
        number without leading zeros and followed by a full stop. Any other source is
        taken word for word, with runs of blanks written as one. The canonical text stands for
        itself: combining it again changes nothing.

    Raises
    ------
    InvalidInputError
        If nothing is left, or a text cannot be written in UTF-8.

    Notes
    -----
    Source: D. Eastlake 2004, RFC 3797, section 4.1. Numbers are sorted because lotteries publish
    them in the order drawn and in ascending order. Where the order matters, as with dice, write
    one row of digits (``4163325``).

    Examples
    --------
    >>> combine_sources(["9319", "2, 5, 12, 8, 10", "9, 18, 26, 34, 41, 45"])
    '9319./2.5.8.10.12./9.18.26.34.41.45./'
    """
    parts = [part.strip(_BLANKS) for source in sources for part in source.split("/")]
    text = "".join([_canonical_source(part) + "/" for part in parts if part])
    if not text:
        raise InvalidInputError(("randomness",), "must name at least one source")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidInputError(("randomness",), "must be valid UTF-8") from None
    return text


def derive_seed(list_sha256: str, randomness: str) -> bytes:
    """Bind the randomness to the list: SHA-256 of a label, the list's hash and the text."""
    return hashlib.sha256(f"drehscheibe-draw\n{list_sha256}\n{randomness}\n".encode()).digest()


def shuffle_lots(lots: NDArray[np.int64], seed: bytes) -> NDArray[np.int64]:
    """Shuffle with equal chances for every order, by whole numbers alone.

    Parameters
    ----------
    lots : ndarray of int64, shape (n,)
        The drum; not changed.
    seed : bytes
        32 bytes.

    Returns
    -------
    ndarray of int64, shape (n,)
        The lots in the order drawn.

    Notes
    -----
    Shuffle of Fisher and Yates, from the end: place i is swapped with a place drawn from 0 to i.
    Each place comes from a 64-bit word; words at the upper end that would favour small
    remainders are thrown away (rejection sampling, D. Lemire 2019, doi:10.1145/3230636,
    section 3). The words are SHA-256(seed, counter), four to a block, big-endian: the hash in counter mode.
    Sources: R. Durstenfeld 1964, doi:10.1145/364520.364540. O(n).
    """
    drawn: list[int] = lots.tolist()
    bounds = np.arange(len(drawn), 1, -1, dtype=np.uint64)
    places: list[int] = draw_below(bounds, HashStream(seed).read).tolist()
    for last, place in zip(range(len(drawn) - 1, 0, -1), places, strict=True):
        drawn[last], drawn[place] = drawn[place], drawn[last]
    return np.array(drawn, dtype=np.int64)


def reduce_words(
    words: NDArray[np.uint64], bounds: NDArray[np.uint64]
) -> tuple[NDArray[np.uint64], int]:
    """Map words to numbers below bounds, as far as every word in turn is accepted.

    Parameters
    ----------
    words, bounds : ndarray, shape (n,)
        Uniform 64-bit words; bounds of at least 1.

    Returns
    -------
    numbers : ndarray, shape (accepted,)
        ``words % bounds`` before the first rejection.
    accepted : int
        How many; if less than n, ``words[accepted]`` has to be thrown away.
    """
    # 2**64 % bound without 65 bits: unsigned negation wraps around.
    excess = (~bounds + np.uint64(1)) % bounds
    is_rejected = words > ~excess
    accepted = int(is_rejected.argmax()) if is_rejected.any() else len(words)
    return words[:accepted] % bounds[:accepted], accepted


def draw_below(
    bounds: NDArray[np.uint64], read_words: Callable[[int, int], NDArray[np.uint64]]
) -> NDArray[np.uint64]:
    """Draw one number from 0 up to each bound (exclusive), in order, without bias.

    Parameters
    ----------
    bounds : ndarray, shape (n,)
        Bounds of at least 1.
    read_words : callable
        ``read_words(start, count)`` returns words `start` to `start + count` of one stream.

    Returns
    -------
    ndarray of uint64, shape (n,)
        The numbers. Each takes the next word of the stream that is accepted.
    """
    parts = [bounds[:0]]
    done = used = 0
    while done < len(bounds):
        words = read_words(used, len(bounds) - done)
        numbers, accepted = reduce_words(words, bounds[done:])
        parts.append(numbers)
        done, used = done + accepted, used + accepted + 1
    return np.concatenate(parts)


class HashStream:
    """Uniform 64-bit words from SHA-256 in counter mode.

    Parameters
    ----------
    seed : bytes
        32 bytes.
    """

    def __init__(self, seed: bytes) -> None:
        self._seed = seed

    def read(self, start: int, count: int) -> NDArray[np.uint64]:
        """Return words `start` to `start + count`, big-endian, four per block."""
        sha256, seed = hashlib.sha256, self._seed
        first = start // WORDS_PER_BLOCK
        blocks = range(first, (start + count + WORDS_PER_BLOCK - 1) // WORDS_PER_BLOCK)
        digests = [sha256(seed + number.to_bytes(8, "big")).digest() for number in blocks]
        words = np.frombuffer(b"".join(digests), dtype=">u8").astype(np.uint64)
        return words[start - first * WORDS_PER_BLOCK :][:count]


def _canonical_source(part: str) -> str:
    if _NUMBERS.fullmatch(part) is None:
        return re.sub(f"[{_BLANKS}]+", " ", part)
    numbers = [number.lstrip("0") or "0" for number in re.findall("[0-9]+", part)]
    return "".join([number + "." for number in sorted(numbers, key=lambda one: (len(one), one))])
