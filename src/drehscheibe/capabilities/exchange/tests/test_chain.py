"""The chain of a concern: nearest links on its page, all of them on pages of their own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals import draft, sending
from drehscheibe.capabilities.exchange.tests.factories import (
    WORDS,
    House,
    hand_over_to_desk,
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.moderation.kinds import find_kind
from drehscheibe.core.organisations.tests.factories import OrganisationFactory, make_actor
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.models import Item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


def item_of(signal: Signal) -> Item:
    assert signal.item is not None
    return signal.item


def make_origins(house: House, result: Signal, number: int) -> None:
    for place in range(number):
        origin = make_handed_over(house, title=f"Ursprung {place:02}")
        trace.derive(item_of(origin), item_of(result), "taken_up")


def log_in(client: Client, actor: Actor) -> None:
    client.force_login(User.objects.get(pk=actor.person_id or 0))


def page(client: Client, name: str, signal: Signal, query: str = "") -> str:
    response = client.get(reverse(name, args=[signal.public_id]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_short_chain_stands_on_the_page_itself(client: Client, house: House) -> None:
    concern = make_handed_over(house)
    make_origins(house, concern, 2)

    text = page(client, "signal_detail", concern)

    assert ("Ursprung 00" in text, "Ursprung 01" in text) == (True, True)
    assert reverse("signal_chain", args=[concern.public_id]) not in text


def test_a_long_chain_has_pages_of_its_own(client: Client, house: House) -> None:
    concern = make_handed_over(house)
    make_origins(house, concern, 13)

    assert reverse("signal_chain", args=[concern.public_id]) in page(
        client, "signal_detail", concern
    )
    chain = page(client, "signal_chain", concern)
    assert chain.count("Ursprung") == 13
    assert "Kommt von (13)" in chain
    assert "Noch ist nichts daraus geworden" in page(client, "signal_chain", concern, "?became=1")


def test_what_is_not_public_stays_with_the_office(client: Client, house: House) -> None:
    """The author of a concern does not learn of a private one of others that it came from."""
    concern = make_handed_over(house)
    secret = make_submitted(
        make_house_of_others(house), visibility=Visibility.PRIVATE, title="Leise"
    )
    hand_over_to_desk(house, secret)
    trace.derive(item_of(secret), item_of(concern), "merged")

    for actor, name, sees in (
        (None, "signal_chain", False),
        (None, "signal_detail", False),
        (house.author, "signal_chain", False),
        (house.author, "signal_own", False),
        (house.desk, "signal_desk", False),
        (house.office, "signal_chain", True),
        (house.office, "signal_office", True),
    ):
        client.logout()
        if actor is not None:
            log_in(client, actor)
        assert ("Leise" in page(client, name, concern)) is sees, (name, actor)


def make_house_of_others(house: House) -> House:

    others = make_actor(organisation=OrganisationFactory.create(name="Initiative Süd"))
    return House(others, house.office, house.desk)


def test_the_chain_of_a_private_concern_is_nobodys_business(client: Client, house: House) -> None:
    secret = make_submitted(house, visibility=Visibility.PRIVATE)

    assert client.get(reverse("signal_chain", args=[secret.public_id])).status_code == 404


def test_what_is_hidden_or_added_is_seen_at_once(client: Client, house: House) -> None:
    """The way is remembered between two readers, and must not outlive what it says."""
    concern = make_handed_over(house)
    make_origins(house, concern, 2)
    assert "Kommt von (2)" in page(client, "signal_chain", concern)

    kind = find_kind("concern")
    assert kind is not None
    kind.hide(Signal.objects.get(title="Ursprung 00").public_id)
    text = page(client, "signal_chain", concern)
    assert ("Kommt von (1)" in text, "Ursprung 00" in text) == (True, False)

    make_origins(house, concern, 1)
    assert "Kommt von (2)" in page(client, "signal_chain", concern)

    trace.sever(item_of(Signal.objects.get(title="Ursprung 01")), item_of(concern), "taken_up")
    assert "Kommt von (1)" in page(client, "signal_chain", concern)


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_of_the_chain_costs_the_same(
    client: Client, house: House, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    concern = make_handed_over(house)
    make_origins(house, concern, number)
    client.get(reverse("signal_list"))

    with django_assert_max_num_queries(6):
        page(client, "signal_chain", concern)


def test_office_does_not_learn_of_what_still_waits_for_a_second_person(
    client: Client, house: House
) -> None:
    origin = make_handed_over(house)
    authors = make_actor(organisation=OrganisationFactory.create(requires_two_keys=True))
    second = make_actor(organisation_id=authors.organisation_id)
    begun = draft.begin_draft(authors, taken_up=origin.public_id)
    words = {**WORDS, "title": "Noch nicht abgestimmt"}
    draft.save_draft(authors, begun.pk, draft.DraftContent(words))
    sending.send_signal(authors, begun.pk)
    log_in(client, house.office)

    for name in ("signal_detail", "signal_office", "signal_chain"):
        assert "Noch nicht abgestimmt" not in page(client, name, origin, "?became=1")
    sending.release_signal(second, begun.pk)
    assert "Noch nicht abgestimmt" in page(client, "signal_chain", origin, "?became=1")
