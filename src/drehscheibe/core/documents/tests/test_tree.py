"""What a reader could not perceive cannot be constructed."""

from __future__ import annotations

from datetime import date

import pytest

from drehscheibe.core.documents.tests.samples import SVG, make_document
from drehscheibe.core.documents.tree import Consent, Document, Figure, Section, Table


@pytest.mark.parametrize("alternative", ["", "  ", "\n"])
def test_figure_without_alternative_text(alternative: str) -> None:
    with pytest.raises(ValueError, match="alternative"):
        Figure(SVG, alternative, "Bild")


def test_quote_without_somebody_who_agreed() -> None:
    with pytest.raises(ValueError, match="agreed"):
        Consent(" ", date(2026, 11, 1))


def test_table_whose_rows_do_not_fit_its_head() -> None:
    with pytest.raises(ValueError, match="as long as"):
        Table("Zahlen", ("Land", "Zahl"), (("Hessen",),))
    with pytest.raises(ValueError, match="caption"):
        Table("", ("Land",), ())


def test_section_and_document_without_title() -> None:
    with pytest.raises(ValueError, match="title"):
        Section("", ())
    with pytest.raises(ValueError, match="title"):
        make_document(title=" ")
    with pytest.raises(ValueError, match="language"):
        make_document(language="fr")


def test_tree_cannot_be_changed() -> None:
    document: Document = make_document()
    with pytest.raises(AttributeError):
        document.title = "anders"  # type: ignore[misc]
