"""Writing a concern in the browser: begin, save, look over, send."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals.sending import send_signal
from drehscheibe.capabilities.exchange.tests.factories import (
    WORDS,
    House,
    colleague_of,
    make_draft,
    make_handed_over,
    make_house,
)
from drehscheibe.capabilities.exchange.tests.reading import faulty_fields, text
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.organisations.choices import MandateRole
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


def draft_address(client: Client) -> str:
    response = client.post(reverse("signal_new"), {"form_token": "begin"})
    assert response.status_code == 302
    return str(response["Location"])


FORM = {name: str(value) for name, value in WORDS.items()}


def test_visitor_reads_what_will_happen_before_logging_in(client: Client) -> None:
    html = client.get(reverse("signal_new")).content.decode()

    assert "Wer es liest" in html or "Zuerst die Servicestelle" in html
    assert reverse("account_login") in html
    assert not Signal.objects.exists()


def test_beginning_twice_with_one_form_makes_one_draft(house: House) -> None:
    client = client_of(house.author)

    addresses = {draft_address(client), draft_address(client)}

    assert len(addresses) == 1
    assert Signal.objects.count() == 1


def test_the_way_from_draft_to_number(house: House) -> None:
    client = client_of(house.author)
    address = draft_address(client)

    to_review = client.post(address, {**FORM, "next": "review"})
    review = client.get(to_review["Location"])
    (token,) = re.findall(r'name="form_token" value="([^"]+)"', text(review))
    sent = client.post(to_review["Location"], {"form_token": token})

    signal = Signal.objects.get()
    assert signal.state == "submitted"
    assert sent["Location"] == reverse("signal_own", args=[signal.public_id])
    assert signal.public_id in client.get(sent["Location"]).content.decode()


def test_sending_twice_gives_the_same_number(house: House) -> None:
    client = client_of(house.author)
    address = draft_address(client)
    review = client.post(address, {**FORM, "next": "review"})["Location"]

    first = client.post(review, {"form_token": "same"})
    second = client.post(review, {"form_token": "same"})

    assert first["Location"] == second["Location"]
    assert Signal.objects.count() == 1


def test_faults_are_named_at_their_fields_and_everything_typed_stays(house: House) -> None:
    client = client_of(house.author)
    address = draft_address(client)

    response = client.post(
        address,
        {
            **FORM,
            "title": "x" * 121,
            "affected_companies": "ungefähr zwanzig",
            "scope": "kreise",
            "next": "review",
        },
    )

    assert response.status_code == 422
    assert faulty_fields(response) == {"title", "affected_companies", "kreise"}
    again = client.get(address).content.decode()
    assert "ungefähr zwanzig" in again
    assert "x" * 121 in again
    assert "Der Antrag liegt seit 14 Monaten" in again


@pytest.mark.parametrize(
    ("typed", "count"), [("1.200", 1200), ("1 200", 1200), (" 12 ", 12), ("1200", 1200)]
)
def test_numbers_may_be_written_as_people_do(house: House, typed: str, count: int) -> None:
    client = client_of(house.author)

    client.post(draft_address(client), {**FORM, "affected_companies": typed, "next": "save"})

    assert Signal.objects.get().affected_companies == count


@pytest.mark.parametrize("typed", ["-5", "zwölf", "99999999999", "1,5", "\0"])
def test_impossible_numbers_stay_as_typed(house: House, typed: str) -> None:
    client = client_of(house.author)

    client.post(draft_address(client), {"affected_companies": typed, "next": "save"})

    signal = Signal.objects.get()
    assert signal.affected_companies is None
    assert signal.unfinished.get("affected_companies", "") == typed.replace("\0", "")


def test_autosave_keeps_half_a_form_and_shows_similar_concerns(house: House) -> None:
    make_handed_over(house)
    client = client_of(house.author)
    address = draft_address(client)
    uuid = Signal.objects.get(state="draft").uuid

    response = client.post(
        reverse("signal_draft_save", args=[uuid]),
        {"title": "Genehmigungen dauern viel zu lang", "affected_companies": "?"},
    )

    answer = json.loads(response.content)
    assert answer["saved"] is True
    assert "Genehmigungen für neue Hallen dauern zu lang" in answer["similar"]
    assert "Genehmigungen dauern viel zu lang" in client.get(address).content.decode()


def test_autosave_without_session_says_so_instead_of_a_page(house: House) -> None:
    draft = make_draft(house.author)

    response = Client().post(reverse("signal_draft_save", args=[draft.uuid]), {"title": "Neu"})

    assert response.status_code == 401
    draft.refresh_from_db()
    assert draft.title == "Genehmigungen für neue Hallen dauern zu lang"


def test_expired_session_leads_to_the_log_in_and_back_to_the_draft(house: House) -> None:
    draft = make_draft(house.author)
    address = reverse("signal_draft", args=[draft.uuid])

    response = Client().post(address, {**FORM, "next": "save"})

    assert response.status_code == 302
    assert response["Location"].endswith(f"?next={address}")


def test_typing_goes_on_after_a_colleague_has_sent_it(house: House) -> None:
    draft = make_draft(house.author)
    client = client_of(colleague_of(house.author))
    send_signal(house.author, draft.pk)
    response = client.post(
        reverse("signal_draft", args=[draft.uuid]), {**FORM, "wish": "Späte Worte"}
    )

    assert response.status_code == 409
    assert "Späte Worte" in response.content.decode()
    draft.refresh_from_db()
    assert draft.wish == WORDS["wish"]


def test_draft_of_others_does_not_exist(house: House) -> None:
    draft = make_draft(house.author)

    for actor in (make_actor(), house.office, house.desk):
        client = client_of(actor)
        for name in ("signal_draft", "signal_review"):
            assert client.get(reverse(name, args=[draft.uuid])).status_code == 404
        for name in ("signal_draft_save", "signal_draft_discard"):
            assert client.post(reverse(name, args=[draft.uuid])).status_code == 404
    assert Signal.objects.get().title == WORDS["title"]


def test_staff_see_drafts_of_their_organisation_but_do_not_write(house: House) -> None:
    draft = make_draft(house.author)
    client = client_of(colleague_of(house.author, MandateRole.STAFF))

    assert client.get(reverse("signal_draft", args=[draft.uuid])).status_code == 403


def test_editor_is_told_who_may_send(house: House) -> None:
    editor = colleague_of(house.author, MandateRole.EDITOR)
    draft = make_draft(editor)

    html = client_of(editor).get(reverse("signal_review", args=[draft.uuid])).content.decode()

    assert "Absenden muss jemand anders" in html


def test_hostile_words_in_a_draft_are_text(house: House) -> None:
    draft = make_draft(house.author, title="</textarea><script>alert(1)</script>")

    html = client_of(house.author).get(reverse("signal_draft", args=[draft.uuid])).content.decode()

    assert "<script>alert(1)" not in html
