"""A copy as a Word document (DOCX): real headings, tables with a head, a language."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from drehscheibe.capabilities.library.exports.checklists.sheet import Row, Sheet
from drehscheibe.ui.formats import short_day

__all__ = ["make_docx"]

#: Widths of the columns: box, what, who, until when, state.
WIDTHS = (Cm(0.9), Cm(8.1), Cm(3.6), Cm(2.4), Cm(2.4))
TICKED, EMPTY = "☒", "☐"


def make_docx(sheet: Sheet) -> bytes:
    """Return the file."""
    document = Document()
    document.core_properties.title = sheet.title
    document.core_properties.author = sheet.publisher
    document.core_properties.language = "en-GB" if sheet.language == "en" else "de-DE"
    _speak(document, "en-GB" if sheet.language == "en" else "de-DE")
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(1.8)
        section.top_margin = section.bottom_margin = Cm(1.8)
    document.add_heading(sheet.title, level=1)
    if sheet.warning:
        document.add_paragraph(sheet.warning)
    for label, value in sheet.facts:
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        line.add_run(f"{label}: ").bold = True
        line.add_run(value)
    for title, rows in sheet.sections():
        document.add_heading(title, level=2)
        _add_table(document, rows)
        _add_notes(document, rows)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _speak(document: Any, language: str) -> None:  # noqa: ANN401 -- the library has no types
    """Say in which language the text is, for spelling and for screen readers."""
    properties = document.styles["Normal"].element.get_or_add_rPr()
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), language)
    properties.append(element)


def _add_table(document: Any, rows: list[Row]) -> None:  # noqa: ANN401
    head = ("", _("What is to be done"), _("Who"), _("Due by"), _("State"))
    table = document.add_table(rows=1, cols=len(head))
    table.style = "Table Grid"
    table.autofit = False
    _fill(table.rows[0].cells, head, bold=True)
    _repeat(table.rows[0])
    for row in rows:
        due = short_day(row.due_on) if row.due_on else ""
        box = TICKED if row.is_done else EMPTY
        _fill(
            table.add_row().cells,
            ("–" if row.is_left_out else box, row.text, row.who, due, row.state),
        )
    for line in table.rows:
        for cell, width in zip(line.cells, WIDTHS, strict=True):
            cell.width = width


def _fill(cells: Any, texts: tuple[str, ...], *, bold: bool = False) -> None:  # noqa: ANN401
    for cell, text in zip(cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(_printable(text))
        run.bold = bold
        run.font.size = Pt(10)


def _repeat(row: Any) -> None:  # noqa: ANN401
    """Make a row the head of its table, on every page."""
    element = OxmlElement("w:tblHeader")
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)  # noqa: SLF001 -- the library offers no other way


def _add_notes(document: Any, rows: list[Row]) -> None:  # noqa: ANN401
    for row in rows:
        said = [part for part in (row.reason, row.note) if part]
        if said:
            line = document.add_paragraph(style="List Bullet")
            line.add_run(f"{_printable(row.text)}: ").bold = True
            line.add_run(_printable(" ".join(said)))


def _printable(text: str) -> str:
    """Return a text without characters that XML forbids."""
    return "".join(c for c in text if c in "\t\n" or ord(c) >= 32)
