from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from drehscheibe.capabilities.library.models import ChecklistCopy, CopyItem
from drehscheibe.capabilities.library.services.checklists import copies
from drehscheibe.capabilities.library.tests.factories import make_checklist
from drehscheibe.core.organisations.queries import make_actor
from drehscheibe.core.organisations.tests.factories import MandateFactory

pytestmark = pytest.mark.django_db

LONG = (
    "Prüfen Sie Wege; Türen, Rampen und Aufzüge für alle, die mit Rollstuhl oder Kinderwagen kommen"
)


@pytest.fixture
def copy(client: Client) -> ChecklistCopy:
    """Return a copy with a dangerous note, a long text and something done."""
    member = MandateFactory.create()
    client.force_login(member.person)
    actor = make_actor(member.person, member)
    checklist = make_checklist("Raum buchen", LONG, "Danken")
    made = copies.make_copy(actor, checklist.pk, title="Tag 2027", target_on=date(2027, 6, 12))
    first, _second, third = made.items.all()
    CopyItem.objects.filter(pk=first.pk).update(note="=1+1\nzweite Zeile")
    CopyItem.objects.filter(pk=third.pk).update(state="done")
    return made


def fetch(client: Client, name: str, copy: ChecklistCopy) -> bytes:
    answer = client.get(reverse(name, args=[copy.uuid]))
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return bytes(answer.content)


def test_the_table_runs_nothing(client: Client, copy: ChecklistCopy) -> None:
    text = fetch(client, "copy_csv", copy).decode("utf-8-sig")

    head, first, *_rest = csv.reader(io.StringIO(text))

    assert len(head) == len(first) == 10
    assert first[1] == "Raum buchen"
    assert first[7] == "'=1+1\nzweite Zeile"


def test_the_calendar_holds_open_items_as_whole_days(client: Client, copy: ChecklistCopy) -> None:
    text = fetch(client, "copy_ical", copy).decode()

    lines = text.split("\r\n")
    unfolded = text.replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 2
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "DTSTART;VALUE=DATE:20270605\r\nDTEND;VALUE=DATE:20270606" in text
    assert "Prüfen Sie Wege\\; Türen\\, Rampen" in unfolded
    assert "Danken" not in text


def test_the_word_document_has_headings_a_language_and_table_heads(
    client: Client, copy: ChecklistCopy
) -> None:
    document = Document(io.BytesIO(fetch(client, "copy_docx", copy)))

    styles = [(p.style.name, p.text) for p in document.paragraphs if p.style]
    assert ("Heading 1", "Tag 2027") in styles
    assert ("Heading 2", "Vorher") in styles
    assert document.core_properties.language == "de-DE"
    table = document.tables[0]
    assert "tblHeader" in table.rows[0]._tr.xml
    assert [row.cells[0].text for row in table.rows] == ["", "☐", "☐", "☒"]


def test_the_pdf_is_an_accessible_one(client: Client, copy: ChecklistCopy) -> None:
    content = fetch(client, "copy_pdf", copy)

    assert content.startswith(b"%PDF-")
    assert b"pdfuaid" in content or b"/MarkInfo" in content


def test_paper_leaves_out_what_does_not_apply(client: Client, copy: ChecklistCopy) -> None:
    copy.items.filter(text="Danken").update(state="not_applicable", reason="Kein Anlass")

    page = client.get(reverse("copy_print", args=[copy.uuid])).content.decode()

    assert "Raum buchen" in page
    assert "Danken" not in page
