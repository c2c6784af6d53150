"""The one way a concern moves: row, trace and log say the same."""

from __future__ import annotations

import pytest

from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    make_answered,
    make_house,
    make_in_state,
)
from drehscheibe.core.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def test_row_and_item_say_the_same_in_every_state(house: House) -> None:
    for state in SignalState.values:
        if state in (SignalState.DRAFT, SignalState.AWAITING_SECOND_KEY, SignalState.RECORDED):
            continue
        signal = make_in_state(house, state)
        item = signal.item
        assert item is not None
        assert (item.state, item.owner_id, item.due_on, item.is_public, item.title) == (
            signal.state,
            signal.owner_id,
            signal.due_on,
            signal.is_public,
            signal.title,
        )


def test_every_act_is_in_the_audit_log_with_its_mandate(house: House) -> None:
    signal = make_answered(house)

    entries = Entry.objects.filter(item_key=str(signal.uuid)).order_by("pk")
    assert [(e.verb, e.organisation_name) for e in entries] == [
        ("exchange.draft_begun", "Initiative Nord"),
        ("exchange.send_to_office", "Initiative Nord"),
        ("exchange.hand_over", "Servicestelle"),
        ("exchange.answer", "Bundesressort"),
    ]
