"""A concern with a public answer, and the three bodies around it."""

from __future__ import annotations

import pytest

from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.tests.factories import House, make_answered, make_house
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.outbox.tests.delivering import deliver_all


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def signal(house: House) -> Signal:
    found = make_answered(house)
    deliver_all()
    Mail.objects.all().delete()
    Notification.objects.all().delete()
    return found
