"""Whatever is public is found under a status, also what the office called back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.exchange.tests.factories import (
    called_back,
    make_house,
    rejected_in_public,
)
from drehscheibe.capabilities.exchange.tests.reading import cards

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


def test_what_was_called_back_waits(client: Client) -> None:
    signal = called_back(make_house())

    page = client.get(reverse("signal_list"), {"status": "waiting"})

    assert signal.is_public
    assert cards(page) == [signal.title]


def test_what_was_not_passed_on_has_a_chip_of_its_own(client: Client) -> None:
    signal = rejected_in_public(make_house())

    everything = client.get(reverse("signal_list"))
    page = client.get(reverse("signal_list"), {"status": "rejected"})

    assert "?status=rejected" in everything.text
    assert cards(page) == [signal.title]
    assert cards(client.get(reverse("signal_list"), {"status": "waiting"})) == []
