from __future__ import annotations

from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from drehscheibe_engines.allocation import InvalidInputError, combine_sources, verify_draw
from drehscheibe_engines.allocation.randomness import (
    HashStream,
    derive_seed,
    draw_below,
    reduce_words,
    shuffle_lots,
)

SOURCES = st.lists(st.text(' \t.,;/0123456789aé"\u00a0', max_size=12), max_size=4)


def test_combine_equals_the_worked_example_of_rfc_3797() -> None:
    sources = ["9319", "2, 5, 12, 8, 10", "9, 18, 26, 34, 41, 45"]

    assert combine_sources(sources) == "9319./2.5.8.10.12./9.18.26.34.41.45./"


@pytest.mark.parametrize(
    ("given_text", "canonical"),
    [
        (" 03 1;14,2 ", "1.2.3.14./"),
        ("000", "0./"),
        ("4163325", "4163325./"),
        ("drand  42\tabc", "drand 42 abc/"),
        ("1 2 / b //", "1.2./b/"),
        ("-3 4", "-3 4/"),
    ],
)
def test_combine_writes_sources_canonically(given_text: str, canonical: str) -> None:
    assert combine_sources([given_text]) == canonical


@given(SOURCES)
def test_combine_agrees_with_the_verifier_and_stands_for_itself(sources: list[str]) -> None:
    try:
        text = combine_sources(sources)
    except InvalidInputError:
        with pytest.raises(verify_draw.Unusable):
            verify_draw.combine_sources(sources)
        return

    assert combine_sources([text]) == text
    assert verify_draw.combine_sources(sources) == text


@pytest.mark.parametrize("nothing", [[], [""], [" / \n"], ["\ud800"]])
def test_combine_refuses_nothing_and_broken_text(nothing: list[str]) -> None:
    with pytest.raises(InvalidInputError):
        combine_sources(nothing)


def test_words_of_the_incomplete_last_round_are_rejected() -> None:
    # 2**64 = 6 * 3074457345618258602 + 4, so exactly the last four words are unfair for six.
    top = 2**64 - 1
    words = np.array([top - 4, top - 3, 7], dtype=np.uint64)
    bounds = np.full(3, 6, dtype=np.uint64)

    numbers, accepted = reduce_words(words, bounds)

    assert accepted == 1
    assert numbers.tolist() == [(top - 4) % 6]


def test_no_word_is_rejected_when_the_bound_divides_the_range() -> None:
    words = np.array([2**64 - 1, 0, 5], dtype=np.uint64)

    numbers, accepted = reduce_words(words, np.array([1, 2, 4], dtype=np.uint64))

    assert accepted == 3
    assert numbers.tolist() == [0, 0, 1]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 99)), min_size=30, max_size=60))
def test_draw_below_continues_after_rejections_like_a_plain_loop(
    script: list[tuple[bool, int]],
) -> None:
    top = 2**64 - 1
    stream = [top - word % 3 if is_high else word for is_high, word in script] + list(range(99))
    bounds = [7, 6, 5, 3, 3, 2, 11]

    def read(start: int, count: int) -> NDArray[np.uint64]:
        return np.array(stream[start : start + count], dtype=np.uint64)

    expected, words = [], iter(stream)
    for bound in bounds:
        word = next(words)
        while word >= 2**64 - 2**64 % bound:
            word = next(words)
        expected.append(word % bound)
    assert draw_below(np.array(bounds, dtype=np.uint64), read).tolist() == expected


@given(st.integers(0, 50), st.integers(0, 20))
def test_stream_can_be_read_from_anywhere(start: int, count: int) -> None:
    stream = HashStream(b"s" * 32)

    assert stream.read(start, count).tolist() == stream.read(0, 80)[start:][:count].tolist()


def test_shuffle_gives_every_order_the_same_chance() -> None:
    drum = np.arange(4)
    orders = Counter(
        tuple(shuffle_lots(drum, derive_seed("0" * 64, str(number))).tolist())
        for number in range(24_000)
    )
    expected = 1000
    chi_square = sum((orders[one] - expected) ** 2 / expected for one in permutations(range(4)))

    assert chi_square < 49.7  # 23 degrees of freedom, one in a thousand
    assert sum(orders.values()) == 24_000


def test_shuffle_leaves_the_drum_alone_and_takes_empty_ones() -> None:
    drum = np.arange(5)

    shuffled = shuffle_lots(drum, b"x" * 32)

    assert drum.tolist() == [0, 1, 2, 3, 4]
    assert sorted(shuffled.tolist()) == [0, 1, 2, 3, 4]
    assert shuffle_lots(drum[:0], b"x" * 32).tolist() == []
    assert shuffle_lots(drum[:1], b"x" * 32).tolist() == [0]
