"""Two people at once at one founding, on a database that really has two connections."""

from __future__ import annotations

import pytest

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.founding.choices.project import (
    DraftKind,
    MentorshipState,
    ProjectState,
    SignatureState,
)
from drehscheibe.capabilities.founding.models import Signature
from drehscheibe.capabilities.founding.services import (
    mentorships,
    publishing,
    signatures,
    tools,
)
from drehscheibe.capabilities.founding.tests.factories import (
    Team,
    make_mentor,
    make_project,
    make_ready,
    reread,
)
from drehscheibe.capabilities.library.models import ChecklistCopy
from drehscheibe.capabilities.library.tests.factories import make_checklist
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.trace.models import Edge
from tests.racing import needs_row_locks, run_at_once

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures(needs_row_locks.__name__),
]


@pytest.fixture
def team() -> Team:
    made = make_project()
    make_ready(made)
    return made


def ask(team: Team, email: str) -> Signature:
    return signatures.ask_for_signature(
        team.lead, team.project.pk, body=f"Stelle {email}", bench="companies", email=email
    )


def sign(signature: Signature, signer: str) -> Signature:
    version = signature.project.drafts.get(kind=DraftKind.DECLARATION).version
    return signatures.sign(
        ANONYMOUS, signature.pk, signer=signer, function="Leitung", version=version
    )


def test_two_bodies_sign_at_once_and_both_stand_there(team: Team) -> None:
    one, two = ask(team, "one@example.org"), ask(team, "two@example.org")

    outcomes = run_at_once(lambda: sign(one, "Kim Eins"), lambda: sign(two, "Kim Zwei"))

    assert not [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    signed = team.project.signatures.filter(state=SignatureState.SIGNED)
    assert sorted(signed.values_list("signer", flat=True)) == ["Kim Eins", "Kim Zwei"]


def test_signing_and_declining_at_once_leave_one_answer(team: Team) -> None:
    signature = ask(team, "one@example.org")

    outcomes = run_at_once(
        lambda: sign(signature, "Kim Eins"),
        lambda: signatures.decline_signature(ANONYMOUS, signature.pk),
    )

    signature.refresh_from_db()
    # A no before the yes is followed by the yes; a no after it is refused.
    assert signature.state == SignatureState.SIGNED
    assert signature.signer == "Kim Eins"
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) <= 1


def test_two_who_finish_the_project_at_once_make_one_profile(team: Team) -> None:
    publishing.publish_plan(team.lead, team.project.pk)

    def propose() -> object:
        return publishing.propose_profile(team.lead, team.project.pk, message="Bitte prüfen.")

    outcomes = run_at_once(propose, propose)

    refused = [outcome for outcome in outcomes if isinstance(outcome, (Conflict, type(None)))]
    assert len(refused) == 1
    assert Initiative.objects.filter(name=team.project.name).count() == 1
    assert reread(team.project).state == ProjectState.PROPOSED


def test_a_decision_that_arrives_twice_at_once_founds_once(team: Team) -> None:
    publishing.publish_plan(team.lead, team.project.pk)
    project = publishing.propose_profile(team.lead, team.project.pk, message="Bitte prüfen.")

    def settle() -> object:
        return publishing.settle_profile(project.initiative_slug, is_accepted=True)

    outcomes = run_at_once(settle, settle)

    assert [outcome is None for outcome in outcomes].count(True) == 1
    assert reread(team.project).state == ProjectState.FOUNDED
    assert Edge.objects.filter(how="founded").count() == 1


def test_yes_and_no_of_a_mentor_at_once_are_one_of_both(team: Team) -> None:
    initiative, mentor = make_mentor()
    asked = mentorships.ask_mentor(
        team.lead, team.project.pk, organisation_id=initiative.organisation_id, message="Bitte"
    )

    def answer(*, agrees: bool) -> object:
        return mentorships.answer_mentorship(mentor, asked.uuid, agrees=agrees, answer="")

    outcomes = run_at_once(lambda: answer(agrees=True), lambda: answer(agrees=False))

    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    asked.refresh_from_db()
    said_yes = not isinstance(outcomes[0], Conflict)
    assert asked.state == (MentorshipState.ACCEPTED if said_yes else MentorshipState.DECLINED)


def test_two_who_begin_a_checklist_at_once_get_one_copy() -> None:
    lead: Actor = make_actor()
    made = make_project(lead)
    make_checklist(slug="initiative-gruenden")

    def begin() -> object:
        return tools.begin_checklist(lead, made.project.pk, "m0", "initiative-gruenden")

    outcomes = run_at_once(begin, begin)

    assert outcomes[0] == outcomes[1]
    assert ChecklistCopy.objects.count() == 1
