"""Who reaches which address, in every visibility and state: written down, not computed."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.founding.choices.project import ProjectState
from drehscheibe.capabilities.founding.models import HelpCall, Project
from drehscheibe.capabilities.founding.queries.projects import with_parts
from drehscheibe.capabilities.founding.services import help as helping
from drehscheibe.capabilities.founding.services import mentorships, publishing, signatures
from drehscheibe.capabilities.founding.services import team as teams
from drehscheibe.capabilities.founding.services.drafts import save_line
from drehscheibe.capabilities.founding.services.links import invitation_token, signature_token
from drehscheibe.capabilities.founding.tests.factories import (
    HERE,
    add_member,
    house_of,
    make_mentor,
    make_person,
    make_project,
    make_ready,
    person_of,
)
from drehscheibe.capabilities.founding.urls import urlpatterns
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.organisations.choices import MandateRole
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.search import api as search

pytestmark = pytest.mark.django_db

ROLES = ("public", "stranger", "member", "lead", "asked mentor", "mentor", "office", "desk")
TEAM = {"member", "lead"}

#: Addresses for everybody, whatever the project is.
OPEN = {
    "founding_home",
    "white_spot_list",
    "white_spot_export",
    "white_spot",
    "founding_station",
    "plan_list",
    "founding_sign",
    "founding_join",
}
#: Addresses for everybody with an account.
KNOWN = {"founding_begin", "project_list", "mentorship_list"}
OFFICE = {"founding_desk", "call_answer", "call_take"}
#: Inside of a project, to read.
READ = {
    "project_detail",
    "milestone_detail",
    "project_circle",
    "project_documents",
    "draft_detail",
    "draft_version",
    "draft_file",
    "project_financing",
    "project_signatures",
    "project_mentors",
    "project_team",
}
#: For the team alone, also when the project is over.
TEAM_ONLY = {"project_help", "help_end", "project_publish", "member_remove"}
#: For the team as long as the project goes on.
WORK = {
    "project_edit",
    "milestone_checklist",
    "proof_add",
    "proof_remove",
    "seat_new",
    "seat_edit",
    "seat_remove",
    "draft_edit",
    "draft_renew",
    "line_edit",
    "line_remove",
    "invitation_withdraw",
}
LEAD = {"signature_cancel", "mentor_ask", "member_role", "project_end"}
#: For who leads, also when the initiative is founded.
LEAD_ALWAYS = {"plan_publish", "plan_withdraw"}
#: The initiative that was asked.
MENTOR = {"mentorship_detail"}
#: Both sides of a mentorship.
BOTH = {"mentorship_end"}
#: What becomes public.
PUBLIC = {"plan_detail", "founded_profile"}

POSTED = {
    "call_take",
    "help_end",
    "member_remove",
    "member_role",
    "milestone_checklist",
    "proof_add",
    "proof_remove",
    "seat_remove",
    "draft_renew",
    "line_remove",
    "invitation_withdraw",
    "signature_cancel",
    "project_end",
    "plan_publish",
    "plan_withdraw",
    "mentorship_end",
}


@dataclass(frozen=True)
class World:
    project: Project
    actors: dict[str, Actor]
    arguments: dict[str, list[object]]


def make_world(*, shares: bool, public: bool, state: str) -> World:
    team = make_project()
    project = make_ready(team)
    initiative, mentor = make_mentor()
    asked_initiative, asked = make_mentor(offers=["mentoring"])
    office = make_actor("office")
    ask = mentorships.ask_mentor(
        team.lead, project.pk, organisation_id=initiative.organisation_id, message="Bitte"
    )
    mentorships.answer_mentorship(mentor, ask.uuid, agrees=True, answer="Ja")
    waiting = mentorships.ask_mentor(
        team.lead, project.pk, organisation_id=asked_initiative.organisation_id, message="Bitte"
    )
    free, _who = make_mentor()
    signature = signatures.ask_for_signature(
        team.lead, project.pk, body="Werk", bench="companies", email="werk@example.org"
    )
    invitation = teams.invite_member(team.lead, project.pk, email="neu@example.org")
    line = save_line(
        team.lead, project.pk, kind="cost", label="Miete", euros=1, certainty="planned"
    )
    if shares:
        call = helping.ask_for_help(team.lead, project.pk, text="Hilfe")
    else:
        call = HelpCall.objects.create(
            project=project, reason="stuck", milestone_key="m0", due_on=timezone.localdate()
        )
    publishing.publish_plan(team.lead, project.pk)
    if not public:
        publishing.withdraw_plan(team.lead, project.pk)
    Project.objects.filter(pk=project.pk).update(state=state)
    project = with_parts(Project.objects.filter(pk=project.pk)).get()
    extra = add_member(project, "Noch Jemand")
    inside: dict[str, list[object]] = {}
    key = project.uuid
    seat = project.seats.first()
    assert seat is not None
    for name in READ | TEAM_ONLY | WORK | LEAD | LEAD_ALWAYS:
        inside[name] = [key]
    inside |= {
        "milestone_detail": [key, "m1"],
        "milestone_checklist": [key, "m0", "initiative-gruenden"],
        "proof_add": [key, "m1"],
        "proof_remove": [key, "m1", uuid.uuid4()],
        "seat_edit": [key, seat.uuid],
        "seat_remove": [key, uuid.uuid4()],
        "draft_detail": [key, "declaration"],
        "draft_edit": [key, "declaration"],
        "draft_renew": [key, "rules"],
        "draft_version": [key, "declaration", 1],
        "draft_file": [key, "declaration", "txt"],
        "line_edit": [key, line.uuid],
        "line_remove": [key, uuid.uuid4()],
        "invitation_withdraw": [key, uuid.uuid4()],
        "signature_cancel": [key, uuid.uuid4()],
        "mentor_ask": [key, free.slug],
        "member_remove": [key, project.members.get(person_id=extra.person_id).uuid],
        "member_role": [key, project.members.get(person_id=extra.person_id).uuid],
        "white_spot_export": ["json"],
        "white_spot": [HERE],
        "founding_station": ["m0"],
        "founding_join": [invitation_token(invitation)],
        "founding_sign": [signature_token(signature)],
        "call_answer": [call.uuid],
        "call_take": [call.uuid],
        "mentorship_detail": [waiting.uuid],
        "mentorship_end": [waiting.uuid],
        "plan_detail": [project.public_id],
        "founded_profile": [project.public_id],
    }
    actors = {
        "public": ANONYMOUS,
        "stranger": make_person("Fremd"),
        "member": team.member,
        "lead": team.lead,
        "asked mentor": asked,
        "mentor": mentor,
        "office": office,
        "desk": make_actor("desk"),
    }
    return World(project, actors, inside)


def expected(name: str, *, shares: bool, public: bool, state: str) -> set[str]:
    is_open = state in (ProjectState.ACTIVE, ProjectState.PROPOSED)
    everybody = set(ROLES)
    single = {
        # A request to sign and an invitation hold as long as the project goes on.
        "founding_sign": everybody if is_open else set(),
        "founding_join": everybody if is_open else set(),
        # Who is neither meant nor leads may not let somebody go.
        "member_remove": {"lead"},
        "project_end": {"lead"} if state == ProjectState.ACTIVE else set(),
        "plan_detail": everybody if public else set(),
        "founded_profile": set(),  # no entry was made
    }
    kinds = (
        (OPEN, everybody),
        (KNOWN, everybody - {"public"}),
        (OFFICE, {"office"}),
        (READ, TEAM | {"mentor"} | ({"office"} if shares else set())),
        (TEAM_ONLY, TEAM),
        (WORK, TEAM if is_open else set()),
        (LEAD, {"lead"} if is_open else set()),
        (LEAD_ALWAYS, {"lead"} if state != ProjectState.ENDED else set()),
        (MENTOR, {"asked mentor"}),
        (BOTH, {"asked mentor", "lead"}),
    )
    return single[name] if name in single else next(who for names, who in kinds if name in names)


SITUATIONS = [
    (False, False, "active"),
    (True, False, "active"),
    (False, True, "active"),
    (True, True, "proposed"),
    (False, True, "founded"),
    (False, False, "ended"),
]


def test_every_address_is_in_the_matrix() -> None:
    names = {str(pattern.name) for pattern in urlpatterns}

    listed = OPEN | KNOWN | OFFICE | READ | TEAM_ONLY | WORK | LEAD | LEAD_ALWAYS
    assert names == listed | MENTOR | BOTH | PUBLIC


@pytest.mark.parametrize(("shares", "public", "state"), SITUATIONS)
def test_who_reaches_what(shares: bool, public: bool, state: str) -> None:
    world = make_world(shares=shares, public=public, state=state)
    wrong = []
    # What changes something comes last and from the weakest to the strongest, so that it can be tried by all.
    names = sorted((str(p.name) for p in urlpatterns), key=lambda name: (name in POSTED, name))
    for name in names:
        address = reverse(name, args=world.arguments.get(name, []))
        allowed = expected(name, shares=shares, public=public, state=state)
        for role in ROLES:
            if name in POSTED and role in allowed:
                continue  # what it does is tested elsewhere; here nobody else may do it
            got = reach(world.actors[role], address, posts=name in POSTED)
            if got != (role in allowed):
                wrong.append(f"{name}: {role} {'reaches' if got else 'does not reach'} it")

    assert wrong == []


def reach(actor: Actor, address: str, *, posts: bool) -> bool:
    client = Client()
    if actor.is_known:
        client.force_login(person_of(actor))
    call: Callable[..., object] = client.post if posts else client.get
    answer = call(address)
    status = answer.status_code  # type: ignore[attr-defined]
    location = answer.headers.get("Location", "")  # type: ignore[attr-defined]
    return status == 200 or (status == 302 and not re.search("anmelden|login", location))


def test_the_mandate_of_the_organisation_opens_and_its_staff_does_not() -> None:
    lead = make_actor("member")
    team = make_project(lead)
    house = house_of(lead)
    editor = make_actor(organisation=house, role=MandateRole.EDITOR)
    staff = make_actor(organisation=house, role=MandateRole.STAFF)
    address = reverse("project_detail", args=[team.project.uuid])

    assert reach(editor, address, posts=False)
    assert not reach(staff, address, posts=False)


def test_nothing_of_a_private_project_is_found_anywhere() -> None:
    """Search, lists and pages of others stay silent until the plan is published."""
    team = make_project(name="Geheimprojekt Abendrot")
    make_ready(team)
    secret = "Abendrot"
    pages = (
        reverse("founding_home"),
        reverse("plan_list"),
        f"/de/regionen/{HERE}/",
        f"{reverse('search')}?q={secret}",
    )

    def shows() -> list[bool]:
        return ["Geheimprojekt" in Client().get(page).content.decode() for page in pages]

    before = shows()
    found = search.find(secret, actor=ANONYMOUS, language="de").total
    publishing.publish_plan(team.lead, team.project.pk)

    assert (before, found) == ([False] * 4, 0)
    assert search.find(secret, actor=ANONYMOUS, language="de").total == 1
    publishing.withdraw_plan(team.lead, team.project.pk)
    assert search.find(secret, actor=ANONYMOUS, language="de").total == 0
