"""Reminding those who are late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from drehscheibe.capabilities.exchange.services.reminding import remind_overdue
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    make_draft,
    make_handed_over,
    make_house,
    make_overdue,
)
from drehscheibe.core.outbox.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def topics() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("topic", flat=True))


def test_late_owner_is_reminded_once_for_each_missed_date(house: House) -> None:
    make_overdue(house)
    today = timezone.localdate()

    assert (remind_overdue(today), remind_overdue(today)) == (1, 0)
    assert topics()[-1] == "exchange.signal_overdue"


def test_forgotten_draft_is_remembered(house: House) -> None:
    make_draft(house.author)

    assert remind_overdue(timezone.localdate() + timedelta(days=200)) == 1


def test_nobody_is_reminded_before_the_date(house: House) -> None:
    signal = make_handed_over(house)
    assert signal.due_on is not None

    assert remind_overdue(signal.due_on) == 0
