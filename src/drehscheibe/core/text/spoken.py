"""A text in the reader's language or, where there is none, in German and marked as German.

Screen readers pronounce a text by the language of its element. A text that fell back says its
language itself, so that no template has to remember it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from django.utils.translation import get_language
from markupsafe import Markup, escape

__all__ = ["Spoken", "german", "quote", "reads_english", "say", "say_all"]

GERMAN = "de"


class Spoken(str):
    """A text that knows its language; as HTML it names it where the page has another one.

    Attributes
    ----------
    language : str
        As in ``lang``; empty if it is the language of the page.
    """

    __slots__ = ("language",)

    language: str

    def __new__(cls, text: str = "", language: str = "") -> Self:
        made = super().__new__(cls, text)
        made.language = language
        return made

    @property
    def plain(self) -> str:
        """The words alone: for the title of a page, for attributes and for files."""
        return str(self)

    def __html__(self) -> str:
        """Return the text for a page; called by both template engines."""
        if not self or not self.language:
            return escape(str(self))
        return Markup('<span lang="{}">{}</span>').format(self.language, str(self))


def reads_english() -> bool:
    """Whether the reader chose English."""
    return (get_language() or GERMAN).startswith("en")


def quote(text: object) -> str:
    """Return a text in the quotation marks of the reader's language."""
    return f"“{text}”" if reads_english() else f"„{text}“"


def german(text: object) -> Spoken:
    """Return a text that is German whatever the reader chose: words of initiatives, of citizens.

    A text that knows its language already keeps it.
    """
    if isinstance(text, Spoken):
        return text
    words = "" if text is None else str(text)
    is_german = (get_language() or GERMAN).startswith(GERMAN)
    return Spoken(words, "" if is_german else GERMAN)


def say(in_german: str, in_english: str = "") -> Spoken:
    """Return a text in the reader's language, if there is one, else in German."""
    return Spoken(in_english) if reads_english() and in_english else german(in_german)


def say_all(in_german: Sequence[str], in_english: Sequence[str]) -> list[Spoken]:
    """Return a list in the reader's language; a translation of another length is none.

    Where lists differ in length, somebody changed one of them, and the lines no longer tell the same.
    """
    if len(in_german) != len(in_english):
        return [german(text) for text in in_german]
    return [say(text, other) for text, other in zip(in_german, in_english, strict=True)]
