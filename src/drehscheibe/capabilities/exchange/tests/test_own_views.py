"""What authors are offered and do on the page of their concern."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    make_answered,
    make_house,
    make_in_state,
)
from drehscheibe.capabilities.exchange.tests.reading import acts as acts_of
from drehscheibe.core.accounts.tests.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (SignalState.SUBMITTED, {"withdraw"}),
        (SignalState.NEEDS_CLARIFICATION, {"answer_question", "withdraw"}),
        (SignalState.HANDED_OVER, {"withdraw"}),
        (SignalState.ANSWERED, {"rate"}),
        (SignalState.CLOSED, set()),
        (SignalState.REJECTED, set()),
    ],
)
def test_authors_are_offered_what_is_possible(house: House, state: str, acts: set[str]) -> None:
    signal = make_in_state(house, state)

    page = client_of(house.author).get(reverse("signal_own", args=[signal.public_id]))

    assert acts_of(page) == acts


def test_authors_answer_rate_and_withdraw_through_their_page(house: House) -> None:
    client = client_of(house.author)
    asked = make_in_state(house, SignalState.NEEDS_CLARIFICATION)
    client.post(
        reverse("signal_own_act", args=[asked.public_id, "answer_question"]),
        {"answer_question-text": "Paragraf 16.", "answer_question-form_token": "1"},
    )
    answered = make_answered(house)
    client.post(
        reverse("signal_own_act", args=[answered.public_id, "rate"]),
        {"rate-helped": "yes", "rate-text": "", "rate-form_token": "2"},
    )

    states = [Signal.objects.get(pk=signal.pk).state for signal in (asked, answered)]
    assert states == ["submitted", "closed"]
