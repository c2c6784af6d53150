"""Handing a concern over to a desk, sending it back, and the dates of both."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import (
    HandOverOutcome,
    Visibility,
)
from drehscheibe.capabilities.exchange.models import HandOver, Signal
from drehscheibe.capabilities.exchange.services.signals import answering, hand_over
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    hand_over_to_desk,
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.core.access.errors import Conflict

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def owner_name(signal: Signal) -> str:
    signal.refresh_from_db()
    return str(signal.owner)


def test_hand_over_publishes_sets_owner_clock_and_station(house: House) -> None:
    signal = make_handed_over(house)

    signal.refresh_from_db()
    assert signal.item is not None
    stay = signal.hand_overs.get()
    assert signal.is_public
    assert signal.item.is_public
    assert (owner_name(signal), stay.due_on) == ("Bundesressort", signal.due_on)
    assert [s.state for s in signal.item.stations.all()] == ["submitted", "handed_over"]


def test_private_concern_is_handed_over_without_being_published(house: House) -> None:
    signal = make_handed_over(house, visibility=Visibility.PRIVATE)

    signal.refresh_from_db()
    assert signal.item is not None
    assert (signal.is_public, signal.item.is_public) == (False, False)


@time_machine.travel("2026-10-01 10:00:00+02:00", tick=False)
def test_due_date_on_a_weekend_becomes_the_next_working_day(house: House) -> None:
    signal = hand_over_to_desk(house, make_submitted(house), date(2026, 10, 31))

    assert signal.due_on == date(2026, 11, 2)


@time_machine.travel("2026-10-01 10:00:00+02:00", tick=False)
def test_proposed_date_is_a_working_day_four_weeks_ahead() -> None:
    assert hand_over.default_due_date(date(2026, 10, 1)) == date(2026, 10, 29)


@pytest.mark.parametrize("days", [0, -1, 184])
def test_hand_over_needs_a_sensible_date(house: House, days: int) -> None:
    signal = make_submitted(house)

    with pytest.raises(ValidationError) as error:
        hand_over_to_desk(house, signal, timezone.localdate() + timedelta(days=days))

    assert list(error.value.message_dict) == ["due_on"]
    assert not HandOver.objects.exists()


def test_hand_over_goes_to_desks_only(house: House) -> None:
    signal = make_submitted(house)

    with pytest.raises(ValidationError):
        hand_over.hand_over_signal(
            house.office,
            signal.pk,
            desk_id=int(house.author.organisation_id or 0),
            due_on=timezone.localdate() + timedelta(days=7),
        )


def test_second_hand_over_is_a_conflict_that_names_the_desk(house: House) -> None:
    signal = make_handed_over(house)

    with pytest.raises(Conflict, match="Bundesressort"):
        hand_over_to_desk(house, signal)
    assert HandOver.objects.count() == 1


def test_desk_can_send_back_and_the_office_hands_over_again(house: House) -> None:
    signal = make_handed_over(house)

    hand_over.send_back_signal(house.desk, signal.pk, note="Das entscheidet das Land.")
    assert owner_name(signal) == "Servicestelle"
    hand_over_to_desk(house, signal)

    stays = [(s.outcome, s.outcome_note) for s in signal.hand_overs.all()]
    assert stays == [(HandOverOutcome.SENT_BACK, "Das entscheidet das Land."), ("", "")]


def test_desk_that_lost_it_meanwhile_reads_what_is_true(house: House) -> None:
    signal = make_handed_over(house)
    hand_over.call_back_signal(house.office, signal.pk, note="Falsche Stelle.")

    with pytest.raises(Conflict, match="Servicestelle"):
        answering.publish_answer(house.desk, signal.pk, ANSWER)
    with pytest.raises(Conflict, match="Servicestelle"):
        hand_over.send_back_signal(house.desk, signal.pk, note="Nicht zuständig.")
