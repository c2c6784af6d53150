"""Captions: what is read, what is refused with its line, and that nothing but text comes out."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.core.documents.webvtt import (
    MOST_BYTES,
    CaptionsBroken,
    Cue,
    clock,
    read_captions,
    write_captions,
)


def read(*lines: str) -> tuple[Cue, ...]:
    return read_captions("\n".join(lines).encode())


def fault(*lines: str) -> tuple[int, str]:
    with translation.override("en"), pytest.raises(CaptionsBroken) as caught:
        read(*lines)
    return caught.value.line, caught.value.reason


TIME = "00:01.000 --> 00:02.000"


def test_everything_that_the_format_allows_is_read() -> None:
    text = (
        "\ufeffWEBVTT - Titel\r\nKind: captions\r\n\r\nNOTE eine\r\nNotiz\r\n\r\nSTYLE\r\n::cue { color: red }\r\n"
        "\r\nREGION\r\nid:unten\r\n\r\nerste\r\n00:01.000 --> 00:02.500 line:0 align:start\r\n"
        "<v Anna><i>Guten</i> Tag,\r\n &amp; willkommen\r\n\r\n\r\n01:00:00.000 --> 01:00:01.000\r\n- Ja"
    )

    cues = read_captions(text.encode())

    assert cues == (
        Cue(1000, 2500, "Guten Tag,\n& willkommen"),
        Cue(3_600_000, 3_601_000, "- Ja"),
    )


def test_overlapping_captions_are_two_people_speaking() -> None:
    cues = read("WEBVTT", "", "00:01.000 --> 00:05.000", "A", "", "00:02.000 --> 00:03.000", "B")

    assert [cue.text for cue in cues] == ["A", "B"]


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        (("1", "00:00:01,000 --> 00:00:02,000", "A"), 1, "SubRip"),
        (("Untertitel", "", TIME, "A"), 1, "begins with the word WEBVTT"),
        (("WEBVTTX", "", TIME, "A"), 1, "begins with the word WEBVTT"),
        (("WEBVTT", TIME, "A"), 2, "an empty line is missing"),
        (("WEBVTT", "", TIME, "A", "00:03.000 --> 00:04.000", "B"), 5, "an empty line is missing"),
        (("WEBVTT", "", TIME, "A", "", "verirrt", "", TIME), 6, "a time is expected"),
        (("WEBVTT", "", TIME, "A", "", "verirrt"), 6, "a time is expected"),
        (("WEBVTT", "", "00:01,000 --> 00:02,000", "A"), 3, "not a comma"),
        (("WEBVTT", "", "0:01.000 --> 00:02.000", "A"), 3, "cannot be read"),
        (("WEBVTT", "", "00:61.000 --> 01:02.000", "A"), 3, "cannot be read"),
        (("WEBVTT", "", "00:02.000 --> 00:01.000", "A"), 3, "end before they begin"),
        (("WEBVTT", "", "00:09.000 --> 00:10.000", "A", "", TIME, "B"), 6, "lies before"),
        (("WEBVTT", "", TIME + " Guten Tag", "B"), 3, "is no setting"),
        (("WEBVTT", "", "NOTE eins", TIME, "A"), 4, "an empty line is missing"),
        (("WEBVTT", "", "NOTE a --> b", "", TIME, "A"), 3, "must not contain an arrow"),
        (("WEBVTT", "", "NOTE nichts"), 0, "no captions"),
        (("WEBVTT", "", TIME, "<b></b>"), 0, "no captions"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    lines: tuple[str, ...], line: int, words: str
) -> None:
    found, reason = fault(*lines)

    assert found == line
    assert words in reason


def test_letters_of_other_spellings_are_named_with_their_line() -> None:
    with pytest.raises(CaptionsBroken) as caught:
        read_captions(b"WEBVTT\n\n00:01.000 --> 00:02.000\nGr\xfc\xdfe\n")

    assert caught.value.line == 4


def test_five_megabytes_are_the_most() -> None:
    with pytest.raises(CaptionsBroken):
        read_captions(b"WEBVTT\n\n" + b"x" * MOST_BYTES)


def test_markup_is_taken_away_and_never_written() -> None:
    (cue,) = read(
        "WEBVTT", "", TIME, '<script>alert("1")</script>&lt;img src=x onerror=y&gt; 1 < 2'
    )

    written = write_captions([cue])

    assert cue.text == 'alert("1")<img src=x onerror=y> 1 < 2'
    assert "<" not in written
    assert "&lt;img" in written


def test_many_open_brackets_cost_no_more_than_their_number() -> None:
    """A tag pattern that looks ahead from every bracket would take hours for this."""
    (cue,) = read("WEBVTT", "", TIME, "<" * 1_000_000)

    assert len(cue.text) == 1_000_000


lines_of_text = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
cue_texts = st.lists(lines_of_text, min_size=1, max_size=3).map("\n".join)


@st.composite
def lists_of_cues(draw: st.DrawFn) -> list[Cue]:
    starts = sorted(draw(st.lists(st.integers(0, 99 * 3_600_000), min_size=1, max_size=8)))
    return [Cue(start, start + draw(st.integers(1, 600_000)), draw(cue_texts)) for start in starts]


@given(lists_of_cues())
def test_what_is_written_is_read_as_it_was(cues: list[Cue]) -> None:
    assert list(read_captions(write_captions(cues).encode())) == cues


@given(lists_of_cues(), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_line_ends_and_marks_of_order_change_nothing(
    cues: list[Cue], end: str, has_mark: bool
) -> None:
    text = write_captions(cues).replace("\n", end)

    assert list(read_captions((("\ufeff" if has_mark else "") + text).encode())) == cues


@given(st.binary(max_size=400))
def test_no_bytes_do_anything_but_be_read_or_refused(content: bytes) -> None:
    for head in (b"", b"WEBVTT\n\n00:01.000 --> 00:02.000\n"):
        cues, line = read_or_line(head + content)

        assert 0 <= line <= (head + content).replace(b"\r", b"\n").count(b"\n") + 2
        assert all(cue.start_ms < cue.end_ms and cue.text.strip() for cue in cues)
        assert not cues or read_captions(write_captions(cues).encode()) == cues


def read_or_line(content: bytes) -> tuple[tuple[Cue, ...], int]:
    try:
        return read_captions(content), 0
    except CaptionsBroken as broken:
        return (), broken.line


@given(st.integers(0, 99_999 * 3_600_000))
def test_a_clock_tells_what_it_was_given(milliseconds: int) -> None:
    hours, minutes, rest = clock(milliseconds).split(":")
    seconds, thousandths = rest.split(".")

    told = (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int(thousandths)
    assert told == milliseconds
