"""The answering workspace as a desk uses it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.exchange.models import Answer, AnswerTemplate, CommonAnswer, Signal
from drehscheibe.capabilities.exchange.services.signals import hand_over
from drehscheibe.capabilities.exchange.services.signals.templates import save_template
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    hand_over_to_desk,
    make_asked_back,
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.capabilities.exchange.tests.reading import body, faulty_fields, text
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = pytest.mark.django_db

WORDS = {
    "decision": "accepted",
    "text": "Sie haben recht. Künftig gibt es eine Liste.",
    "what_changes": "Eine Liste innerhalb von vier Wochen.",
    "contact": "Referat Genehmigungen",
    "form_token": "one-bundle",
}


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


def together(*signals: Signal) -> str:
    numbers = ",".join(signal.public_id for signal in signals)
    return f"{reverse('signal_answer_many')}?signals={numbers}"


def send(house: House, *signals: Signal, **words: str) -> Any:  # noqa: ANN401 -- of the test client
    numbers = ",".join(signal.public_id for signal in signals)
    values = {**WORDS, "signals": numbers, "step": "publish", **words}
    return client_of(house.desk).post(reverse("signal_answer_many"), values)


def test_queue_lets_several_be_chosen(house: House) -> None:
    signal = make_handed_over(house)
    html = body(client_of(house.desk).get(reverse("signal_desk_list")))

    assert f'name="signals" value="{signal.public_id}"' in html
    assert f'action="{reverse("signal_answer_many")}"' in html


def test_chosen_concerns_are_opened_by_boxes_or_by_one_address(house: House) -> None:
    first, second = make_handed_over(house), make_handed_over(house)
    client = client_of(house.desk)
    boxes = {"signals": [first.public_id, second.public_id]}

    for page in (
        client.get(together(first, second)),
        client.get(reverse("signal_answer_many"), boxes),
    ):
        assert first.public_id in text(page)
        assert second.public_id in text(page)


def test_all_of_one_topic(house: House) -> None:
    energy = make_handed_over(house, topic="climate-energy")
    other = make_handed_over(house)

    html = text(client_of(house.desk).get(f"{reverse('signal_answer_many')}?topic=climate-energy"))

    assert energy.public_id in html
    assert other.public_id not in html


def test_what_is_not_ours_is_named_and_left_out(house: House) -> None:
    ours, waiting = make_handed_over(house), make_asked_back(house)
    html = text(client_of(house.desk).get(together(ours, waiting)))

    assert "Diese bleiben außen vor" in html
    assert waiting.public_id in html
    assert f"paragraph-{waiting.public_id}" not in html


@pytest.mark.parametrize(
    "asked", ["", "signals=", "signals=S-2026-9999", "signals=\0", "topic=nothing"]
)
def test_nothing_chosen_leads_back_to_the_queue(house: House, asked: str) -> None:
    response = client_of(house.desk).get(f"{reverse('signal_answer_many')}?{asked}")

    assert response.status_code == 302
    assert response["Location"] == reverse("signal_desk_list")


def test_preview_shows_every_last_word_and_who_is_told(house: House) -> None:
    alone = make_actor(organisation__name="Initiative Süd")
    first = make_handed_over(house)
    second = hand_over_to_desk(house, make_submitted(replace(house, author=alone)))
    own = {f"paragraph-{second.public_id}": "Für den Süden gilt noch mehr."}

    html = text(send(house, first, second, step="preview", **own))

    assert "2 Personen bekommen Bescheid" in html
    assert "Für den Süden gilt noch mehr." in html
    assert "1 Person, bei: Initiative Nord" in html
    assert "1 Person, bei: Initiative Süd" in html
    assert not Answer.objects.exists()


def test_sent_twice_it_is_published_once(house: House) -> None:
    first, second = make_handed_over(house), make_handed_over(house)

    responses = [send(house, first, second), send(house, first, second)]

    assert CommonAnswer.objects.count() == 1
    assert Answer.objects.count() == 2
    assert [response.status_code for response in responses] == [302, 302]
    assert responses[0]["Location"] == responses[1]["Location"]


def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(house: House) -> None:
    first, second = make_handed_over(house), make_handed_over(house)
    own = {f"paragraph-{first.public_id}": "Nur hier.", f"day-{first.public_id}": "2020-01-01"}

    response = send(house, first, second, contact="", **own)

    assert response.status_code == 422
    assert faulty_fields(response) == {"contact", f"day-{first.public_id}"}
    assert "Nur hier." in text(response)
    assert WORDS["text"] in text(response)


def test_one_that_moved_on_is_left_out_and_the_words_stay(house: House) -> None:
    first, second = make_handed_over(house), make_handed_over(house)
    hand_over.call_back_signal(house.office, second.pk, note="Falsche Stelle.")

    response = send(house, first, second)

    assert response.status_code == 409
    assert WORDS["text"] in text(response)
    assert second.public_id in text(response)
    assert not Answer.objects.exists()


def test_if_all_have_moved_on_the_words_are_shown(house: House) -> None:
    signal = make_handed_over(house)
    hand_over.call_back_signal(house.office, signal.pk, note="Falsche Stelle.")

    response = send(house, signal)

    assert response.status_code == 403
    assert WORDS["text"] in text(response)


def test_going_back_keeps_everything(house: House) -> None:
    signal = make_handed_over(house)
    own = {f"paragraph-{signal.public_id}": "Nur hier gilt das."}

    html = text(send(house, signal, step="change", **own))

    assert WORDS["text"] in html
    assert "Nur hier gilt das." in html


def test_text_block_is_put_below_what_is_written(house: House) -> None:
    block = save_template(house.desk, title="Schluss", text="Wir melden uns im Herbst.")
    signal = make_handed_over(house)

    html = body(send(house, signal, step="insert", template=str(block.pk), contact=""))

    assert f"{WORDS['text']}\n\nWir melden uns im Herbst." in html
    assert "field__error" not in html


def test_text_block_of_another_desk_is_not_put_in(house: House) -> None:
    other = make_actor(OrganisationKind.DESK)
    block = save_template(other, title="Fremd", text="Das steht hier nicht.")
    signal = make_handed_over(house)

    html = body(send(house, signal, step="insert", template=str(block.pk)))

    assert "Das steht hier nicht." not in html


def test_page_of_the_common_answer_lists_what_the_reader_may_see(house: House) -> None:
    public, private = make_handed_over(house), make_handed_over(house, visibility="private")
    send(house, public, private)
    address = reverse("common_answer", args=[CommonAnswer.objects.get().uuid])

    outside, inside = text(Client().get(address)), text(client_of(house.desk).get(address))

    assert public.public_id in outside
    assert private.public_id not in outside
    assert private.public_id in inside


def test_page_of_an_answer_to_private_concerns_does_not_exist_for_others(house: House) -> None:
    send(house, make_handed_over(house, visibility="private"))
    address = reverse("common_answer", args=[CommonAnswer.objects.get().uuid])

    assert Client().get(address).status_code == 404


def test_only_desks_have_the_workspace(house: House) -> None:
    signal = make_handed_over(house)

    for actor in (house.author, house.office):
        assert client_of(actor).get(together(signal)).status_code == 403
    assert Client().get(together(signal)).status_code == 302


def test_more_concerns_take_no_more_queries(house: House) -> None:
    signals = [make_handed_over(house) for _another in range(3)]
    client = client_of(house.desk)
    counts = []
    for chosen in (signals[:1], signals):
        client.get(together(*chosen))
        with CaptureQueriesContext(connection) as queries:
            client.get(together(*chosen))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 14


def test_desk_writes_changes_and_removes_its_text_blocks(house: House) -> None:
    client = client_of(house.desk)
    address = reverse("answer_template_list")
    client.post(address, {"title": "Schluss", "text": "Bis bald.", "form_token": "a"})
    block = AnswerTemplate.objects.get()
    own = reverse("answer_template", args=[block.pk])
    client.post(own, {"title": "Schluss", "text": "Bis zum Herbst.", "form_token": "b"})

    assert "Bis zum Herbst." in text(client.get(address))
    client.post(reverse("answer_template_remove", args=[block.pk]))
    assert not AnswerTemplate.objects.exists()


def test_two_text_blocks_of_one_desk_differ_in_name(house: House) -> None:
    save_template(house.desk, title="Schluss", text="Bis bald.")
    response = client_of(house.desk).post(
        reverse("answer_template_list"), {"title": "Schluss", "text": "Auf Wiedersehen."}
    )

    assert response.status_code == 422
    assert faulty_fields(response) == {"title"}
    assert "Auf Wiedersehen." in text(response)


def test_text_blocks_of_others_do_not_exist(house: House) -> None:
    block = save_template(make_actor(OrganisationKind.DESK), title="Fremd", text="Nicht hier.")
    client = client_of(house.desk)

    assert client.get(reverse("answer_template", args=[block.pk])).status_code == 404
    client.post(reverse("answer_template_remove", args=[block.pk]))
    assert AnswerTemplate.objects.filter(pk=block.pk).exists()
