"""Two people at once on the same entry, on a database that really has two."""

from __future__ import annotations

import pytest

from drehscheibe.capabilities.directory.choices import ClaimState, Criterion
from drehscheibe.capabilities.directory.models import Claim, Initiative
from drehscheibe.capabilities.directory.services.claims import (
    accept_claim,
    propose_initiative,
    submit_claim,
    withdraw_claim,
)
from drehscheibe.capabilities.directory.services.confirmations import confirm_profile
from drehscheibe.capabilities.directory.tests.factories import (
    InitiativeFactory,
    make_editor,
    make_office,
    make_person,
)
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.outbox.models import Message
from tests.racing import needs_row_locks, run_at_once

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures(needs_row_locks.__name__),
]

ALL_MET = dict.fromkeys(Criterion.values, True)


def refusals(outcomes: list[object]) -> int:
    return sum(isinstance(outcome, Conflict) for outcome in outcomes)


@pytest.mark.parametrize("attempt", range(5))
def test_an_entry_is_not_withdrawn_and_published_at_once(attempt: int) -> None:
    person, office = make_person(), make_office()
    claim = propose_initiative(person, {"name": "Werkstatt (Beispiel)"}, message="I run it.")

    outcomes = run_at_once(
        lambda: withdraw_claim(person, claim.pk),
        lambda: accept_claim(office, claim.pk, criteria=ALL_MET),
    )

    assert refusals(outcomes) == 1
    claim.refresh_from_db()
    state = Initiative.objects.get().state
    assert (claim.state, state) in {
        (ClaimState.WITHDRAWN, "rejected"),
        (ClaimState.ACCEPTED, "published"),
    }
    assert Mandate.objects.filter(person_id=person.person_id).exists() == (state == "published")


def test_a_claim_is_decided_once() -> None:
    initiative, person = InitiativeFactory.create(), make_person()
    claim = submit_claim(person, initiative.pk, message="I coordinate it.")

    outcomes = run_at_once(
        *[lambda: accept_claim(make_office(), claim.pk, criteria=ALL_MET)] * 2,
    )

    assert refusals(outcomes) == 1
    assert Mandate.objects.filter(person_id=person.person_id).count() == 1


def test_somebody_asks_once_for_an_entry_however_often_the_form_is_sent() -> None:
    initiative, person = InitiativeFactory.create(), make_person()

    outcomes = run_at_once(
        *[lambda: submit_claim(person, initiative.pk, message="I coordinate it.")] * 3
    )

    assert refusals(outcomes) == 2
    assert Claim.objects.count() == 1
    assert Message.objects.filter(topic="directory.claim_submitted").count() == 1


def test_confirming_twice_at_once_is_no_fault() -> None:
    initiative = InitiativeFactory.create()
    editors = [make_editor(initiative) for _number in range(3)]

    outcomes = run_at_once(
        *[lambda editor=editor: confirm_profile(editor, initiative.pk) for editor in editors]
    )

    assert refusals(outcomes) == 0
    initiative.refresh_from_db()
    assert initiative.last_confirmed_at is not None
