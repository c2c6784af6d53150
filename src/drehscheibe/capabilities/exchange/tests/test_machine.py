from __future__ import annotations

import random

import pytest

from drehscheibe.capabilities.exchange.choices.signal import PublicStatus, SignalState
from drehscheibe.capabilities.exchange.machine.signal import (
    ADDRESSEE,
    ANSWER_OWED_STATES,
    AUTHOR,
    CLOCK_STATES,
    FINAL_STATES,
    OFFICE,
    SIGNAL,
    STATES_OF_STATUS,
    UNSENT_STATES,
    states_owned_by,
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
        ("bundled", "office"),
        ("handed_over", "addressee"),
        ("in_review", "addressee"),
        ("asked_back", "author"),
        ("answered", "office"),
        ("promised", "addressee"),
        ("in_effect", "office"),
        ("closed", ""),
        ("rejected", ""),
        ("withdrawn", ""),
        ("merged", ""),
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

    assert set(STATES_OF_STATUS) == set(PublicStatus)
    assert named == set(SignalState.values) - UNSENT_STATES
    assert CLOCK_STATES.isdisjoint(FINAL_STATES)


def test_nothing_leads_out_of_an_end_but_what_undoes_it() -> None:
    exits = {
        state: {transition.act for transition in SIGNAL.acts_from(state)} for state in FINAL_STATES
    }

    assert exits == {
        "closed": set(),
        "rejected": set(),
        "withdrawn": set(),
        "merged": {"unmerge", "unmerge_recorded"},
        "recorded": {"bundle", "hand_over", "merge"},
    }


def test_authors_may_withdraw_as_long_as_an_answer_is_owed() -> None:
    withdrawable = {name for name in SIGNAL.states if SIGNAL.target_of("withdraw", name)}

    assert withdrawable == ANSWER_OWED_STATES | UNSENT_STATES


def test_owner_of_every_open_state_can_bring_it_on() -> None:
    stuck = {
        name
        for name, state in SIGNAL.states.items()
        if not state.is_final and state.owner not in {t.who for t in SIGNAL.acts_from(name)}
    }

    assert stuck == set()


def test_a_promise_has_a_public_clock_but_nobody_owes_an_answer() -> None:
    assert {SignalState.PROMISED} == CLOCK_STATES - ANSWER_OWED_STATES


def test_office_and_the_others_share_every_open_state() -> None:
    everybodys = states_owned_by(AUTHOR) | states_owned_by(OFFICE) | states_owned_by(ADDRESSEE)

    assert everybodys == set(SIGNAL.states) - FINAL_STATES - UNSENT_STATES


@pytest.mark.parametrize("seed", range(20))
def test_random_ways_end(seed: int) -> None:
    """Walk at random; from wherever it stops, the way on to an end is open."""
    chance = random.Random(seed)  # noqa: S311 -- no secret
    state = SIGNAL.start
    for _step in range(200):
        acts = SIGNAL.acts_from(state)
        if not acts:
            return
        state = chance.choice(acts).target
        rest = SIGNAL.states[state]
        assert rest.is_final or (rest.owner and rest.days > 0)


def test_trace_knows_labels_of_every_state() -> None:
    assert set(get_kind("signal").states) == set(SIGNAL.states)
