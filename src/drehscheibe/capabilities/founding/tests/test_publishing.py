"""From the plan to the entry in the directory, and back where the office says no."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from drehscheibe.capabilities.directory.models import Claim, Initiative
from drehscheibe.capabilities.directory.services import claims
from drehscheibe.capabilities.founding.choices.project import ProjectState
from drehscheibe.capabilities.founding.models import Member, Project, Signature
from drehscheibe.capabilities.founding.services import publishing, signatures
from drehscheibe.capabilities.founding.services.examples import load_example_data
from drehscheibe.capabilities.founding.tests.factories import (
    HERE,
    Team,
    make_project,
    make_ready,
    person_of,
    reread,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.moderation.kinds import find_kind
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations import queries
from drehscheibe.core.organisations.demo import load_demo_people
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.delivery import deliver_due
from drehscheibe.core.places.reference import load_reference_places
from drehscheibe.core.privacy.sources import Subject, all_sources
from drehscheibe.core.trace.models import Edge

pytestmark = pytest.mark.django_db


def propose(team: Team) -> Claim:
    publishing.propose_profile(team.lead, team.project.pk, message="Ich leite die Gründung.")
    return Claim.objects.get()


def accept(office: Actor, claim: Claim) -> None:
    claims.accept_claim(office, claim.pk, criteria={}, reason="Gesehen und geprüft.")
    deliver_due()


def test_what_is_missing_is_said_and_nothing_is_published() -> None:
    team = make_project()

    with pytest.raises(ValidationError) as unpublished:
        publishing.publish_plan(team.lead, team.project.pk)
    with pytest.raises(ValidationError) as unproposed:
        publishing.propose_profile(team.lead, team.project.pk, message="Bitte")

    assert len(unpublished.value.messages) == len(unproposed.value.messages) == 3
    assert not Initiative.objects.exists()


def test_who_comes_second_reads_that_the_entry_is_on_its_way(client: Client) -> None:
    team = make_project()
    make_ready(team)
    propose(team)
    client.force_login(person_of(team.lead))

    answer = client.post(reverse("project_publish", args=[team.project.uuid]), follow=True)

    assert answer.status_code == 200
    assert publishing.too_late() in answer.text
    assert Claim.objects.count() == 1


def test_a_public_plan_shows_what_was_agreed_and_nothing_else(client: Client) -> None:
    team = make_project()
    project = make_ready(team)
    project.seats.filter(name="Werk Nord").update(may_be_named=False)
    project.milestones.filter(key="m0").update(note="Nur für uns")
    publishing.publish_plan(team.lead, project.pk)

    page = client.get(reverse("plan_detail", args=[reread(project).public_id])).content.decode()

    assert "Gewerkschaft Mitte" in page
    for hidden in ("Werk Nord", "Nur für uns", "Lea Leitung", "Mika Mitarbeit"):
        assert hidden not in page


def test_an_accepted_entry_closes_the_path_on_one_trace(client: Client) -> None:
    team, office = make_project(), make_actor("office")
    project = make_ready(team)
    publishing.publish_plan(team.lead, project.pk)

    claim = propose(team)
    assert reread(project).state == ProjectState.PROPOSED
    accept(office, claim)

    founded = reread(project)
    initiative = Initiative.objects.get()
    assert founded.state == ProjectState.FOUNDED
    assert (initiative.state, initiative.name) == ("published", project.name)
    assert set(initiative.benches) == {"companies", "union"}
    assert [kreis.pk for kreis in initiative.kreise.all()] == [HERE]
    assert founded.milestones.get(key="m11").state == "done"
    assert queries.list_person_ids(initiative.organisation_id) == [team.lead.person_id]
    assert Notification.objects.filter(kind="founding.profile_decided").count() == 2

    edge = Edge.objects.get()
    entry = client.get(reverse("founded_profile", args=[edge.result.public_id]))
    profile = client.get(entry.headers["Location"]).content.decode()
    plan = client.get(reverse("plan_detail", args=[founded.public_id])).content.decode()
    assert reverse("plan_detail", args=[founded.public_id]) in profile
    assert reverse("founded_profile", args=[edge.result.public_id]) in plan


def test_a_founding_without_a_public_plan_stays_out_of_sight(client: Client) -> None:
    team, office = make_project(), make_actor("office")
    make_ready(team)
    accept(office, propose(team))

    founded = reread(team.project)
    assert founded.item is not None
    assert not founded.item.is_public
    assert client.get(reverse("plan_detail", args=[founded.public_id])).status_code == 404


@pytest.mark.parametrize("how", ["rejected", "withdrawn"])
def test_a_no_lets_the_team_go_on(how: str) -> None:
    team, office = make_project(), make_actor("office")
    make_ready(team)
    claim = propose(team)

    if how == "rejected":
        claims.reject_claim(office, claim.pk, criteria={}, reason="Es fehlt eine Seite.")
    else:
        claims.withdraw_claim(team.lead, claim.pk)
    deliver_due()

    assert reread(team.project).state == ProjectState.ACTIVE
    publishing.propose_profile(team.lead, team.project.pk, message="Noch einmal")
    assert Claim.objects.filter(state="submitted").count() == 1


def test_the_page_proposes_with_one_click_and_says_when_the_answer_comes(client: Client) -> None:
    team = make_project()
    make_ready(team)
    client.force_login(person_of(team.lead))
    address = reverse("project_publish", args=[team.project.uuid])

    answer = client.post(address, {"message": "Ich leite sie.", "form_token": "p" * 32})
    page = client.get(address).content.decode()

    assert answer.status_code == 302
    assert reverse("claim_detail", args=[Claim.objects.get().uuid]) in page


def test_a_hidden_plan_is_gone_and_comes_back() -> None:
    team = make_project()
    project = make_ready(team)
    publishing.publish_plan(team.lead, project.pk)
    kind = find_kind("founding")
    assert kind is not None
    key = reread(project).public_id

    was = kind.hide(key)
    assert kind.find_public(key) is None
    assert kind.find(key) is not None
    kind.restore(key, was)

    assert kind.find_public(key) is not None


def test_leaving_takes_names_and_private_projects_along() -> None:
    alone, team = make_project(), make_project(name="Mit anderen")
    Member.objects.filter(project=alone.project, person_id=alone.member.person_id).delete()
    make_ready(team)
    Member.objects.create(project=team.project, person_id=alone.lead.person_id or 0, role="lead")
    Member.objects.filter(project=team.project, person_id=team.lead.person_id).delete()
    signature = signatures.ask_for_signature(
        alone.lead, team.project.pk, body="Werk", bench="companies", email=alone.lead.email
    )
    signatures.sign(alone.lead, signature.pk, signer="Lea Leitung", function="Chefin", version=1)
    subject = Subject(alone.lead.person_id, "Lea Leitung", (alone.lead.email,))

    for source in all_sources():
        if source.name.startswith("founding.") and source.erase is not None:
            source.erase(subject)

    assert not Project.objects.filter(pk=alone.project.pk).exists()
    heir = Member.objects.get(project=team.project)
    assert (heir.person_id, heir.role) == (team.member.person_id, "lead")
    kept = Signature.objects.get()
    assert (kept.state, kept.body, kept.signer, kept.person_id) == ("signed", "Werk", "", None)
    assert kept.email.endswith("@erased.invalid")


def test_the_example_is_marked_and_made_once() -> None:
    load_reference_places()
    load_demo_people()

    assert (load_example_data(), load_example_data()) == (1, 0)
    project = Project.objects.get()
    assert project.is_example
    assert project.item is not None
    assert project.item.is_example
    page = Client().get(reverse("plan_detail", args=[project.public_id])).content.decode()
    assert "Das ist ein Beispiel" in page
