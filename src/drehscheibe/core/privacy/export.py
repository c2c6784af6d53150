"""Everything about one person in one ZIP file: JSON for programs, a page for people."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, pgettext

from drehscheibe.core.privacy import queries
from drehscheibe.core.privacy.sources import Subject

STYLE = Path(__file__).parent / "assets" / "export.css"
FORMAT_VERSION = 1


def file_name() -> str:
    """Return the name under which a browser saves the file, in the active language."""
    stem = pgettext("file name", "my-data")
    return f"drehscheibe-{stem}-{timezone.localdate():%Y-%m-%d}.zip"


def make_archive(subject: Subject) -> bytes:
    """Return the ZIP file, its words in the active language.

    It holds ``data.json`` (every source with every row; keys are lasting, labels are words),
    ``overview.html`` with the same content, and the style sheet of that page.
    """
    made_at = timezone.localtime()
    parts = [
        (holding, list(queries.read_records(holding.source, subject)))
        for holding in queries.list_holdings(subject)
        if holding.number
    ]
    document = {
        "format": FORMAT_VERSION,
        "made_at": made_at.isoformat(),
        "language": get_language(),
        "addresses": list(subject.emails),
        "sources": [
            {
                "name": holding.source.name,
                "room": str(holding.source.room),
                "label": str(holding.source.label),
                "purpose": str(holding.source.purpose),
                "kept": holding.kept,
                "records": [{each.key: each.value for each in record} for record in records],
            }
            for holding, records in parts
        ],
    }
    page = render_to_string(
        "privacy/export.html",
        {"subject": subject, "made_at": made_at, "parts": parts},
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(document, ensure_ascii=False, indent=2))
        archive.writestr("overview.html", page)
        archive.writestr("style.css", STYLE.read_text(encoding="utf-8"))
    return file.getvalue()
