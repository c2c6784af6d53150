"""Captions as WebVTT (W3C, https://www.w3.org/TR/webvtt1/): read strictly, explained kindly, written plainly.

What is read is text and time alone. Markup of voices and styles is taken away, styles and regions are
overlooked, and what is written again holds nothing but escaped text: nobody can bring a page along.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

__all__ = ["MOST_BYTES", "CaptionsBroken", "Cue", "clock", "read_captions", "write_captions"]

#: Captions of ten hours have about one megabyte.
MOST_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said from one moment to another.

    Attributes
    ----------
    start_ms, end_ms : int
        Milliseconds from the beginning; the end lies behind the start.
    text : str
        Plain text; lines are parted by line feeds and none is empty.
    """

    start_ms: int
    end_ms: int
    text: str


class CaptionsBroken(ValueError):  # noqa: N818 -- reads as the sentence it is
    """The file cannot be read; says in which line, and what to write instead.

    ``line`` counts from 1; 0 stands for the file as a whole.
    """

    def __init__(self, line: int, reason: str) -> None:
        self.line, self.reason = line, reason
        where = _("Line %(line)s: %(reason)s") if line else "%(reason)s"
        super().__init__(where % {"line": line, "reason": reason})


_TIME = r"(?:(\d{2,5}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}((?:[ \t]+\S+)*)[ \t]*")
_SETTING = re.compile(r"(vertical|line|position|size|align|region):\S+")
#: Without "<" inside, so that many of them cost no more than their number.
_TAG = re.compile(r"<[^<>]*>")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_ARROW = "-->"
_OVERLOOKED = ("NOTE", "STYLE", "REGION")


def read_captions(content: bytes) -> tuple[Cue, ...]:
    """Return the cues of a file in the order of their beginning.

    Cues may overlap: two people may speak at once. Cues without text are left out.

    Raises
    ------
    CaptionsBroken
        With the line and what is wrong in it.
    """
    if len(content) > MOST_BYTES:
        raise CaptionsBroken(0, _("This file is larger than 5 MB. Captions are text alone."))
    lines = _lines(content)
    at = _skip_head(lines)
    cues: list[Cue] = []
    while at < len(lines):
        if not lines[at].strip():
            at += 1
        elif _is_overlooked(lines[at]):
            at = _skip_block(lines, at)
        else:
            cue, at = _cue(lines, at, cues[-1].start_ms if cues else 0)
            cues += [cue] if cue is not None else []
    if not cues:
        raise CaptionsBroken(0, _("There are no captions in this file."))
    return tuple(cues)


def write_captions(cues: Iterable[Cue]) -> str:
    """Return a file that every player reads; its text is escaped."""
    blocks = (
        f"{clock(cue.start_ms)} --> {clock(cue.end_ms)}\n{html.escape(cue.text, quote=False)}\n"
        for cue in cues
    )
    return "\n".join(["WEBVTT\n", *blocks])


def clock(milliseconds: int) -> str:
    """Return a moment as captions write it: ``00:05:30.000``."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}.{rest:03}"


def _lines(content: bytes) -> list[str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        reason = _("There is a letter that is not written in UTF-8. Please save the file as UTF-8.")
        raise CaptionsBroken(line, reason) from error
    # Not splitlines(): it also cuts at characters that mean nothing to captions.
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _skip_head(lines: list[str]) -> int:
    """Return the first line behind the head."""
    first = lines[0]
    if first != "WEBVTT" and not first.startswith(("WEBVTT ", "WEBVTT\t")):
        if any(_ARROW in line and "," in line for line in lines[:4]):
            reason = _("This looks like SubRip (.srt). Please save the captions as WebVTT (.vtt).")
        else:
            reason = _("A WebVTT file begins with the word WEBVTT.")
        raise CaptionsBroken(1, reason)
    for at, line in enumerate(lines[1:], start=1):
        if not line.strip():
            return at
        if _ARROW in line:
            raise CaptionsBroken(at + 1, _("Before this line an empty line is missing."))
    return len(lines)


def _is_overlooked(line: str) -> bool:
    return line.rstrip() in _OVERLOOKED or line.startswith(("NOTE ", "NOTE\t"))


def _skip_block(lines: list[str], at: int) -> int:
    start = at
    while at < len(lines) and lines[at].strip():
        if _ARROW in lines[at]:
            if at == start:
                raise CaptionsBroken(at + 1, _("A note must not contain an arrow (-->)."))
            raise CaptionsBroken(at + 1, _("Before this line an empty line is missing."))
        at += 1
    return at


def _cue(lines: list[str], at: int, not_before: int) -> tuple[Cue | None, int]:
    """Return the cue that begins here, and the line behind it."""
    if _ARROW not in lines[at]:
        # The name of a cue, which nobody needs.
        at += 1
        if at >= len(lines) or _ARROW not in lines[at]:
            reason = _(
                "Here a time is expected, for example 00:01:05.000 --> 00:01:09.500. If this text"
                " belongs to the captions above, take the empty line between them away."
            )
            raise CaptionsBroken(at, reason)
    start, end = _timing(lines[at], at + 1)
    if end <= start:
        raise CaptionsBroken(at + 1, _("The captions end before they begin."))
    if start < not_before:
        reason = _("This time lies before that of the captions above (%(time)s).")
        raise CaptionsBroken(at + 1, reason % {"time": clock(not_before)})
    at += 1
    spoken = []
    while at < len(lines) and lines[at].strip():
        if _ARROW in lines[at]:
            raise CaptionsBroken(at + 1, _("Before this line an empty line is missing."))
        spoken.append(lines[at])
        at += 1
    text = "\n".join(_plain("\n".join(spoken)))
    return (Cue(start, end, text) if text else None), at


def _timing(line: str, number: int) -> tuple[int, int]:
    found = _TIMING.fullmatch(line)
    if found is None:
        if re.search(r"\d,\d{3}", line):
            raise CaptionsBroken(
                number, _("Please write a full stop before the milliseconds, not a comma.")
            )
        raise CaptionsBroken(
            number,
            _("This time cannot be read. Please write it like 00:01:05.000 --> 00:01:09.500."),
        )
    *parts, settings = found.groups()
    for setting in (settings or "").split():
        if not _SETTING.fullmatch(setting):
            reason = _("“%(word)s” is no setting. Text belongs in the line below the time.")
            raise CaptionsBroken(number, reason % {"word": setting[:40]})
    return _milliseconds(parts[:4]), _milliseconds(parts[4:])


def _milliseconds(parts: Iterable[str | None]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _plain(text: str) -> Iterator[str]:
    """Yield the lines of a text without markup; characters that were escaped are themselves again."""
    for line in html.unescape(_TAG.sub("", text)).split("\n"):
        words = _CONTROLS.sub("", " ".join(line.split()))
        if words.strip():
            yield words.strip()
