"""A draft that was sent before has a number; what is changed in it is changed on its trace as well."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from drehscheibe.capabilities.exchange.services.signals import draft, sending
from drehscheibe.capabilities.exchange.tests.factories import colleague_of, make_draft, make_house

pytestmark = pytest.mark.django_db


def test_title_and_date_are_those_of_the_trace() -> None:
    house = make_house(requires_two_keys=True)
    with time_machine.travel("2026-03-02 10:00:00+01:00", tick=False) as clock:
        signal = sending.send_signal(house.author, make_draft(house.author).pk)
        sending.return_signal(colleague_of(house.author), signal.pk, note="Noch nicht.")
        clock.shift(timedelta(days=9))

        words = draft.DraftContent({"title": "Anträge liegen zu lange"})
        signal = draft.save_draft(house.author, signal.pk, words)

    assert signal.item is not None
    signal.item.refresh_from_db()
    assert (signal.item.title, signal.item.due_on) == (signal.title, signal.due_on)
