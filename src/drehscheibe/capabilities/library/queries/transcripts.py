"""The words of a recording as a text to read: paragraphs under the chapters, made of captions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drehscheibe.capabilities.library.models import Webinar
from drehscheibe.core.documents.webvtt import Cue

__all__ = [
    "Paragraph",
    "Section",
    "cues_of",
    "find_passages",
    "make_transcript",
    "spoken_language",
]

#: A pause of so many milliseconds begins a new paragraph.
PAUSE_MS = 2500
#: A paragraph of so many characters ends with its sentence; one of so many ends anyway.
LONG, TOO_LONG = 350, 900
_SENTENCE_ENDS = (".", "!", "?", "…", ".“", ".”", '."', "?“", "!“")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences, and the second at which they begin."""

    second: int
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter with its paragraphs; without a title where there are no chapters."""

    second: int
    title: str
    paragraphs: tuple[Paragraph, ...]


def cues_of(rows: Iterable[Sequence[object]]) -> list[Cue]:
    """Return stored cues as they were read."""
    return [Cue(int(str(start)), int(str(end)), str(text)) for start, end, text in rows]


def make_transcript(
    cues: Sequence[Cue], chapters: Sequence[Sequence[object]]
) -> tuple[Section, ...]:
    """Return the text in sections; a paragraph ends with a chapter, a pause, or when it is long.

    Two cues that say the same one after the other (rolling captions) count once.
    """
    marks = [(int(str(second)), str(title)) for second, title in chapters]
    if not marks or (cues and marks[0][0] * 1000 > cues[0].start_ms):
        marks.insert(0, (0, ""))
    sections = []
    for place, (second, title) in enumerate(marks):
        end = marks[place + 1][0] * 1000 if place + 1 < len(marks) else None
        inside = [
            cue
            for cue in cues
            if cue.start_ms >= second * 1000 and (end is None or cue.start_ms < end)
        ]
        paragraphs = tuple(_paragraphs(inside))
        if title or paragraphs:
            sections.append(Section(second, title, paragraphs))
    return tuple(sections)


def _paragraphs(cues: Sequence[Cue]) -> list[Paragraph]:
    found: list[Paragraph] = []
    words: list[str] = []
    start, last_end = 0, 0
    for cue in cues:
        text = " ".join(cue.text.split())
        if words and words[-1] == text:
            last_end = cue.end_ms
            continue
        if words and _ends(" ".join(words), cue.start_ms - last_end):
            found.append(Paragraph(start, " ".join(words)))
            words = []
        if not words:
            start = cue.start_ms // 1000
        words.append(text)
        last_end = cue.end_ms
    if words:
        found.append(Paragraph(start, " ".join(words)))
    return found


def _ends(text: str, pause_ms: int) -> bool:
    is_sentence = text.endswith(_SENTENCE_ENDS)
    return (
        (pause_ms >= PAUSE_MS and is_sentence)
        or (len(text) >= LONG and is_sentence)
        or len(text) >= TOO_LONG
    )


def find_passages(sections: Iterable[Section], text: str) -> list[Paragraph]:
    """Return the paragraphs in which the words stand, whatever their case; none for no words."""
    wanted = text.casefold()
    if not wanted:
        return []
    return [
        paragraph
        for section in sections
        for paragraph in section.paragraphs
        if wanted in paragraph.text.casefold()
    ]


def spoken_language(webinar: Webinar, languages: Sequence[str], wanted: str) -> str:
    """Return in which language the text is shown: the reader's, else that of the webinar, else any."""
    for language in (wanted, webinar.language):
        if language in languages:
            return language
    return languages[0] if languages else ""
