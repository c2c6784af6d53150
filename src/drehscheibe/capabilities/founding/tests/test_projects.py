"""Begin, work on stations, end; and two who write at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.founding.choices.guide import KEYS, WEEKS, list_stations
from drehscheibe.capabilities.founding.choices.project import ProjectState
from drehscheibe.capabilities.founding.models import Project
from drehscheibe.capabilities.founding.services import milestones, projects
from drehscheibe.capabilities.founding.tests.factories import (
    FAR,
    HERE,
    NEAR,
    make_person,
    make_places,
    make_project,
    person_of,
    reread,
    words_of,
)
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.files.models import StoredFile
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.models import Message
from drehscheibe.core.trace.clock import is_working_day

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Initiative am Fluss",
    "kreis": HERE,
    "starts_on": "",
    "tells_when_stuck": "on",
    "form_token": "t" * 32,
}


def test_a_project_begins_with_all_stations_and_their_dates() -> None:
    team = make_project()
    project = reread(team.project)
    due = {each.key: each.due_on for each in project.milestones.all()}

    assert set(due) == set(KEYS)
    assert all(is_working_day(day) for day in due.values())
    assert due["m12"] >= project.starts_on + timedelta(weeks=WEEKS["m12"])
    assert sorted(due.values()) == [due[key] for key in KEYS]
    assert Entry.objects.get(verb="founding.project_begun").item_key == str(project.uuid)
    assert Message.objects.filter(topic="founding.project_begun").count() == 1


def test_both_languages_tell_of_the_same_stations() -> None:
    shapes = []
    for language in ("de", "en"):
        with translation.override(language):
            shapes.append(
                [
                    (s.key, len(s.steps), len(s.traps), s.drafts, bool(s.what))
                    for s in list_stations()
                ]
            )

    assert shapes[0] == shapes[1]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kreise": ["99999"]}, "kreise"),
        ({"kreise": []}, "kreise"),
        ({"starts_on": timezone.localdate() - timedelta(days=1)}, "starts_on"),
        ({"starts_on": timezone.localdate() + timedelta(days=800)}, "starts_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(changes: dict[str, object], field: str) -> None:
    make_places()

    with pytest.raises(ValidationError) as refused:
        projects.begin_project(make_person(), words_of(**changes))

    assert list(refused.value.message_dict) == [field]
    assert not Project.objects.exists()


def test_nobody_begins_without_an_account() -> None:
    make_places()
    with pytest.raises(NotAllowed):
        projects.begin_project(ANONYMOUS, words_of())


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(client: Client) -> None:
    make_places()
    client.force_login(person_of(make_person()))
    yesterday = timezone.localdate() - timedelta(days=1)

    answer = client.post(
        reverse("founding_begin"), {**FORM, "starts_on": yesterday.isoformat(), "kreis": "00000"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Initiative am Fluss" in page
    assert "Diesen Kreis kennen wir nicht" in page
    assert not Project.objects.exists()


def test_sent_twice_it_begins_once_and_further_kreise_are_read_by_name(client: Client) -> None:
    make_places()
    client.force_login(person_of(make_person()))
    today = timezone.localdate().isoformat()
    form = {**FORM, "starts_on": today, "more_kreise": f"Kreis {NEAR}, {FAR}"}

    answers = [client.post(reverse("founding_begin"), form) for _ in range(2)]

    project = Project.objects.get()
    assert {answer.status_code for answer in answers} == {302}
    assert {kreis.pk for kreis in project.kreise.all()} == {HERE, NEAR, FAR}


def test_an_unknown_kreis_in_the_address_is_said(client: Client) -> None:
    make_places()
    client.force_login(person_of(make_person()))

    page = client.get(reverse("founding_begin") + "?kreis=99999").content.decode()

    assert "99999" in page
    assert "kennen wir nicht" in page


def test_an_organisation_begins_by_mandate() -> None:
    actor = make_actor("member")
    make_places()

    project = projects.begin_project(actor, words_of())

    assert project.organisation_id == actor.organisation_id


def test_a_new_start_moves_open_stations_but_not_what_was_set_by_hand() -> None:
    team = make_project()
    today = timezone.localdate()
    own_day = today + timedelta(days=3)
    words = milestones.MilestoneWords("open", "", own_day, "", "")
    milestones.save_milestone(team.lead, team.project.pk, "m0", words, version=1)
    done = milestones.MilestoneWords(
        "done", "", reread(team.project).milestones.get(key="m1").due_on, "", ""
    )
    milestones.save_milestone(team.lead, team.project.pk, "m1", done, version=1)
    before = {m.key: m.due_on for m in reread(team.project).milestones.all()}

    later = words_of(starts_on=today + timedelta(days=70))
    projects.edit_project(team.lead, team.project.pk, later, version=1)

    after = {m.key: m.due_on for m in reread(team.project).milestones.all()}
    assert {key for key in KEYS if before[key] == after[key]} == {"m0", "m1"}


def test_two_who_change_the_words_at_once_both_see_both(client: Client) -> None:
    team = make_project()
    projects.edit_project(team.lead, team.project.pk, words_of(goal="Wort der einen"), version=1)
    client.force_login(person_of(team.member))
    form = {
        **FORM,
        "starts_on": team.project.starts_on.isoformat(),
        "goal": "Wort des anderen",
        "version": "1",
    }

    late = client.post(reverse("project_edit", args=[team.project.uuid]), form)

    page = late.content.decode()
    assert late.status_code == 422
    assert 'name="version" value="2"' in page
    assert "Wort der einen" in page
    assert "Wort des anderen" in page
    assert reread(team.project).goal == "Wort der einen"

    again = client.post(
        reverse("project_edit", args=[team.project.uuid]),
        {**form, "version": "2", "form_token": "u" * 32},
    )
    assert again.status_code == 302
    assert reread(team.project).goal == "Wort des anderen"


def test_a_station_wants_a_reason_a_member_and_a_day_to_come(client: Client) -> None:
    team = make_project()
    client.force_login(person_of(team.member))
    address = reverse("milestone_detail", args=[team.project.uuid, "m3"])
    milestone = team.project.milestones.get(key="m3")
    form = {"state": "blocked", "due_on": milestone.due_on.isoformat(), "version": "1"}

    without_reason = client.post(address, form)
    in_the_past = client.post(address, {**form, "state": "open", "due_on": "2020-01-01"})
    stranger = client.post(address, {**form, "state": "open", "owner": "nobody"})
    good = client.post(address, {**form, "note": "Die Kammer hat noch nicht geantwortet."})

    assert [a.status_code for a in (without_reason, in_the_past, stranger, good)] == [
        422,
        422,
        422,
        302,
    ]
    assert "in einem Satz, warum" in without_reason.content.decode()
    assert "Dieser Tag ist vorbei" in in_the_past.content.decode()
    assert team.project.milestones.get(key="m3").state == "blocked"


def test_two_who_work_on_a_station_at_once_both_see_both(client: Client) -> None:
    team = make_project()
    due = team.project.milestones.get(key="m2").due_on
    first = milestones.MilestoneWords("in-work", "", due, "Wort der einen", "")
    milestones.save_milestone(team.lead, team.project.pk, "m2", first, version=1)
    client.force_login(person_of(team.member))
    address = reverse("milestone_detail", args=[team.project.uuid, "m2"])
    form = {"state": "done", "due_on": due.isoformat(), "note": "Wort des anderen", "version": "1"}

    late = client.post(address, form)

    assert late.status_code == 422
    assert "Wort der einen" in late.content.decode()
    assert "Wort des anderen" in late.content.decode()
    assert team.project.milestones.get(key="m2").note == "Wort der einen"


def test_a_proof_is_seen_by_the_team_alone_and_goes_for_good(client: Client) -> None:
    team = make_project()
    client.force_login(person_of(team.member))
    upload = SimpleUploadedFile("liste.txt", b"Wer war dabei?", "text/plain")
    client.post(reverse("proof_add", args=[team.project.uuid, "m3"]), {"file": upload})
    file = StoredFile.objects.get()
    address = reverse("file_content", args=[file.uuid])

    answer = client.get(address)
    seen, content = answer.status_code, answer.getvalue()
    stranger = Client()
    stranger.force_login(person_of(make_person()))
    hidden = (stranger.get(address).status_code, Client().get(address).status_code)
    client.post(reverse("proof_remove", args=[team.project.uuid, "m3", file.uuid]))

    assert (seen, hidden) == (200, (404, 404))
    assert content == b"Wer war dabei?"
    assert not StoredFile.objects.exists()


def test_an_ended_project_stays_readable_and_changes_no_more(client: Client) -> None:
    team = make_project()
    projects.end_project(team.lead, team.project.pk)
    client.force_login(person_of(team.member))

    page = client.get(reverse("project_detail", args=[team.project.uuid]))
    edit = client.get(reverse("project_edit", args=[team.project.uuid]))

    assert (page.status_code, edit.status_code) == (200, 403)
    assert reread(team.project).state == ProjectState.ENDED
