"""What the office asks, rejects and puts beside the words of the authors."""

from __future__ import annotations

import pytest

from drehscheibe.capabilities.exchange.choices.signal import (
    Helped,
    SignalState,
)
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals import author, checking
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    hand_over_to_desk,
    make_answered,
    make_house,
    make_in_state,
    make_submitted,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def owner_name(signal: Signal) -> str:
    signal.refresh_from_db()
    return str(signal.owner)


def test_question_goes_to_the_authors_and_back(house: House) -> None:
    signal = make_in_state(house, SignalState.NEEDS_CLARIFICATION)

    assert owner_name(signal) == "Initiative Nord"
    author.answer_question(house.author, signal.pk, answer="Paragraf 16.")

    signal.refresh_from_db()
    assert (signal.state, signal.clarifications.get().answer) == ("submitted", "Paragraf 16.")


def test_office_goes_on_without_an_answer_to_its_question(house: House) -> None:
    signal = make_in_state(house, SignalState.NEEDS_CLARIFICATION)

    assert hand_over_to_desk(house, signal).state == "handed_over"


def test_rejected_concern_stays_private_and_has_a_reason(house: House) -> None:
    signal = make_in_state(house, SignalState.REJECTED)

    assert (signal.is_public, signal.rejection, signal.owner_id) == (False, "unclear", None)
    assert signal.item is not None
    assert signal.item.closed_at is not None


def test_summary_leaves_the_authors_words_alone(house: House) -> None:
    signal = make_submitted(house)

    checking.summarise_signal(house.office, signal.pk, summary="Kurz gesagt.")

    signal.refresh_from_db()
    assert (signal.summary, signal.what_happens) == (
        "Kurz gesagt.",
        "Der Antrag liegt seit 14 Monaten bei der Behörde.",
    )


def test_foreign_actor_may_do_nothing(house: House) -> None:
    signal = make_answered(house)
    stranger: Actor = make_actor()

    with pytest.raises(NotAllowed):
        author.rate_answer(stranger, signal.pk, helped=Helped.YES)
    with pytest.raises(NotAllowed):
        checking.summarise_signal(stranger, signal.pk, summary="x")
    with pytest.raises(NotAllowed):
        checking.close_signal(stranger, signal.pk)
