"""Answering at the desk: look over, publish once, lose no words."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.exchange.models import Answer
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    colleague_of,
    make_answered,
    make_handed_over,
    make_house,
)
from drehscheibe.capabilities.exchange.tests.reading import faulty_fields, text
from drehscheibe.core.accounts.tests.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


def answer_values(**more: str) -> dict[str, str]:
    return {
        "decision": ANSWER.decision,
        "text": ANSWER.text,
        "what_changes": ANSWER.what_changes,
        "contact": ANSWER.contact,
        "form_token": "answer",
        **more,
    }


def test_desk_sees_who_will_be_told_before_it_publishes(house: House) -> None:
    signal = make_handed_over(house)
    client = client_of(house.desk)
    address = reverse("signal_desk_answer", args=[signal.public_id])

    preview = client.post(address, answer_values(step="preview"))

    assert not Answer.objects.exists()
    assert "1 Person, hier und per E-Mail, bei: Initiative Nord." in text(preview)


def test_desk_publishes_once_even_if_sent_twice(house: House) -> None:
    signal = make_handed_over(house)
    client = client_of(house.desk)
    address = reverse("signal_desk_answer", args=[signal.public_id])

    for _time in range(2):
        assert client.post(address, answer_values(step="publish")).status_code == 302

    assert Answer.objects.count() == 1


def test_answer_that_came_too_late_is_shown_for_copying(house: House) -> None:
    signal = make_answered(house)

    response = client_of(colleague_of(house.desk)).post(
        reverse("signal_desk_answer", args=[signal.public_id]),
        answer_values(step="publish", text="Meine lange Antwort in eigenen Worten."),
    )

    assert response.status_code == 409
    assert "Meine lange Antwort in eigenen Worten." in response.content.decode()
    assert Answer.objects.count() == 1


def test_refusal_without_reason_is_asked_for_it(house: House) -> None:
    signal = make_handed_over(house)

    response = client_of(house.desk).post(
        reverse("signal_desk_answer", args=[signal.public_id]),
        answer_values(decision="declined", step="publish"),
    )

    assert response.status_code == 422
    assert faulty_fields(response) == {"reason"}
