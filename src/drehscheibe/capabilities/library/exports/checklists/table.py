"""A copy as a table (CSV) that spreadsheets open and never run."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drehscheibe.capabilities.library.exports.checklists.sheet import Sheet
from drehscheibe.core.documents.cells import as_cell

__all__ = ["make_csv"]


def make_csv(sheet: Sheet) -> str:
    """Return the table; no cell of it is taken for a formula."""
    stream = io.StringIO()
    stream.write("\ufeff")
    writer = csv.writer(stream)
    writer.writerow(
        [
            *(_("Heading"), _("What is to be done"), _("State"), _("Why it does not apply")),
            *(
                _("Who does it"),
                _("Due by"),
                _("How you see that it is done"),
                pgettext("checklist", "Note"),
            ),
            *(_("Link"), _("Files")),
        ]
    )
    for row in sheet.rows:
        due_on = row.due_on.isoformat() if row.due_on else ""
        cells = (row.section, row.text, row.state, row.reason, row.who, due_on)
        writer.writerow(
            [
                as_cell(text)
                for text in (*cells, row.evidence, row.note, row.link, "; ".join(row.files))
            ]
        )
    return stream.getvalue()
