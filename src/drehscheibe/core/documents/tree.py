"""A document as a tree of what it says, without a word about how it looks.

Every text is plain text. Renderers (``pdf.py``) make files from it; rooms make the tree. What a reader
could not perceive cannot be constructed: a figure without alternative text, a table without head, a
quote to which nobody agreed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

__all__ = [
    "Block",
    "Consent",
    "Document",
    "Entry",
    "Fact",
    "Figure",
    "Items",
    "KeyFigure",
    "KeyFigures",
    "Paragraph",
    "Quote",
    "Section",
    "Table",
]


def _ensure(condition: object, message: str) -> None:
    if not condition:
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words; line breaks in them make paragraphs of their own.

    Attributes
    ----------
    tone : str
        ``text``; ``lead`` for the sentence that one must have read; ``note`` for what may be skipped.
    """

    text: str
    tone: Literal["text", "lead", "note"] = "text"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list; ``note`` stands below it in smaller letters, ``detail`` before it."""

    text: str
    note: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``numbered`` if people will speak of "the third"."""

    entries: tuple[Entry, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words.

    Attributes
    ----------
    caption : str
        What the table is about.
    head : tuple of str
        One word per column.
    rows : tuple of tuple of str
        As long as the head each.
    numeric : tuple of int
        Positions of the columns that hold numbers.
    widths : tuple of int
        Shares of the width per column; empty: as the words need it.

    Raises
    ------
    ValueError
        Without a caption or a head, or if a row is not as long as the head.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        _ensure(self.caption.strip() and self.head, "A table needs a caption and a head")
        _ensure(
            all(len(row) == len(self.head) for row in self.rows),
            f"A row of {self.caption!r} is not as long as its head",
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture and the same in words.

    Attributes
    ----------
    svg : str
        The drawing, with colours of its own that stay apart in grey.
    alternative : str
        What it shows, for people who do not see it.
    caption : str
        What everybody reads below it.
    table : Table or None
        The figures behind the picture; None only if the alternative says all of them.
    source : str
        Where shapes or figures are from.
    width_mm : int
        How wide it is drawn.

    Raises
    ------
    ValueError
        Without alternative text.
    """

    svg: str
    alternative: str
    caption: str
    table: Table | None = None
    source: str = ""
    width_mm: int = 80

    def __post_init__(self) -> None:
        _ensure(self.alternative.strip(), "A figure needs alternative text")


@dataclass(frozen=True, slots=True)
class Consent:
    """Who agreed to be quoted, and since when.

    Raises
    ------
    ValueError
        Without a name.
    """

    given_by: str
    given_on: date

    def __post_init__(self) -> None:
        _ensure(self.given_by.strip(), "Somebody has to have agreed")


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, with their consent; ``source`` says of what they are a part."""

    text: str
    consent: Consent
    source: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number in words of the language; None if nobody stated it."""

    value: str | None
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what belongs to it; sections in it are one level deeper.

    Raises
    ------
    ValueError
        Without a title.
    """

    title: str
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        _ensure(self.title.strip(), "A section needs a title")


Block: TypeAlias = Paragraph | Items | Table | Figure | Quote | KeyFigures | Section


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the front matter: from whom, to whom, since when."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    """The whole.

    Attributes
    ----------
    kind, number : str
        "Dossier" and "D-2026-0003"; the number may be empty.
    language : str
        ``de`` or ``en``.
    issued_on : date
        Of when what it says is true.
    publisher : str
        Who answers for it.
    sections : tuple of Block
        What it says; a short letter has no headings.
    warning : str
        What a reader has to know first: that it is an example, that it is not for everybody.

    Raises
    ------
    ValueError
        Without title or language.
    """

    title: str
    kind: str
    language: Literal["de", "en"]
    issued_on: date
    publisher: str
    sections: tuple[Block, ...]
    number: str = ""
    lead: str = ""
    facts: tuple[Fact, ...] = ()
    figures: KeyFigures | None = None
    warning: str = ""

    def __post_init__(self) -> None:
        _ensure(self.title.strip(), "A document needs a title")
        _ensure(self.language in ("de", "en"), "A document needs a language that we speak")
