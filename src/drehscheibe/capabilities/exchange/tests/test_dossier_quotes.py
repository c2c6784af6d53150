"""Nobody is quoted without having agreed."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.exchange.models import DossierQuote
from drehscheibe.capabilities.exchange.services.dossiers.preparing import take_out_signal
from drehscheibe.capabilities.exchange.services.dossiers.quotes import (
    answer_consent,
    ask_consent,
    choose_quote,
)
from drehscheibe.capabilities.exchange.tests import dossier_factories as made
from drehscheibe.capabilities.exchange.tests.dossier_factories import deliver_all
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    colleague_of,
    make_house,
    make_submitted,
)
from drehscheibe.capabilities.exchange.tests.reading import text
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.models import User
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.choices import MandateRole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


def client_of(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def test_one_click_agrees_and_the_quote_is_in(house: House) -> None:
    signal = make_submitted(house)
    begun = made.begin(house, signal)
    asked = ask_consent(house.office, begun.pk, signal.public_id, text=made.QUOTE)
    deliver_all()
    (note,) = Notification.objects.filter(
        person__email=house.author.email, kind="exchange.needs_you"
    )

    address = reverse("dossier_quote", args=[note.context["uuid"]])
    client = client_of(house.author.email)
    assert made.QUOTE in text(client.get(address))
    client.post(address, {"answer": "yes"})

    asked.refresh_from_db()
    assert asked.is_granted
    assert asked.is_chosen


def test_quote_cannot_be_chosen_without_consent(house: House) -> None:
    signal = make_submitted(house)
    begun = made.begin(house, signal)
    asked = ask_consent(house.office, begun.pk, signal.public_id, text=made.QUOTE)

    with pytest.raises(Conflict):
        choose_quote(house.office, begun.pk, asked.pk, is_chosen=True)
    answer_consent(house.author, asked.pk, is_granted=False)
    with pytest.raises(Conflict):
        choose_quote(house.office, begun.pk, asked.pk, is_chosen=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        DossierQuote.objects.filter(pk=asked.pk).update(is_chosen=True)


@pytest.mark.parametrize(
    "words", ["Der Antrag liegt seit 15 Monaten bei der Behörde.", "Der Antrag", " ", "x" * 700]
)
def test_only_the_own_words_of_the_authors_are_asked_for(house: House, words: str) -> None:
    signal = make_submitted(house)
    begun = made.begin(house, signal)

    with pytest.raises(ValidationError):
        ask_consent(house.office, begun.pk, signal.public_id, text=words)


def test_only_who_may_commit_the_organisation_agrees(house: House) -> None:
    signal = make_submitted(house)
    begun = made.begin(house, signal)
    asked = ask_consent(house.office, begun.pk, signal.public_id, text=made.QUOTE)
    writer = colleague_of(house.author, role=MandateRole.EDITOR)
    stranger = made.make_author("Fremde Initiative")

    for actor in (writer, stranger, house.office):
        with pytest.raises(NotAllowed):
            answer_consent(actor, asked.pk, is_granted=True)
    address = reverse("dossier_quote", args=[asked.uuid])
    assert client_of(stranger.email).get(address).status_code == 404


def test_consent_can_be_taken_back_until_the_hand_over(house: House) -> None:
    signal = make_submitted(house)
    begun = made.begin(house, signal)
    granted = made.quote(house, begun, signal, house.author)

    taken_back = answer_consent(house.author, granted.pk, is_granted=False)
    assert not taken_back.is_chosen
    answer_consent(house.author, granted.pk, is_granted=True)
    made.hand_over(house, begun)
    with pytest.raises(Conflict):
        answer_consent(house.author, granted.pk, is_granted=False)


def test_quote_goes_with_its_concern(house: House) -> None:
    signal = make_submitted(house)
    begun = made.begin(house, signal)
    made.quote(house, begun, signal, house.author)

    take_out_signal(house.office, begun.pk, signal.public_id)

    assert not DossierQuote.objects.exists()
