"""Passing on: from whom, to whom, and who hears what came of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange.choices.signal import HandOverOutcome, SignalState
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals.answering import publish_answer
from drehscheibe.capabilities.exchange.services.signals.forwarding import forward_signal
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    make_handed_over,
    make_house,
    make_in_review,
)
from drehscheibe.capabilities.exchange.tests.reading import text
from drehscheibe.capabilities.exchange.tests.telling import deliver_all, events_of
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.accounts.models import User
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def land() -> Actor:
    return make_actor(OrganisationKind.DESK, organisation__name="Landesressort")


def soon() -> date:
    return timezone.localdate() + timedelta(days=21)


def forward(house: House, land: Actor, signal: Signal | None = None) -> Signal:
    signal = signal or make_handed_over(house)
    return forward_signal(
        house.desk,
        signal.pk,
        desk_id=int(land.organisation_id or 0),
        due_on=soon(),
        note="Das regelt das Land.",
    )


def page(actor: Actor, signal: Signal, name: str) -> str:
    client = Client()
    client.force_login(User.objects.get(email=actor.email))
    with translation.override("de"):
        return text(client.get(reverse(name, args=[signal.public_id])))


def test_both_stays_know_each_other(house: House, land: Actor) -> None:
    signal = forward(house, land)

    first, second = signal.hand_overs.order_by("number")
    assert (first.outcome, first.outcome_note) == (
        HandOverOutcome.FORWARDED,
        "Das regelt das Land.",
    )
    assert second.forwarded_from == first
    assert (signal.state, signal.owner_id) == (SignalState.HANDED_OVER, land.organisation_id)


def test_also_from_review(house: House, land: Actor) -> None:
    signal = forward(house, land, make_in_review(house))

    assert signal.state == SignalState.HANDED_OVER


def test_everybody_concerned_is_told_of_the_passing_on(house: House, land: Actor) -> None:
    forward(house, land)
    deliver_all()

    assert events_of(house.author)[-1] == "forwarded"
    assert events_of(land) == ["desk_forwarded"]
    assert events_of(house.office)[-1] == "office_forwarded"


def test_first_desk_is_told_the_answer(house: House, land: Actor) -> None:
    signal = forward(house, land)
    publish_answer(land, signal.pk, ANSWER)
    deliver_all()

    assert events_of(house.desk)[-1] == "desk_forwarded_answered"
    assert events_of(house.author)[-1] == "answered"


def test_a_third_desk_brings_the_answer_to_both_before_it(house: House, land: Actor) -> None:
    town = make_actor(OrganisationKind.DESK, organisation__name="Stadt")
    signal = forward(house, land)
    forward_signal(
        land, signal.pk, desk_id=int(town.organisation_id or 0), due_on=soon(), note="Die Stadt."
    )
    publish_answer(town, signal.pk, ANSWER)
    deliver_all()

    assert events_of(house.desk)[-1] == "desk_forwarded_answered"
    assert events_of(land)[-1] == "desk_forwarded_answered"


def test_it_does_not_go_in_a_circle(house: House, land: Actor) -> None:
    signal = forward(house, land)

    with pytest.raises(ValidationError) as error:
        forward_signal(land, signal.pk, desk_id=house.desk_id, due_on=soon(), note="Nein, Sie.")

    assert set(error.value.message_dict) == {"desk"}
    signal.refresh_from_db()
    assert signal.owner_id == land.organisation_id


def test_not_to_itself_and_not_into_the_past(house: House) -> None:
    signal = make_handed_over(house)

    with pytest.raises(ValidationError):
        forward_signal(house.desk, signal.pk, desk_id=house.desk_id, due_on=soon(), note="Wir.")
    with pytest.raises(ValidationError):
        forward_signal(
            house.desk, signal.pk, desk_id=0, due_on=timezone.localdate(), note="Niemand."
        )


def test_who_passed_it_on_cannot_answer_any_more(house: House, land: Actor) -> None:
    signal = forward(house, land)

    with pytest.raises(Conflict, match="Landesressort"):
        publish_answer(house.desk, signal.pk, ANSWER)


def test_pages_link_both_ways(house: House, land: Actor) -> None:
    signal = forward(house, land)

    assert "Sie haben es weitergegeben an: Landesressort" in page(house.desk, signal, "signal_desk")
    assert "Stand dort: Übergeben" in page(house.desk, signal, "signal_desk")
    assert "Weitergegeben von: Bundesressort" in page(land, signal, "signal_desk")
    assert "Weitergegeben an: Landesressort" in page(house.author, signal, "signal_detail")
    assert "Von Bundesressort an Landesressort" in page(house.author, signal, "signal_own")
