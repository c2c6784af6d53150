"""The pages on which the office merges, and what others see of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals.answering import publish_answer
from drehscheibe.capabilities.exchange.services.signals.merging import merge_signal, unmerge_signal
from drehscheibe.capabilities.exchange.tests import dossier_factories as made
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.capabilities.exchange.tests.reading import text
from drehscheibe.core.accounts.tests.clients import client_of

pytestmark = pytest.mark.django_db

SECRET = "Unser Werk schließt, wenn nichts geschieht."


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def south(house: House) -> House:
    return House(made.make_author("Initiative Süd"), house.office, house.desk)


def test_office_finds_what_sounds_alike_compares_and_merges(house: House, south: House) -> None:
    one, two = make_submitted(house, visibility="private"), make_submitted(south)
    client = client_of(house.office)

    page = text(client.get(reverse("signal_office", args=[one.public_id])))
    address = reverse("signal_merge", args=[one.public_id]) + f"?into={two.public_id}"
    assert address in page
    both = text(client.get(address))
    assert "Initiative Nord" in both
    assert "Initiative Süd" in both
    done = client.post(address, {"merge-text": "Dasselbe.", "merge-form_token": "a"}, follow=True)

    assert "Zusammenführen rückgängig machen" in text(done)
    assert Signal.objects.get(pk=one.pk).state == "merged"
    client.post(reverse("signal_unmerge", args=[one.public_id]))
    assert Signal.objects.get(pk=one.pk).state == "submitted"


def test_merging_twice_with_one_form_is_one_merging(house: House, south: House) -> None:
    one, two = make_submitted(house), make_submitted(south)
    address = reverse("signal_merge", args=[one.public_id]) + f"?into={two.public_id}"
    client = client_of(house.office)

    for _turn in range(2):
        response = client.post(address, {"merge-form_token": "same"})
        assert response.status_code == 302
    assert one.merges.count() == 1


def test_what_stands_in_the_way_is_said_and_the_words_stay(house: House, south: House) -> None:
    one = make_submitted(house)
    two = make_submitted(south, visibility="private")
    address = reverse("signal_merge", args=[one.public_id]) + f"?into={two.public_id}"

    words = "Beide klagen über dieselbe Verordnung."
    response = client_of(house.office).post(address, {"merge-text": words})

    assert response.status_code == 409
    assert "andersherum" in text(response)
    assert words in text(response)


def test_unknown_number_is_said_at_its_field(house: House) -> None:
    one = make_submitted(house)
    address = reverse("signal_merge", args=[one.public_id]) + "?into=S-2026-9999"

    response = client_of(house.office).get(address)

    assert response.status_code == 404
    assert re.search(r'href="#id_into"', response.content.decode())


@pytest.mark.parametrize("name", ["signal_merge"])
def test_others_do_not_merge(name: str, house: House, south: House) -> None:
    one = make_handed_over(house)

    for actor in (house.author, house.desk, south.author):
        assert client_of(actor).get(reverse(name, args=[one.public_id])).status_code == 403


def test_private_concern_never_becomes_visible_by_merging(house: House, south: House) -> None:
    one = make_submitted(house, visibility="private", title=SECRET, what_happens=SECRET)
    two = make_handed_over(south, visibility="public")
    merge_signal(house.office, one.pk, into=two.public_id, note=SECRET)
    address = reverse("signal_detail", args=[two.public_id])

    for client in (Client(), client_of(south.author), client_of(made.make_author("Dritte"))):
        page = text(client.get(address))
        assert SECRET not in page
        assert "Initiative Nord" not in page
        assert one.public_id not in page
        assert "1 weiteres Anliegen, das nicht offen ist" in page
        assert client.get(reverse("signal_detail", args=[one.public_id])).status_code == 404


def test_public_page_of_the_merged_one_says_where_it_went(house: House, south: House) -> None:
    one, two = make_handed_over(house), make_handed_over(south)
    merge_signal(house.office, one.pk, into=two.public_id)

    page = text(Client().get(reverse("signal_detail", args=[one.public_id])))
    other = text(Client().get(reverse("signal_detail", args=[two.public_id])))

    assert f"Geht zusammen mit {two.public_id} weiter" in page
    assert reverse("signal_detail", args=[two.public_id]) in page
    assert "Durch Zusammenführen dazugekommen" in other
    assert "Initiative Nord" in other


def test_authors_read_the_answer_on_their_own_page_also_after_the_undoing(
    house: House, south: House
) -> None:
    one, two = make_submitted(house), make_handed_over(south)
    merge_signal(house.office, one.pk, into=two.public_id)
    publish_answer(house.desk, two.pk, ANSWER)
    client = client_of(house.author)
    address = reverse("signal_own", args=[one.public_id])

    assert ANSWER.text in text(client.get(address))
    unmerge_signal(house.office, one.pk)
    assert ANSWER.text in text(client.get(address))
