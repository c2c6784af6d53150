from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.library.forms.format_keeping import FormatForm
from drehscheibe.capabilities.library.models import EventFormat
from drehscheibe.capabilities.library.services.formats.keeping import FIELDS
from drehscheibe.capabilities.library.services.formats.reference_data import load_formats
from drehscheibe.capabilities.library.tests.factories import EventFormatFactory
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import MandateFactory
from drehscheibe.core.search import api as search

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(MandateFactory.create(organisation__kind=OrganisationKind.OFFICE).person)
    return client


def seen_at(page: str) -> str:
    """Return the state that a page was drawn with."""
    found = re.search(r'name="seen_at" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def filled_in(client: Client, slug: str, **changes: Any) -> dict[str, Any]:
    """Return what the page would send, with some fields changed."""
    page = client.get(reverse("format_edit", args=[slug])).text
    each = EventFormat.objects.get(slug=slug)
    form = FormatForm(initial={name: getattr(each, name) for name in FIELDS})
    values = {bound.html_name: bound.value() for bound in form} | {"seen_at": seen_at(page)}
    return {**values, **changes}


def test_the_office_changes_a_format_and_the_file_leaves_it_alone(office: Client) -> None:
    load_formats()
    address = reverse("format_edit", args=["fishbowl"])
    changes = {"title": "Fischglas", "materials": "3 | 4 | Zettel", "materials_en": "note"}
    sent = filled_in(office, "fishbowl", **changes)

    assert office.post(address, sent).status_code == 302
    load_formats()

    each = EventFormat.objects.get(slug="fishbowl")
    assert each.title == "Fischglas"
    assert each.materials == [{"amount": 3, "per": 4, "name": "Zettel"}]
    assert each.steps[0]["title"] == "Regeln"
    assert "fishbowl" in search.find_keys(
        "Fischglas", actor=ANONYMOUS, language="de", kind="format"
    )
    entry = Entry.objects.get(verb="library.format_changed")
    assert entry.changes == {"fields": ["title", "materials", "materials_en"]}


def test_english_lists_have_as_many_lines_as_the_german_ones(office: Client) -> None:
    load_formats()
    address = reverse("format_edit", args=["fishbowl"])

    answer = office.post(address, filled_in(office, "fishbowl", roles="Moderation"))
    without = office.post(address, filled_in(office, "fishbowl", roles="Moderation", roles_en=""))

    assert answer.status_code == 422
    assert "Hier stehen 3 Zeilen, auf Deutsch 1." in answer.text
    assert without.status_code == 302
    with translation.override("en"):
        page = office.get(reverse("format_detail", args=["fishbowl"])).text
    assert '<span lang="de">Moderation</span>' in page
    assert "Not everything here is in English" in page


def test_a_format_that_the_office_changed_gets_the_english_that_it_lacks() -> None:
    load_formats()
    EventFormat.objects.filter(slug="fishbowl").update(
        source_hash="", room="Ein Saal.", room_en="", yields_en="", steps_en=[], purpose_en="Ours"
    )

    assert load_formats() == 1

    each = EventFormat.objects.get(slug="fishbowl")
    assert (each.room, each.room_en, each.purpose_en) == ("Ein Saal.", "", "Ours")
    assert each.yields_en
    assert len(each.steps_en) == len(each.steps)
    assert load_formats() == 0


def test_nothing_changed_is_written_nowhere(office: Client) -> None:
    load_formats()

    office.post(reverse("format_edit", args=["webinar"]), filled_in(office, "webinar"))

    assert EventFormat.objects.get(slug="webinar").source_hash
    assert not Entry.objects.filter(verb="library.format_changed").exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("steps", "10 Min. | Ankommen", "Zeile 1"),
        ("materials", "\nviele | 5 | Stifte", "Zeile 2"),
        ("max_people", "3", "weniger als"),
        ("review_on", "bald", "22.10.2026"),
    ],
)
def test_a_line_that_is_none_is_named_and_stays(
    office: Client, field: str, value: str, words: str
) -> None:
    each = EventFormatFactory.create()
    sent = filled_in(office, each.slug, **{field: value})

    answer = office.post(reverse("format_edit", args=[each.slug]), sent)

    assert answer.status_code == 422
    assert words in answer.text
    assert value.strip() in answer.text


def test_of_two_people_at_once_the_second_compares_and_loses_nothing(office: Client) -> None:
    each = EventFormatFactory.create()
    address = reverse("format_edit", args=[each.slug])
    first = filled_in(office, each.slug, title="Erster")
    second = filled_in(office, each.slug, title="Zweiter")

    assert office.post(address, first).status_code == 302
    answer = office.post(address, second)

    assert answer.status_code == 422
    assert "Zweiter" in answer.text
    assert EventFormat.objects.get(pk=each.pk).title == "Erster"
    again = {**second, "seen_at": seen_at(answer.text)}
    assert office.post(address, again).status_code == 302
    assert EventFormat.objects.get(pk=each.pk).title == "Zweiter"


def test_a_format_taken_from_the_public_is_no_longer_found(office: Client) -> None:
    load_formats()
    sent = filled_in(office, "barcamp")
    sent.pop("is_public")

    assert office.post(reverse("format_edit", args=["barcamp"]), sent).status_code == 302

    assert "barcamp" not in search.find_keys(
        "Barcamp", actor=ANONYMOUS, language="de", kind="format"
    )
    assert office.get(reverse("format_detail", args=["barcamp"])).status_code == 404


def test_nobody_else_changes_formats(client: Client) -> None:
    each = EventFormatFactory.create()
    client.force_login(MandateFactory.create().person)

    assert client.get(reverse("format_edit", args=[each.slug])).status_code == 404
