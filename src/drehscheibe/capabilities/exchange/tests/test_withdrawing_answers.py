"""An answer that does not hold: marked, readable, and everybody who was told of it is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange import api
from drehscheibe.capabilities.exchange.choices.signal import HandOverOutcome, Helped, SignalState
from drehscheibe.capabilities.exchange.exports.signal import as_record, with_record_data
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.services.signals import author, support
from drehscheibe.capabilities.exchange.services.signals.answering import publish_answer
from drehscheibe.capabilities.exchange.services.signals.withdrawing_answers import withdraw_answer
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    hand_over_to_desk,
    make_answered,
    make_house,
    make_promised,
)
from drehscheibe.capabilities.exchange.tests.reading import text
from drehscheibe.capabilities.exchange.tests.telling import deliver_all, events_of
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.places.tests.factories import LandFactory

pytestmark = pytest.mark.django_db

REASON = "Die Rechtsgrundlage war eine andere."


@pytest.fixture
def house() -> House:
    return make_house()


def soon() -> date:
    return timezone.localdate() + timedelta(days=21)


def withdrawn(house: House, signal: Signal | None = None) -> Signal:
    signal = signal or make_answered(house)
    return withdraw_answer(house.desk, signal.pk, reason=REASON, due_on=soon())


def test_concern_is_in_review_again_with_a_new_date(house: House) -> None:
    signal = withdrawn(house)

    stay = signals.open_hand_over(signal)
    assert (signal.state, signal.owner_id) == (SignalState.IN_REVIEW, house.desk_id)
    assert stay is not None
    assert stay.due_on == signal.due_on
    assert signal.hand_overs.order_by("number")[0].outcome == HandOverOutcome.ANSWER_WITHDRAWN


def test_a_promise_is_withdrawn_with_its_answer(house: House) -> None:
    assert withdrawn(house, make_promised(house)).state == SignalState.IN_REVIEW


def test_everybody_who_was_told_is_told(house: House) -> None:
    signal = make_answered(house)
    deliver_all()

    withdrawn(house, signal)
    deliver_all()

    assert events_of(house.author)[-2:] == ["answered", "answer_withdrawn"]
    assert events_of(house.office)[-1] == "office_answer_withdrawn"


def test_so_is_who_was_told_of_an_answer_after_one_that_was_doubted(house: House) -> None:
    """A doubt is a station of its own; it must not be taken for that of the second answer."""
    land = LandFactory.create()
    left = make_actor(organisation__name="Initiative Süd")
    signal = make_answered(house)
    author.rate_answer(house.author, signal.pk, helped=Helped.NO)
    hand_over_to_desk(house, signal)
    support.join_signal(left, signal.pk, words="Auch hier.", laender=[land.code])
    publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()
    support.leave_signal(left, signal.pk)

    withdrawn(house, signal)
    deliver_all()

    assert events_of(left)[-2:] == ["answered_supported", "answer_withdrawn_elsewhere"]


def test_words_stay_readable_and_are_marked(house: House) -> None:
    signal = withdrawn(house)
    with translation.override("de"):
        html = text(Client().get(reverse("signal_detail", args=[signal.public_id])))

    assert ANSWER.text in html
    assert REASON in html
    assert "Sie gilt nicht mehr" in html


def test_no_list_and_no_file_takes_it_for_an_answer(house: House) -> None:
    signal = withdrawn(house)
    card = api.make_card(
        signals.with_card_data(Signal.objects.filter(pk=signal.pk)).get(), timezone.localdate()
    )
    record = as_record(
        with_record_data(Signal.objects.filter(pk=signal.pk)).get(), timezone.localdate()
    )

    assert card.decision == ""
    assert record.answers[0].withdrawn_on == timezone.now().date().isoformat()
    assert record.answers[0].withdrawal_reason == REASON


def test_new_answer_stands_beside_the_old_one(house: House) -> None:
    signal = publish_answer(house.desk, withdrawn(house).pk, ANSWER)

    assert [answer.is_withdrawn for answer in signal.answers.all()] == [True, False]
    assert signal.state == SignalState.ANSWERED


def test_withdrawn_answer_cannot_be_rated(house: House) -> None:
    signal = withdrawn(house)

    with pytest.raises(Conflict):
        author.rate_answer(house.author, signal.pk, helped=Helped.YES)


def test_not_twice_and_not_by_another_desk(house: House) -> None:
    signal = withdrawn(house)

    with pytest.raises(Conflict):
        withdrawn(house, signal)
    with pytest.raises(NotAllowed):
        withdraw_answer(make_actor(OrganisationKind.DESK), signal.pk, reason=REASON, due_on=soon())


def test_not_when_another_desk_has_it_by_now(house: House) -> None:
    signal = hand_over_to_desk(house, make_answered(house))

    with pytest.raises(Conflict):
        withdrawn(house, signal)


def test_new_date_must_be_one(house: House) -> None:
    signal = make_answered(house)

    with pytest.raises(ValidationError) as error:
        withdraw_answer(house.desk, signal.pk, reason=REASON, due_on=timezone.localdate())

    assert set(error.value.message_dict) == {"due_on"}
    signal.refresh_from_db()
    assert signal.state == SignalState.ANSWERED
