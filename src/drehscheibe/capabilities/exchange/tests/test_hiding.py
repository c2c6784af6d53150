"""What the office hides is open to nobody, whatever circles it went through before."""

from __future__ import annotations

import pytest

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.moderation import signal as moderation
from drehscheibe.capabilities.exchange.services.signals import author
from drehscheibe.capabilities.exchange.tests.factories import make_handed_over, make_house

pytestmark = pytest.mark.django_db


def test_concern_that_was_first_open_to_the_network_is_hidden_and_shown_again() -> None:
    house = make_house()
    signal = make_handed_over(house, visibility=Visibility.NETWORK)
    author.widen_signal(house.author, signal.pk, visibility=Visibility.PUBLIC)
    signal.refresh_from_db()
    before = (signal.published_at, signal.shared_at, signal.visibility)

    was = moderation._hide_signal(signal.public_id)
    signal.refresh_from_db()
    assert (signal.is_open, signal.visibility) == (False, Visibility.PRIVATE)

    moderation._restore_signal(signal.public_id, was)
    signal.refresh_from_db()
    assert (signal.published_at, signal.shared_at, signal.visibility) == before


def test_what_was_kept_before_the_network_was_asked_for_is_shown_again() -> None:
    signal = make_handed_over(make_house())
    was = moderation._hide_signal(signal.public_id)
    del was["shared_at"]

    moderation._restore_signal(signal.public_id, was)

    signal.refresh_from_db()
    assert signal.is_public
