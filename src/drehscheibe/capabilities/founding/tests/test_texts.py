"""Texts fill themselves, keep every wording, and leave as PDF and plain text."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from docx import Document

from drehscheibe.capabilities.founding.choices.project import DraftKind
from drehscheibe.capabilities.founding.models import DraftVersion
from drehscheibe.capabilities.founding.queries.texts import find_text, read_parts, sum_up
from drehscheibe.capabilities.founding.services import drafts
from drehscheibe.capabilities.founding.services.projects import Stale
from drehscheibe.capabilities.founding.tests.factories import (
    make_project,
    make_ready,
    person_of,
    reread,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", list(DraftKind))
def test_every_text_fills_itself_and_says_what_is_missing(kind: DraftKind) -> None:
    team = make_project()

    bare = find_text(reread(team.project), kind)
    full = find_text(make_ready(team), kind)

    assert "Industrieinitiative Mitte" in full.text
    assert "{" not in full.text
    assert len(full.gaps) <= len(bare.gaps)
    assert full.version == 0


def test_what_a_team_wrote_is_never_read_as_a_placeholder() -> None:
    team = make_project(name="Initiative {reason} {x}")

    assert "Initiative {reason} {x}" in find_text(reread(team.project), DraftKind.DECLARATION).text


def test_two_who_write_at_once_both_see_both_and_every_wording_stays(client: Client) -> None:
    team = make_project()
    address = reverse("draft_edit", args=[team.project.uuid, "rules"])
    drafts.save_draft(team.lead, team.project.pk, DraftKind.RULES, text="Erste", version=0)
    client.force_login(person_of(team.member))

    late = client.post(address, {"text": "Zweite", "version": "0"})
    again = client.post(address, {"text": "Zweite", "version": "1", "form_token": "x" * 32})

    page = late.content.decode()
    assert (late.status_code, again.status_code) == (422, 302)
    assert "Erste" in page
    assert "Zweite" in page
    assert 'name="version" value="1"' in page
    texts = DraftVersion.objects.order_by("number").values_list("text", flat=True)
    assert list(texts) == ["Erste", "Zweite"]
    for number, words in ((1, "Erste"), (2, "Zweite")):
        old = client.get(reverse("draft_version", args=[team.project.uuid, "rules", number]))
        assert words in old.content.decode()


def test_a_late_or_empty_text_is_not_saved() -> None:
    team = make_project()
    pk = team.project.pk
    drafts.save_draft(team.lead, pk, DraftKind.PRESS, text="Eins", version=0)

    with pytest.raises(Stale):
        drafts.save_draft(team.lead, pk, DraftKind.PRESS, text="Zwei", version=0)
    with pytest.raises(ValidationError):
        drafts.save_draft(team.lead, pk, DraftKind.PRESS, text="   ", version=1)

    assert find_text(reread(team.project), DraftKind.PRESS).text == "Eins"


def test_filling_anew_keeps_the_text_before() -> None:
    team = make_project()
    drafts.save_draft(team.lead, team.project.pk, DraftKind.INTENT, text="Eigenes", version=0)

    drafts.renew_draft(team.lead, team.project.pk, DraftKind.INTENT)

    assert find_text(reread(team.project), DraftKind.INTENT).version == 2
    assert DraftVersion.objects.filter(text="Eigenes").exists()


@pytest.mark.parametrize("kind", list(DraftKind))
def test_texts_leave_as_pdf_for_word_and_as_plain_text(client: Client, kind: DraftKind) -> None:
    team = make_project()
    drafts.save_line(
        team.lead,
        team.project.pk,
        kind="cost",
        label="Halbe Stelle",
        euros=38_000,
        certainty="planned",
    )
    client.force_login(person_of(team.member))

    pdf = client.get(reverse("draft_file", args=[team.project.uuid, kind.value, "pdf"]))
    text = client.get(reverse("draft_file", args=[team.project.uuid, kind.value, "txt"]))

    word = client.get(reverse("draft_file", args=[team.project.uuid, kind.value, "docx"]))
    opened = Document(io.BytesIO(word.content))

    assert pdf.content.startswith(b"%PDF-")
    assert "Industrieinitiative Mitte" in opened.paragraphs[0].text
    style = opened.paragraphs[0].style
    assert style is not None
    assert style.name == "Heading 1"
    assert bool(opened.tables) == (kind == DraftKind.FINANCING)
    assert "Industrieinitiative Mitte" in text.content.decode()
    assert ("Halbe Stelle" in text.content.decode()) == (kind == DraftKind.FINANCING)
    assert text.headers["Cache-Control"] == "private, no-store"


def test_the_plan_adds_up_and_says_what_is_missing() -> None:
    team = make_project()
    for kind, euros, certainty in (
        ("cost", 50_000, "planned"),
        ("income", 20_000, "promised"),
        ("income", 10_000, "asked"),
    ):
        drafts.save_line(
            team.lead, team.project.pk, kind=kind, label="Zeile", euros=euros, certainty=certainty
        )

    sums = sum_up(list(team.project.financing_lines.all()))

    assert (sums.costs, sums.promised, sums.hoped) == (50_000, 20_000, 10_000)
    assert (sums.open, sums.gap) == (30_000, 20_000)


def test_the_few_signs_of_a_text_are_read() -> None:
    parts = read_parts("Vorwort\n\n# Eins\nZeile\n- a\n- b\n\nSchluss")

    assert [part.title for part in parts] == ["", "Eins"]
    assert parts[1].blocks == (("Zeile",), ("-", "a", "b"), ("Schluss",))


def test_markup_in_a_text_stays_text(client: Client) -> None:
    team = make_project()
    words = "# <script>alert(1)</script>\n- <b>x</b>"
    drafts.save_draft(team.lead, team.project.pk, DraftKind.RULES, text=words, version=0)
    client.force_login(person_of(team.member))

    page = client.get(reverse("draft_detail", args=[team.project.uuid, "rules"])).content.decode()

    assert "<script>alert" not in page
    assert "&lt;b&gt;x" in page
