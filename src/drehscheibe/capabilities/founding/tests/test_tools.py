"""Stations lead to what the library has for them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from drehscheibe.capabilities.founding.choices.guide import KEYS, TOOLS
from drehscheibe.capabilities.founding.models import Project
from drehscheibe.capabilities.founding.queries.tools import find_tools
from drehscheibe.capabilities.founding.services import tools
from drehscheibe.capabilities.founding.tests.factories import (
    Team,
    add_member,
    make_project,
    person_of,
)
from drehscheibe.capabilities.library import api as library
from drehscheibe.capabilities.library.choices.checklist import ItemState
from drehscheibe.capabilities.library.models import ChecklistCopy
from drehscheibe.capabilities.library.tests.factories import make_checklist
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = pytest.mark.django_db

SLUG = "initiative-gruenden"


@pytest.fixture
def team() -> Team:
    make_checklist("Anlass aufschreiben", "Gespräche führen", slug=SLUG)
    return make_project(make_actor())


def due(project: Project, key: str) -> object:
    return project.milestones.get(key=key).due_on


def test_every_tool_that_a_station_names_is_there() -> None:
    library.load_checklists()
    library.load_formats()
    library.load_packages()

    assert set(TOOLS) <= set(KEYS)
    for key, named in TOOLS.items():
        found = find_tools(ANONYMOUS, key)
        assert [one.card.slug for one in found.checklists] == [
            slug for slug, _day in named.checklists
        ]
        assert tuple(one.slug for one in found.formats) == named.formats
        assert tuple(one.slug for one in found.packages) == named.packages


def test_checklist_begins_with_the_date_of_the_project_and_shows_its_progress(
    client: Client, team: Team
) -> None:
    client.force_login(person_of(team.lead))
    station = reverse("milestone_detail", args=[team.project.uuid, "m0"])
    begin = reverse("milestone_checklist", args=[team.project.uuid, "m0", SLUG])

    assert f'action="{begin}"' in client.get(station).text
    answers = [client.post(begin) for _sent_twice in range(2)]

    copy = ChecklistCopy.objects.get()
    assert {answer["Location"] for answer in answers} == {reverse("copy_detail", args=[copy.uuid])}
    assert copy.title == team.project.name
    assert copy.target_on == due(team.project, "m9")
    item = copy.items.all()[0]
    item.state = ItemState.DONE
    item.save()
    for key in ("m0", "m4"):
        page = client.get(reverse("milestone_detail", args=[team.project.uuid, key])).text
        assert reverse("copy_detail", args=[copy.uuid]) in page
        assert "1 von 2 erledigt" in page


def test_team_without_the_organisation_learns_that_a_copy_runs_and_nothing_of_it(
    client: Client, team: Team
) -> None:
    tools.begin_checklist(team.lead, team.project.pk, "m0", SLUG)
    copy = ChecklistCopy.objects.get()
    client.force_login(person_of(team.member))

    page = client.get(reverse("milestone_detail", args=[team.project.uuid, "m0"])).text

    assert str(copy.uuid) not in page
    assert "in einer anderen Organisation" in page


def test_only_the_team_under_a_mandate_begins_a_checklist(client: Client, team: Team) -> None:
    begin = reverse("milestone_checklist", args=[team.project.uuid, "m0", SLUG])

    client.force_login(person_of(team.member))
    assert client.post(begin)["Location"] == reverse(
        "milestone_detail", args=[team.project.uuid, "m0"]
    )
    client.force_login(person_of(make_actor()))
    assert client.post(begin).status_code == 404
    with pytest.raises(NotAllowed):
        tools.begin_checklist(add_member(team.project, "Ohne"), team.project.pk, "m0", SLUG)
    assert ChecklistCopy.objects.count() == 0


def test_checklist_of_another_station_is_refused(team: Team) -> None:
    make_checklist(slug="krisenkommunikation")

    for key, slug in (("m0", "krisenkommunikation"), ("m2", SLUG), ("m99", SLUG)):
        with pytest.raises(Conflict):
            tools.begin_checklist(team.lead, team.project.pk, key, slug)


def test_public_station_names_the_tools_and_offers_no_copy(client: Client, team: Team) -> None:
    page = client.get(reverse("founding_station", args=["m0"])).text

    assert reverse("checklist_detail", args=[SLUG]) in page
    assert "Diese Checkliste beginnen" not in page
