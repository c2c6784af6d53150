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
from drehscheibe.core.documents.word import make_docx

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
