"""Answering one concern."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from drehscheibe.capabilities.exchange.models import Answer, Signal
from drehscheibe.capabilities.exchange.services.signals import answering
from drehscheibe.capabilities.exchange.services.signals.answering import AnswerContent
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    make_answered,
    make_handed_over,
    make_house,
)
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def owner_name(signal: Signal) -> str:
    signal.refresh_from_db()
    return str(signal.owner)


def test_answer_ends_the_stay_and_returns_the_clock_to_the_office(house: House) -> None:
    signal = make_answered(house)

    signal.refresh_from_db()
    answer = signal.answers.get()
    assert (signal.state, owner_name(signal)) == ("answered", "Servicestelle")
    assert signal.hand_overs.get().outcome == "answered"
    assert (str(answer.desk), answer.mandate_id) == ("Bundesressort", house.desk.mandate_id)


@pytest.mark.parametrize(
    ("content", "faulty"),
    [
        (AnswerContent("declined", "Nein.", "Referat"), "reason"),
        (AnswerContent("partly", "Zum Teil.", "Referat", reason="law"), "what_changes"),
        (AnswerContent("accepted", "Ja.", "Referat"), "what_changes"),
        (AnswerContent("already_solved", "", "Referat"), "text"),
        (AnswerContent("already_solved", "Gelöst.", ""), "contact"),
        (
            AnswerContent(
                "accepted", "Ja.", "Referat", what_changes="Viel.", effective_on=date(2020, 1, 1)
            ),
            "effective_on",
        ),
        (AnswerContent("nonsense", "Ja.", "Referat"), "decision"),
    ],
)
def test_answer_owes_what_its_decision_needs(
    house: House, content: AnswerContent, faulty: str
) -> None:
    signal = make_handed_over(house)

    with pytest.raises(ValidationError) as error:
        answering.publish_answer(house.desk, signal.pk, content)

    assert list(error.value.message_dict) == [faulty]
    assert not Answer.objects.exists()


def test_other_desk_may_not_answer(house: House) -> None:
    signal = make_handed_over(house)

    with pytest.raises(NotAllowed):
        answering.publish_answer(make_actor(OrganisationKind.DESK), signal.pk, ANSWER)


def test_second_answer_is_a_conflict(house: House) -> None:
    signal = make_answered(house)

    with pytest.raises(Conflict):
        answering.publish_answer(house.desk, signal.pk, ANSWER)
    assert Answer.objects.count() == 1
