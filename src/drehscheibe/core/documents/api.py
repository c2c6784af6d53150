"""Documents of every room: a tree of what is said, and files made from it."""

from __future__ import annotations

from drehscheibe.core.documents.pdf import find_pdf, render_pdf
from drehscheibe.core.documents.placard import (
    Logo,
    Placard,
    PlacardFigure,
    render_placard_pdf,
    render_placard_png,
)
from drehscheibe.core.documents.tree import (
    Block,
    Consent,
    Document,
    Entry,
    Fact,
    Figure,
    Items,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Quote,
    Section,
    Table,
)

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
    "Logo",
    "Paragraph",
    "Placard",
    "PlacardFigure",
    "Quote",
    "Section",
    "Table",
    "find_pdf",
    "make_docx",
    "render_pdf",
    "render_placard_pdf",
    "render_placard_png",
]


def make_docx(document: Document) -> bytes:
    """Return a document as a Word file, see `word.make_docx`."""
    from drehscheibe.core.documents import word  # noqa: PLC0415 -- 14 MB, and most processes make none

    return word.make_docx(document)
