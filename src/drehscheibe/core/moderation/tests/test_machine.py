"""No case is left without somebody who has to act, and no reporter without a way on."""

from __future__ import annotations

from datetime import date

from drehscheibe.core.moderation.choices import CaseState
from drehscheibe.core.moderation.machine import CASE, OPEN_STATES
from drehscheibe.core.trace.clock import due_date


def test_the_machine_strands_nothing() -> None:
    assert list(CASE.find_faults()) == []
    assert {name for name, state in CASE.states.items() if not state.is_final} == set(OPEN_STATES)


def test_the_clocks_leave_out_weekends_and_holidays() -> None:
    # Friday before Whit Monday 2027
    begun = date(2027, 5, 14)

    assert due_date(CASE.states[CaseState.RECEIVED], begun) == date(2027, 5, 24)
    assert due_date(CASE.states[CaseState.APPEALED], begun) == date(2027, 5, 31)


def test_a_settled_case_cannot_be_opened_again() -> None:
    assert CASE.acts_from(CaseState.SETTLED) == ()
