"""A body ends: what it had to do is with the office, and says why."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.exchange.choices.signal import HandOverOutcome, SignalState
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.services.leaving import leave_to_office
from drehscheibe.capabilities.exchange.services.signals import checking, reviewing
from drehscheibe.capabilities.exchange.services.signals.answering import publish_answer
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    make_asked_back,
    make_handed_over,
    make_house,
    make_in_review,
    make_in_state,
    make_promised,
    make_submitted,
    promise,
)
from drehscheibe.capabilities.exchange.tests.reading import text
from drehscheibe.capabilities.exchange.tests.telling import deliver_all, events_of
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations import services
from drehscheibe.core.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def end_desk(house: House) -> None:
    services.end_organisation(house.office, house.desk_id, reason="Neu zugeschnitten.")
    deliver_all()


def end_author(house: House) -> None:
    organisation_id = int(house.author.organisation_id or 0)
    services.end_organisation(house.office, organisation_id, reason="Aufgelöst.")
    deliver_all()


@pytest.mark.parametrize("make", [make_handed_over, make_in_review, make_asked_back])
def test_what_a_desk_had_in_hand_is_with_the_office(house: House, make: object) -> None:
    signal: Signal = make(house)  # type: ignore[operator]

    end_desk(house)

    signal.refresh_from_db()
    assert (signal.state, signal.owner_id) == ("submitted", house.office.organisation_id)
    assert signal.hand_overs.get().outcome == HandOverOutcome.DISSOLVED
    assert events_of(house.office)[-1] == "office_left_behind"
    assert events_of(house.author)[-1] == "left_behind"


def test_page_says_why_it_is_with_the_office(house: House) -> None:
    signal = make_handed_over(house)
    end_desk(house)
    with translation.override("de"):
        html = text(Client().get(reverse("signal_detail", args=[signal.public_id])))

    assert "es gibt nicht mehr: Bundesressort" in html


def test_promise_of_a_body_that_is_gone_is_with_the_office(house: House) -> None:
    signal = make_promised(house)
    end_desk(house)
    signal.refresh_from_db()
    assert (signal.state, signal.owner_id) == ("answered", house.office.organisation_id)

    signal = checking.close_signal(house.office, signal.pk)

    assert signal.state == SignalState.CLOSED


def test_nobody_is_held_to_a_promise_who_is_gone(house: House) -> None:
    signal = publish_answer(house.desk, make_handed_over(house).pk, promise())
    end_desk(house)

    assert checking.close_signal(house.office, signal.pk).state == SignalState.CLOSED


def test_desk_goes_on_when_those_it_asked_are_gone(house: House) -> None:
    signal = make_asked_back(house)
    end_author(house)

    signal.refresh_from_db()
    assert (signal.state, signal.owner_id) == ("in_review", house.desk_id)


def test_office_goes_on_when_those_it_asked_are_gone(house: House) -> None:
    signal = make_in_state(house, SignalState.NEEDS_CLARIFICATION)
    end_author(house)

    signal.refresh_from_db()
    assert (signal.state, signal.owner_id) == ("submitted", house.office.organisation_id)


def test_nobody_is_asked_who_is_gone(house: House) -> None:
    """Otherwise it would wait for authors who never come."""
    with_office, with_desk = make_submitted(house), make_handed_over(house)
    end_author(house)

    with pytest.raises(Conflict, match="gibt es nicht mehr"):
        checking.ask_author(house.office, with_office.pk, question="Welche Norm?")
    with pytest.raises(Conflict, match="gibt es nicht mehr"):
        reviewing.ask_back(house.desk, with_desk.pk, question="Welche Anlage?")


def test_second_time_finds_nothing(house: House) -> None:
    make_handed_over(house)
    end_desk(house)

    assert leave_to_office(house.desk_id, "Bundesressort") == 0


def test_concerns_of_others_stay_where_they_are(house: House) -> None:
    make_handed_over(house)
    other = make_house()
    untouched = make_handed_over(other)

    end_desk(house)

    untouched.refresh_from_db()
    assert untouched.owner_id == other.desk_id


def test_no_concern_is_handed_to_a_body_that_is_gone(house: House) -> None:
    end_desk(house)

    assert house.desk_id not in [desk.pk for desk in signals.list_desks()]
    assert signals.find_desk(house.desk_id) is None


def test_what_was_answered_stays_answered(house: House) -> None:
    signal = publish_answer(house.desk, make_handed_over(house).pk, ANSWER)
    end_desk(house)

    signal.refresh_from_db()
    assert signal.state == SignalState.ANSWERED
    assert Organisation.objects.get(pk=house.desk_id).ended_at is not None


def test_people_of_an_ended_desk_act_no_more(house: House) -> None:
    signal = make_handed_over(house)
    end_desk(house)

    with pytest.raises((Conflict, NotAllowed)):
        publish_answer(house.desk, signal.pk, ANSWER)
