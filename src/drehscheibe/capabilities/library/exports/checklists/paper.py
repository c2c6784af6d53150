"""A copy as a document tree, from which ``core.documents`` makes the PDF."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drehscheibe.capabilities.library.exports.checklists.sheet import Row, Sheet
from drehscheibe.core.documents import api as documents
from drehscheibe.ui.formats import short_day

__all__ = ["make_document"]


def make_document(sheet: Sheet) -> documents.Document:
    """Return the tree: a table per heading, then the notes."""
    sections = [
        documents.Section(title, (_table(rows), *_notes(rows))) for title, rows in sheet.sections()
    ]
    return documents.Document(
        title=sheet.title,
        kind=_("Checklist"),
        language="en" if sheet.language == "en" else "de",
        issued_on=sheet.made_on,
        publisher=sheet.publisher,
        warning=sheet.warning,
        facts=tuple(documents.Fact(label, value) for label, value in sheet.facts),
        sections=tuple(sections),
    )


def _table(rows: list[Row]) -> documents.Table:
    return documents.Table(
        ngettext("%(num)s item", "%(num)s items", len(rows)) % {"num": len(rows)},
        (_("What is to be done"), _("Who"), _("Due by"), _("State")),
        tuple(
            (row.text, row.who or "–", short_day(row.due_on) if row.due_on else "–", row.state)
            for row in rows
        ),
        widths=(26, 14, 10, 10),
    )


def _notes(rows: list[Row]) -> tuple[documents.Block, ...]:
    entries = tuple(
        documents.Entry(row.text, " · ".join(part for part in (row.reason, row.note) if part))
        for row in rows
        if row.note or row.reason
    )
    return (documents.Items(entries),) if entries else ()
