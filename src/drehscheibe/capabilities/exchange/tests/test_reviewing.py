"""Taking up and asking back: who has it, until when, and whose clock waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import HandOverOutcome, SignalState
from drehscheibe.capabilities.exchange.models import Clarification, Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.services.signals import author, hand_over, reviewing
from drehscheibe.capabilities.exchange.services.signals.answering import publish_answer
from drehscheibe.capabilities.exchange.services.signals.public_concerns import load_reference_data
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    hand_over_to_desk,
    make_asked_back,
    make_handed_over,
    make_house,
    make_in_review,
)
from drehscheibe.capabilities.exchange.tests.telling import deliver_all, events_of
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.trace.clock import next_working_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def wait_days(signal: Signal, days: int) -> None:
    """Let the latest question be as old as that."""
    asked_at = timezone.now() - timedelta(days=days)
    Clarification.objects.filter(signal=signal).update(asked_at=asked_at)


def test_taking_up_keeps_desk_and_date(house: House) -> None:
    before = make_handed_over(house)
    due_on = before.due_on

    signal = reviewing.take_up_signal(house.desk, before.pk)

    stay = signals.open_hand_over(signal)
    assert (signal.state, signal.owner_id, signal.due_on) == ("in_review", house.desk_id, due_on)
    assert stay is not None
    assert stay.taken_up_at is not None


def test_taken_up_concern_is_answered_as_before(house: House) -> None:
    signal = publish_answer(house.desk, make_in_review(house).pk, ANSWER)

    assert signal.state == SignalState.ANSWERED


def test_taking_up_twice_says_what_is_true(house: House) -> None:
    signal = make_in_review(house)

    with pytest.raises(Conflict, match=r"review|Prüfung"):
        reviewing.take_up_signal(house.desk, signal.pk)


def test_authors_are_told_that_it_is_looked_at(house: House) -> None:
    make_in_review(house)
    deliver_all()

    assert events_of(house.author)[-1] == "taken_up"


def test_question_gives_the_authors_fourteen_days(house: House) -> None:
    signal = make_asked_back(house)

    usual = next_working_day(timezone.localdate() + timedelta(days=14))
    assert (signal.state, signal.owner_id) == ("asked_back", house.author.organisation_id)
    assert signal.due_on == usual


def test_clock_of_the_desk_stands_still_while_it_waits(house: House) -> None:
    signal = make_asked_back(house)
    stay = signals.open_hand_over(signal)
    assert stay is not None
    wait_days(signal, 9)

    signal = reviewing.answer_back(house.author, signal.pk, answer="Die am Fluss.")

    expected = next_working_day(stay.due_on + timedelta(days=9))
    assert (signal.state, signal.owner_id, signal.due_on) == (
        "in_review",
        house.desk_id,
        expected,
    )


def test_question_answered_on_the_same_day_moves_nothing(house: House) -> None:
    signal = make_asked_back(house)
    stay = signals.open_hand_over(signal)

    signal = reviewing.answer_back(house.author, signal.pk, answer="Die am Fluss.")

    assert stay is not None
    assert signal.due_on == stay.due_on


def test_both_sides_are_told(house: House) -> None:
    signal = make_asked_back(house)
    reviewing.answer_back(house.author, signal.pk, answer="Die am Fluss.")
    deliver_all()

    assert events_of(house.author)[-1] == "question_back"
    assert events_of(house.desk)[-1] == "desk_clarified"


def test_desk_may_go_on_without_an_answer(house: House) -> None:
    signal = make_asked_back(house)
    wait_days(signal, 20)

    signal = reviewing.drop_question(house.desk, signal.pk)
    deliver_all()

    assert (signal.state, signal.owner_id) == ("in_review", house.desk_id)
    assert events_of(house.author)[-1] == "question_dropped"


def test_answer_after_the_desk_went_on_is_refused(house: House) -> None:
    signal = make_asked_back(house)
    reviewing.drop_question(house.desk, signal.pk)

    with pytest.raises(Conflict):
        reviewing.answer_back(house.author, signal.pk, answer="Die am Fluss.")


def test_nobody_is_asked_where_nobody_raised_it(house: House) -> None:
    load_reference_data()
    signal = hand_over_to_desk(house, Signal.objects.filter(state="recorded")[0])

    with pytest.raises(Conflict):
        reviewing.ask_back(house.desk, signal.pk, question="Welche Anlage?")


def test_office_calls_back_while_the_desk_waits_and_the_desk_hears_of_it(house: House) -> None:
    signal = make_asked_back(house)

    signal = hand_over.call_back_signal(house.office, signal.pk, note="Falsche Stelle.")
    deliver_all()

    assert signal.state == SignalState.SUBMITTED
    assert signal.hand_overs.get().outcome == HandOverOutcome.CALLED_BACK
    assert events_of(house.desk)[-1] == "desk_called_back"


def test_withdrawing_while_the_desk_waits_tells_the_desk(house: House) -> None:
    signal = make_asked_back(house)

    author.withdraw_signal(house.author, signal.pk)
    deliver_all()

    assert events_of(house.desk)[-1] == "desk_gone"


def test_question_of_the_office_is_not_answered_as_one_of_the_desk(house: House) -> None:
    signal = make_asked_back(house)

    with pytest.raises(Conflict):
        author.answer_question(house.author, signal.pk, answer="Paragraf 16.")


def test_other_desks_neither_ask_nor_go_on(house: House) -> None:
    other = make_actor("desk")
    signal = make_asked_back(house)

    with pytest.raises(NotAllowed):
        reviewing.drop_question(other, signal.pk)
