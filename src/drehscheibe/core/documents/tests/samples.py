"""A document with one of everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from drehscheibe.core.documents.tree import (
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

__all__ = ["HOSTILE", "SVG", "make_document"]

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
#: What people type and what would be markup, other scripts, or wider than a page.
HOSTILE = (
    "# = $x$ \\ @ref ] } #panic(1) ] <b>HTML</b> *fett* _k_ `c` // weg /* weg */ ~ --- '\" <label>",
    '#include "/etc/passwd" #read("document.typ") #image("/etc/passwd")',
    "😀 👩‍🏭 🇩🇪 שלום עולם \u202eabc\u202c العربية 中文 ไทย हिन्दी CO₂ ≤ № ﬁ e\u0301 x\u0338\u0301",
    "Ä" * 5000,
    "https://example.org/" + "sehr-langer-pfad/" * 60,
    "\x00\x07\ud800 \t \r\n\n\n Zeile",
)


def make_document(text: str = "Ein Satz.", **changes: object) -> Document:
    """Return a document that says the text in every place where words can stand."""
    table = Table(text or "Tabelle", (text, "Zahl"), ((text, "1"), ("b", text)), numeric=(1,))
    blocks = (
        Paragraph(text, "lead"),
        Paragraph(text),
        Paragraph(text, "note"),
        Items((Entry(text, text, text), Entry(text))),
        Items((Entry(text, text),), numbered=True),
        table,
        Figure(SVG, text, text, table, text),
        Quote(text, Consent(text, date(2026, 11, 1)), text),
        Section(text, (Paragraph(text), Section(text, (Paragraph(text),)))),
    )
    document = Document(
        title=text,
        kind="Dossier",
        number="D-2026-0003",
        language="de",
        issued_on=date(2026, 11, 22),
        publisher=text,
        lead=text,
        warning=text,
        facts=(Fact(text, text),),
        figures=KeyFigures((KeyFigure(text, text, text), KeyFigure(None, text))),
        sections=(Section(text, blocks),),
    )
    return replace(document, **changes)  # type: ignore[arg-type]
