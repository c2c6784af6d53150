"""Make a Word document (DOCX) from the tree, for people who go on writing in it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from docx import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from drehscheibe.core.documents.tree import (
    Block,
    Document,
    Figure,
    Items,
    KeyFigures,
    Paragraph,
    Quote,
    Section,
    Table,
)

__all__ = ["make_docx"]

DEEPEST = 4


def make_docx(document: Document) -> bytes:
    """Return the file: real headings, lists and tables, and the language of the text."""
    word = WordDocument()
    language = "en-GB" if document.language == "en" else "de-DE"
    word.core_properties.title = document.title
    word.core_properties.author = document.publisher
    word.core_properties.language = language
    _speak(word, language)
    for page in word.sections:
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.2)
    word.add_heading(_printable(document.title), level=1)
    for text in (document.warning, document.lead):
        if text:
            word.add_paragraph(_printable(text))
    for fact in document.facts:
        line = word.add_paragraph()
        line.add_run(f"{_printable(fact.label)}: ").bold = True
        line.add_run(_printable(fact.value))
    for section in document.sections:
        _write(word, section, 2)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _write(word: Any, block: Block, level: int) -> None:  # noqa: ANN401 -- the library has no types
    if isinstance(block, Section):
        word.add_heading(_printable(block.title), level=level)
        for inner in block.blocks:
            _write(word, inner, min(level + 1, DEEPEST))
    elif isinstance(block, Table):
        _add_table(word, block)
    else:
        for text, style in _lines(block):
            word.add_paragraph(_printable(text), style=style)
        if isinstance(block, Figure) and block.table is not None:
            _add_table(word, block.table)


def _lines(block: Paragraph | Items | Figure | Quote | KeyFigures) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of a block with the names of their styles."""
    if isinstance(block, Paragraph):
        yield from ((line, "Normal") for line in block.text.split("\n"))
    elif isinstance(block, Items):
        style = "List Number" if block.numbered else "List Bullet"
        for entry in block.entries:
            yield ", ".join(filter(None, (entry.detail, entry.text, entry.note))), style
    elif isinstance(block, Figure):
        # Word takes no drawings of ours; what they show stands in words, and in figures below.
        yield f"{block.caption} {block.alternative}", "Normal"
    elif isinstance(block, Quote):
        yield f"{block.text} ({block.consent.given_by})", "Quote"
    else:
        yield from ((f"{each.label}: {each.value or '–'}", "Normal") for each in block.figures)


def _add_table(word: Any, table: Table) -> None:  # noqa: ANN401
    word.add_paragraph(_printable(table.caption)).runs[0].bold = True
    grid = word.add_table(rows=1, cols=len(table.head))
    grid.style = "Table Grid"
    for cell, text in zip(grid.rows[0].cells, table.head, strict=True):
        cell.paragraphs[0].add_run(_printable(text)).bold = True
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(head)  # noqa: SLF001 -- the library offers no other way
    for row in table.rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(_printable(text))
    word.add_paragraph()


def _speak(word: Any, language: str) -> None:  # noqa: ANN401
    """Say in which language the text is, for spelling and for screen readers."""
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), language)
    word.styles["Normal"].element.get_or_add_rPr().append(element)


def _printable(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
