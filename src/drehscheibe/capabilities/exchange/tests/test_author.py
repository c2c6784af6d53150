"""What the authors do with an answer, and withdrawing."""

from __future__ import annotations

import pytest

from drehscheibe.capabilities.exchange.choices.signal import (
    Helped,
    SignalState,
)
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals import answering, author
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    colleague_of,
    hand_over_to_desk,
    make_answered,
    make_handed_over,
    make_house,
    make_in_state,
)
from drehscheibe.core.access.errors import Conflict

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def owner_name(signal: Signal) -> str:
    signal.refresh_from_db()
    return str(signal.owner)


def test_helpful_answer_closes(house: House) -> None:
    signal = make_answered(house)

    author.rate_answer(house.author, signal.pk, helped=Helped.YES)

    signal.refresh_from_db()
    assert (signal.state, signal.owner_id, signal.due_on) == ("closed", None, None)


@pytest.mark.parametrize("helped", [Helped.PARTLY, Helped.NO])
def test_doubtful_answer_leaves_it_with_the_office_which_can_hand_over_again(
    house: House, helped: str
) -> None:
    signal = make_answered(house)

    author.rate_answer(house.author, signal.pk, helped=helped, note="Der Termin fehlt.")
    assert owner_name(signal) == "Servicestelle"
    hand_over_to_desk(house, signal)
    answering.publish_answer(house.desk, signal.pk, ANSWER)

    assert [(a.number, a.helped) for a in signal.answers.all()] == [(1, helped), (2, "")]


def test_answer_is_rated_once(house: House) -> None:
    signal = make_answered(house)
    author.rate_answer(house.author, signal.pk, helped=Helped.NO)

    with pytest.raises(Conflict):
        author.rate_answer(colleague_of(house.author), signal.pk, helped=Helped.YES)


def test_withdrawn_after_publication_stays_readable(house: House) -> None:
    signal = make_handed_over(house)

    author.withdraw_signal(house.author, signal.pk, note="Hat sich erledigt.")

    signal.refresh_from_db()
    assert (signal.state, signal.is_public) == ("withdrawn", True)
    assert signal.hand_overs.get().outcome == "withdrawn"


@pytest.mark.parametrize(
    "state", [SignalState.ANSWERED, SignalState.CLOSED, SignalState.REJECTED, SignalState.WITHDRAWN]
)
def test_what_is_over_cannot_be_withdrawn(house: House, state: str) -> None:
    signal = make_in_state(house, state)

    with pytest.raises(Conflict):
        author.withdraw_signal(house.author, signal.pk)
