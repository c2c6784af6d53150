from __future__ import annotations

import pytest

from drehscheibe.capabilities.advisory.choices import CaseState
from drehscheibe.capabilities.advisory.machine import ACTIVE_STATES, CASE, FINAL_STATES
from drehscheibe.capabilities.advisory.tests.factories import bring_to, make_case, make_house


def test_no_state_strands_and_every_one_can_be_reached() -> None:
    assert list(CASE.find_faults()) == []
    assert set(CASE.states) == set(CaseState.values)


def test_work_can_always_be_withdrawn_and_a_result_always_be_taken_up_again() -> None:
    assert all(CASE.target_of("withdraw", state) for state in ACTIVE_STATES)
    came_to_something = set(CaseState.values) - ACTIVE_STATES - {"declined", "withdrawn"}
    assert all(CASE.target_of("reopen", state) for state in came_to_something)


@pytest.mark.django_db
@pytest.mark.parametrize("state", CaseState.values)
def test_every_state_is_reached_by_services_with_owner_and_date(state: str) -> None:
    house = make_house()

    case = bring_to(house, make_case(), state)

    assert case.state == state
    assert case.item is not None
    assert (case.item.state, case.item.due_on) == (state, case.due_on)
    if state in FINAL_STATES:
        assert (case.owner, case.due_on, bool(case.closed_at)) == (None, None, True)
    else:
        assert case.owner_id == house.office.organisation_id
        assert case.due_on is not None
