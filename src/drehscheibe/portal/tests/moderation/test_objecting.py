"""Reporters and authors object to a decision, once and in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.tests.factories import House
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.moderation import services
from drehscheibe.portal.tests.moderation.cases import PASSAGE, decide, report, stranger

pytestmark = pytest.mark.django_db


def test_a_reporter_objects_by_the_personal_link_once(house: House, signal: Signal) -> None:
    found = report("concern", signal.public_id)
    address = reverse("moderation_status", args=[found.token])
    assert "Widersprechen" not in Client().get(address).content.decode()
    decide(house, found.case, "leave")

    page = Client().get(address).content.decode()
    answers = [Client().post(address, {"text": "Doch.", "form_token": "t"}) for _ in range(2)]

    assert ("Widersprechen" in page, "Wegen Hausregel 2." in page) == (True, True)
    assert answers[0].status_code == 302
    assert found.appeals.count() == 1
    with pytest.raises(Conflict):
        services.appeal_as_reporter(found, "Noch einmal.")


def test_an_author_objects_only_to_what_was_taken_away(house: House, signal: Signal) -> None:
    left = report("concern", signal.public_id).case
    decide(house, left, "leave")
    address = reverse("moderation_author", args=[left.number])
    assert "Widerspruch absenden" not in client_of(house.author).get(address).content.decode()
    with pytest.raises(Conflict):
        services.appeal_as_author(house.author, left.pk, "x")

    hidden = report("concern", signal.public_id, stranger()).case
    decide(house, hidden, "hide_passage", passage=PASSAGE)
    with pytest.raises(NotAllowed):
        services.appeal_as_author(house.desk, hidden.pk, "x")
    address = reverse("moderation_author", args=[hidden.number])
    response = client_of(house.author).post(address, {"text": "Das ist eine Tatsache."})

    assert response.status_code == 302
    assert hidden.appeals.get().party == "author"


def test_after_six_months_nothing_can_be_objected_to(house: House, signal: Signal) -> None:
    found = report("concern", signal.public_id)
    decide(house, found.case, "leave")

    with (
        time_machine.travel(timezone.now() + timedelta(days=184), tick=False),
        pytest.raises(Conflict),
    ):
        services.appeal_as_reporter(found, "Zu spät.")


def test_an_objection_waits_while_the_item_is_checked_anew(house: House, signal: Signal) -> None:
    first = report("concern", signal.public_id)
    decide(house, first.case, "leave")
    report("concern", signal.public_id, stranger())

    with pytest.raises(Conflict, match="neu gemeldet"):
        services.appeal_as_reporter(first, "Doch.")
