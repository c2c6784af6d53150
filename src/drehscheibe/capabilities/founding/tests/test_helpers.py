"""Mentors, the office, the team: both sides agree, nobody is left without an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.directory.services.profile_index import index_profiles
from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.api import list_open_work
from drehscheibe.capabilities.founding.models import HelpCall, Invitation, Member, Project
from drehscheibe.capabilities.founding.queries.mentors import find_mentors
from drehscheibe.capabilities.founding.queries.projects import projects_visible_to
from drehscheibe.capabilities.founding.services import help as helping
from drehscheibe.capabilities.founding.services import mentorships
from drehscheibe.capabilities.founding.services import team as teams
from drehscheibe.capabilities.founding.services.links import invitation_token
from drehscheibe.capabilities.founding.tests.factories import (
    FAR,
    HERE,
    NEAR,
    let_time_pass,
    make_mentor,
    make_person,
    make_project,
    person_of,
    reread,
)
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.delivery import deliver_due

pytestmark = pytest.mark.django_db


def test_mentors_come_with_reasons_and_limits() -> None:
    team = make_project()
    near, _who = make_mentor(NEAR, offers=["mentoring"], founded_year=2010)
    far, _who = make_mentor(FAR)
    silent, _who = make_mentor(NEAR)
    silent.verified_at = None
    silent.save()
    index_profiles([silent])

    found = find_mentors([HERE], team.project.topics)

    assert [mentor.slug for mentor in found] == [near.slug, far.slug, silent.slug]
    assert len(found[0].reasons) == 4
    assert found[2].limit


def test_a_mentorship_needs_both_sides_and_opens_the_project_until_it_ends() -> None:
    team = make_project()
    initiative, mentor = make_mentor()
    ask = mentorships.ask_mentor(
        team.lead, team.project.pk, organisation_id=initiative.organisation_id, message="Bitte"
    )
    mine = projects_visible_to(mentor)
    before = mine.exists()

    mentorships.answer_mentorship(mentor, ask.uuid, agrees=True, answer="Gern")
    during = mine.exists()
    mentorships.end_mentorship(mentor, ask.uuid)

    assert (before, during, mine.all().exists()) == (False, True, False)


def test_nobody_else_answers_and_nobody_answers_twice() -> None:
    team = make_project()
    initiative, mentor = make_mentor()
    _other, stranger = make_mentor(FAR)
    ask = mentorships.ask_mentor(
        team.lead, team.project.pk, organisation_id=initiative.organisation_id, message="Bitte"
    )

    for actor in (stranger, team.lead):
        with pytest.raises(NotAllowed):
            mentorships.answer_mentorship(actor, ask.uuid, agrees=True, answer="Ja")
    mentorships.answer_mentorship(mentor, ask.uuid, agrees=False, answer="Gerade nicht")
    with pytest.raises(Conflict):
        mentorships.answer_mentorship(mentor, ask.uuid, agrees=True, answer="Doch")


def test_an_initiative_accompanies_only_so_many() -> None:
    initiative, mentor = None, None
    for number in range(rules.MOST_MENTORSHIPS + 1):
        team = make_project(name=f"Initiative {number}")
        if initiative is None:
            initiative, mentor = make_mentor()
        if number == rules.MOST_MENTORSHIPS:
            with pytest.raises(ValidationError):
                mentorships.ask_mentor(
                    team.lead,
                    team.project.pk,
                    organisation_id=initiative.organisation_id,
                    message="Bitte",
                )
            return
        ask = mentorships.ask_mentor(
            team.lead, team.project.pk, organisation_id=initiative.organisation_id, message="Bitte"
        )
        assert mentor is not None
        mentorships.answer_mentorship(mentor, ask.uuid, agrees=True, answer="Ja")


def test_the_office_looks_in_only_while_help_is_asked() -> None:
    team = make_project()
    office = make_actor("office")
    visible = projects_visible_to(office)
    states = [visible.all().exists()]

    call = helping.ask_for_help(team.member, team.project.pk, text="Wer kann moderieren?")
    states.append(visible.all().exists())
    helping.answer_call(office, call.uuid, answer="Die Hochschule.")
    states.append(visible.all().exists())
    helping.ask_for_help(team.member, team.project.pk, text="Noch eine Frage")
    helping.end_help(team.member, team.project.pk)
    states.append(visible.all().exists())

    assert states == [False, True, False, False]


def test_the_office_is_told_once_of_a_project_that_stands_still(client: Client) -> None:
    office = make_actor("office")
    team = make_project()
    now = timezone.now()
    helping.find_stuck_projects(now)
    assert not HelpCall.objects.exists()  # nothing is due yet

    let_time_pass(reread(team.project), 14 + helping.STUCK_DAYS + 5)
    told = [helping.find_stuck_projects(now) for _day in range(3)]
    deliver_due()

    call = HelpCall.objects.get()
    assert told == [1, 0, 0]
    assert (call.milestone_key, call.owner_id) == ("m0", None)
    assert not projects_visible_to(office).exists()  # name, region and station, nothing else
    kinds = set(Notification.objects.values_list("kind", "person_id"))
    assert ("founding.help_stuck", office.person_id) in kinds
    assert ("founding.stands_still", team.lead.person_id) in kinds

    client.force_login(person_of(office))
    client.post(reverse("call_take", args=[call.uuid]))
    call.refresh_from_db()
    assert call.owner_id == office.person_id
    assert [work.title for work in list_open_work(office)] == [team.project.name]


def test_a_settled_alarm_comes_again_only_after_the_team_has_moved() -> None:
    office = make_actor("office")
    team = make_project()
    let_time_pass(reread(team.project), 14 + helping.STUCK_DAYS + 5)
    helping.find_stuck_projects(timezone.now())
    helping.answer_call(office, HelpCall.objects.get().uuid, answer="Wir rufen an.")

    assert helping.find_stuck_projects(timezone.now() + timedelta(days=1)) == 0


def test_who_does_not_want_it_is_not_told_on() -> None:
    team = make_project(tells_when_stuck=False)
    let_time_pass(reread(team.project), 100)

    assert helping.find_stuck_projects(timezone.now()) == 0


def test_an_invitation_is_good_for_one_person(client: Client) -> None:
    team = make_project()
    invitation = teams.invite_member(team.member, team.project.pk, email="Neu@Example.org")
    address = reverse("founding_join", args=[invitation_token(invitation)])

    looked = Client().get(address)
    assert looked.status_code == 200
    client.force_login(person_of(make_person("Neu Hier")))
    client.post(address)
    late = Client()
    late.force_login(person_of(make_person("Zu Spät")))

    assert late.get(address).status_code == 410
    assert late.post(address).status_code == 410
    assert Member.objects.filter(project=team.project).count() == 3


@pytest.mark.parametrize("change", ["expired", "withdrawn", "ended"])
def test_a_dead_invitation_says_so(client: Client, change: str) -> None:
    team = make_project()
    invitation = teams.invite_member(team.lead, team.project.pk, email="neu@example.org")
    if change == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    elif change == "withdrawn":
        teams.withdraw_invitation(team.lead, team.project.pk, invitation.uuid)
    else:
        Project.objects.update(state="ended")
    client.force_login(person_of(make_person()))

    answer = client.post(reverse("founding_join", args=[invitation_token(invitation)]))

    assert answer.status_code == 410
    assert Member.objects.filter(project=team.project).count() == 2


def test_somebody_always_leads() -> None:
    team = make_project()
    lead = Member.objects.get(person_id=team.lead.person_id)
    member = Member.objects.get(person_id=team.member.person_id)

    with pytest.raises(Conflict):
        teams.remove_member(team.lead, team.project.pk, lead.uuid)
    with pytest.raises(Conflict):
        teams.change_role(team.lead, team.project.pk, lead.uuid, role="member")
    with pytest.raises(NotAllowed):
        teams.remove_member(team.member, team.project.pk, lead.uuid)
    teams.change_role(team.lead, team.project.pk, member.uuid, role="lead")
    teams.remove_member(team.lead, team.project.pk, lead.uuid)

    assert [m.person_id for m in Member.objects.all()] == [team.member.person_id]
