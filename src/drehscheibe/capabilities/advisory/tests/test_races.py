"""Two people at once at one case, on a database that really has two connections."""

from __future__ import annotations

import pytest

from drehscheibe.capabilities.advisory.choices import CaseState, CoachReason, ProposalState
from drehscheibe.capabilities.advisory.models import Coach, Proposal
from drehscheibe.capabilities.advisory.services import coaching, requester, triage
from drehscheibe.capabilities.advisory.tests.factories import (
    House,
    bring_to,
    make_case,
    make_house,
)
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.access.errors import Conflict
from tests.racing import needs_row_locks, run_at_once

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures(needs_row_locks.__name__),
]


@pytest.fixture
def house() -> House:
    return make_house()


def test_two_of_the_office_ask_one_coach_each_and_one_is_told(house: House) -> None:
    case = make_case()

    outcomes = run_at_once(
        lambda: triage.propose_coach(house.office, case.pk, coach_id=house.coach.pk),
        lambda: triage.propose_coach(house.second_office, case.pk, coach_id=house.other_coach.pk),
    )

    assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True]
    assert case.proposals.filter(state=ProposalState.ASKED).count() == 1


def test_the_last_place_of_a_coach_is_given_once(house: House) -> None:
    Coach.objects.filter(pk=house.coach.pk).update(limit=1)
    one, two = make_case(), make_case()

    outcomes = run_at_once(
        lambda: triage.propose_coach(house.office, one.pk, coach_id=house.coach.pk),
        lambda: triage.propose_coach(house.second_office, two.pk, coach_id=house.coach.pk),
    )

    assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True]
    assert Proposal.objects.filter(state=ProposalState.ASKED).count() == 1


def test_yes_and_no_of_a_coach_at_once_are_one_of_both(house: House) -> None:
    case = bring_to(house, make_case(), CaseState.COACH_PROPOSED)

    outcomes = run_at_once(
        lambda: coaching.accept_case(house.expert, case.pk),
        lambda: coaching.decline_proposal(house.expert, case.pk, reason=CoachReason.BUSY),
    )

    assert any(isinstance(outcome, Conflict) for outcome in outcomes)
    case.refresh_from_db()
    has_coach = case.coach is not None
    assert (case.state == CaseState.AGREEING) == has_coach


def test_withdrawing_while_a_goal_is_written_leaves_a_clear_state(house: House) -> None:
    case = bring_to(house, make_case(), CaseState.AGREEING)

    run_at_once(
        lambda: coaching.propose_goal(house.expert, case.pk, goal="Ein Ziel."),
        lambda: requester.withdraw_case(ANONYMOUS, case.token),
    )

    case.refresh_from_db()
    assert case.state == CaseState.WITHDRAWN
    assert case.owner is None
