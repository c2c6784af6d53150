"""A mandate ends while somebody writes: nothing is done, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange.models import Answer
from drehscheibe.capabilities.exchange.services.signals.answering import publish_answer
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    make_asked_back,
    make_handed_over,
    make_house,
)
from drehscheibe.capabilities.exchange.tests.reading import text
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.organisations.choices import MandateState
from drehscheibe.core.organisations.models import Mandate

pytestmark = pytest.mark.django_db

WORDS = "Wir prüfen das gemeinsam mit den Ländern bis zum Herbst."


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


def end_mandate_of(actor: Actor) -> None:
    Mandate.objects.filter(person__email=actor.email).update(
        state=MandateState.ENDED, valid_until=timezone.now()
    )


def test_words_of_an_answer_are_shown_with_the_refusal(house: House) -> None:
    signal = make_handed_over(house)
    client = client_of(house.desk)
    end_mandate_of(house.desk)

    response = client.post(
        reverse("signal_desk_answer", args=[signal.public_id]),
        {"decision": "accepted", "text": WORDS, "step": "publish", "form_token": "x" * 30},
    )

    assert response.status_code == 403
    assert WORDS in text(response)
    assert "x" * 30 not in text(response)
    assert not Answer.objects.exists()


def test_words_of_an_act_too(house: House) -> None:
    signal = make_asked_back(house, visibility="private")
    client = client_of(house.author)
    end_mandate_of(house.author)

    response = client.post(
        reverse("signal_own_act", args=[signal.public_id, "answer_back"]),
        {"answer_back-text": WORDS},
    )

    assert response.status_code in (403, 404)
    assert WORDS in text(response)


def test_shown_words_are_text(house: House) -> None:
    signal = make_handed_over(house)
    client = client_of(house.desk)
    end_mandate_of(house.desk)

    response = client.post(
        reverse("signal_desk_answer", args=[signal.public_id]),
        {"text": "<script>alert('noch einmal')</script>"},
    )

    assert "<script>alert" not in text(response)


def test_without_words_it_is_the_usual_refusal(house: House) -> None:
    signal = make_handed_over(house)
    client = client_of(house.desk)
    end_mandate_of(house.desk)

    response = client.post(reverse("signal_desk_act", args=[signal.public_id, "take_up"]), {})

    assert response.status_code == 403


def test_mandate_that_ends_after_the_page_was_asked_for_refuses_the_act(house: House) -> None:
    """The actor of the request still has it, the database no longer does."""
    signal = make_handed_over(house)
    end_mandate_of(house.desk)

    with pytest.raises(NotAllowed, match="Bundesressort"):
        publish_answer(house.desk, signal.pk, ANSWER)
    assert not Answer.objects.exists()
