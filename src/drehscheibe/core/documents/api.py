"""Documents of every room: a tree of what is said, and files made from it."""

from __future__ import annotations

from drehscheibe.core.documents.pdf import find_pdf, render_pdf
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
    "Paragraph",
    "Quote",
    "Section",
    "Table",
    "find_pdf",
    "render_pdf",
]
