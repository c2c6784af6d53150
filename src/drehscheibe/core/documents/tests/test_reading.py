"""Tests read files as people do: all words, also those beside the pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drehscheibe.core.documents import pdf
from drehscheibe.core.documents.tests.reading import read_pdf
from drehscheibe.core.documents.tests.samples import make_document
from drehscheibe.core.documents.tree import Paragraph, Section


@pytest.mark.parametrize(
    "words", ["Größe (am Rand) \\ Ende", "fi ffl – „Ärger“ 100 %", "S-2026-0147"]
)
def test_words_of_every_kind_of_block_are_read(words: str) -> None:
    text = read_pdf(pdf.render_pdf(make_document(words)))

    assert text.count(words) > 10
    assert "Seite 1 von" in text


def test_what_is_not_in_a_file_is_not_read() -> None:
    document = make_document("Halle")
    more = replace(
        document, sections=(*document.sections, Section("Neu", (Paragraph("Kranbahn"),)))
    )

    assert "Kranbahn" not in read_pdf(pdf.render_pdf(document))
    assert "Kranbahn" in read_pdf(pdf.render_pdf(more))


def test_a_file_that_cannot_be_read_is_a_fault() -> None:
    with pytest.raises(AssertionError):
        read_pdf(b"%PDF-1.7\n")
