from __future__ import annotations

import pytest

from drehscheibe.capabilities.exchange.choices import PublicStatus, SignalState
from drehscheibe.capabilities.exchange.machine import (
    CLOCK_STATES,
    FINAL_STATES,
    SIGNAL,
    STATES_OF_STATUS,
    UNSENT_STATES,
)
from drehscheibe.core.trace.kinds import get_kind


def test_no_concern_can_strand() -> None:
    assert list(SIGNAL.find_faults()) == []


def test_machine_declares_every_state_and_no_other() -> None:
    assert set(SIGNAL.states) == set(SignalState.values)


def test_every_act_leads_to_one_place_from_each_state() -> None:
    pairs = [(t.act, source) for t in SIGNAL.transitions for source in t.sources]

    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize(
    ("state", "owner"),
    [
        ("draft", "author"),
        ("awaiting_second_key", "author"),
        ("submitted", "office"),
        ("needs_clarification", "author"),
        ("handed_over", "addressee"),
        ("answered", "office"),
        ("closed", ""),
        ("rejected", ""),
        ("withdrawn", ""),
        ("recorded", ""),
    ],
)
def test_owner_of_every_state(state: str, owner: str) -> None:
    assert SIGNAL.states[state].owner == owner


def test_office_has_five_working_days() -> None:
    state = SIGNAL.states["submitted"]

    assert (state.days, state.in_working_days) == (5, True)


def test_every_state_that_the_public_may_meet_has_a_status() -> None:
    named = set().union(*STATES_OF_STATUS.values())
    never_public = UNSENT_STATES | {SignalState.REJECTED}

    assert set(STATES_OF_STATUS) == set(PublicStatus)
    assert named == set(SignalState.values) - never_public
    assert CLOCK_STATES.isdisjoint(FINAL_STATES)


def test_trace_knows_labels_of_every_state() -> None:
    assert set(get_kind("signal").states) == set(SIGNAL.states)
