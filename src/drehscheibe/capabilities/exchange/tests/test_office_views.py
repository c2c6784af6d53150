"""Work lists of everybody, and the pages of the office."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.models import HandOver, Signal
from drehscheibe.capabilities.exchange.services.signals import hand_over
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    colleague_of,
    make_handed_over,
    make_house,
    make_in_state,
    make_submitted,
)
from drehscheibe.capabilities.exchange.tests.reading import acts as acts_of
from drehscheibe.capabilities.exchange.tests.reading import cards, faulty_fields, work_rows
from drehscheibe.core.accounts.tests.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.mark.parametrize(("name", "budget"), [("signal_office_list", 12), ("signal_own_list", 12)])
def test_work_lists_take_no_more_queries_for_more_work(
    house: House, name: str, budget: int
) -> None:
    client = client_of(house.office if name == "signal_office_list" else house.author)
    counts = []
    for _number in range(3):
        make_submitted(house)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse(name))
        counts.append(len(queries))

    assert len(work_rows(page) or cards(page)) == 3
    assert counts[1] == counts[2] <= budget


def test_office_queue_has_the_most_urgent_on_top(house: House) -> None:
    later, first = make_submitted(house, title="Später"), make_submitted(house, title="Zuerst")
    Signal.objects.filter(pk=first.pk).update(due_on=timezone.localdate() - timedelta(days=1))

    page = client_of(house.office).get(reverse("signal_office_list"))

    assert work_rows(page) == [first.title, later.title]


@pytest.mark.parametrize("name", ["signal_office_list", "signal_desk_list", "signal_own_list"])
def test_work_lists_are_for_their_people_only(house: House, name: str) -> None:
    owners = {
        "signal_office_list": house.office,
        "signal_desk_list": house.desk,
        "signal_own_list": house.author,
    }

    statuses = {
        key: client_of(actor).get(reverse(name)).status_code for key, actor in owners.items()
    }

    assert statuses == {key: 200 if key == name else 403 for key in owners}
    assert Client().get(reverse(name)).status_code == 302


def hand_over_values(house: House, form: str = "first") -> dict[str, str]:
    return {
        "hand_over-desk": str(house.desk_id),
        "hand_over-due_on": (timezone.localdate() + timedelta(days=14)).isoformat(),
        "hand_over-covering_note": "Bitte prüfen Sie das bis Monatsende.",
        "hand_over-form_token": form,
    }


def test_office_hands_over_once_even_if_sent_twice(house: House) -> None:
    signal = make_submitted(house)
    client = client_of(house.office)
    address = reverse("signal_office_act", args=[signal.public_id, "hand_over"])

    for _time in range(2):
        response = client.post(address, hand_over_values(house))
        assert response["Location"] == reverse("signal_office", args=[signal.public_id])

    assert HandOver.objects.count() == 1


def test_late_colleague_reads_what_is_true_and_keeps_what_was_typed(house: House) -> None:
    signal = make_submitted(house)
    hand_over.hand_over_signal(
        house.office,
        signal.pk,
        desk_id=house.desk_id,
        due_on=timezone.localdate() + timedelta(days=7),
    )
    client = client_of(colleague_of(house.office))

    response = client.post(
        reverse("signal_office_act", args=[signal.public_id, "hand_over"]),
        hand_over_values(house, "other"),
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert "Es liegt jetzt bei: Bundesressort." in html
    assert "Bitte prüfen Sie das bis Monatsende." in html
    assert HandOver.objects.count() == 1


def test_wrong_date_is_named_at_the_field(house: House) -> None:
    signal = make_submitted(house)
    values = {**hand_over_values(house), "hand_over-due_on": "2020-01-01"}

    response = client_of(house.office).post(
        reverse("signal_office_act", args=[signal.public_id, "hand_over"]), values
    )

    assert response.status_code == 422
    assert faulty_fields(response) == {"hand_over-due_on"}
    assert "Bitte prüfen Sie das bis Monatsende." in response.content.decode()


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (SignalState.SUBMITTED, {"hand_over", "ask_author", "reject", "summarise"}),
        (SignalState.NEEDS_CLARIFICATION, {"hand_over", "reject", "summarise"}),
        (SignalState.HANDED_OVER, {"call_back", "summarise"}),
        (SignalState.ANSWERED, {"hand_over", "close", "summarise"}),
        (SignalState.CLOSED, {"summarise"}),
    ],
)
def test_office_is_offered_what_is_possible(house: House, state: str, acts: set[str]) -> None:
    signal = make_in_state(house, state)

    page = client_of(house.office).get(reverse("signal_office", args=[signal.public_id]))

    assert acts_of(page) == acts


@pytest.mark.parametrize("name", ["signal_own_act", "signal_office_act", "signal_desk_act"])
def test_unknown_act_does_not_exist(house: House, name: str) -> None:
    signal = make_handed_over(house)
    actor = {
        "signal_own_act": house.author,
        "signal_office_act": house.office,
        "signal_desk_act": house.desk,
    }[name]

    response = client_of(actor).post(reverse(name, args=[signal.public_id, "delete"]))

    assert response.status_code == 404


def test_pages_for_insiders_are_never_cached(house: House) -> None:
    signal = make_submitted(house)

    for actor, name in ((house.author, "signal_own"), (house.office, "signal_office")):
        response = client_of(actor).get(reverse(name, args=[signal.public_id]))
        assert "no-store" in response["Cache-Control"]
