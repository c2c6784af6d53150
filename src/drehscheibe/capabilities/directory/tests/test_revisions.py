from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from drehscheibe.capabilities.directory.choices import RevisionState, Standing
from drehscheibe.capabilities.directory.models import Facet, Initiative, ProfileRevision
from drehscheibe.capabilities.directory.services import confirmations, revisions, subscriptions
from drehscheibe.capabilities.directory.tests.factories import (
    InitiativeFactory,
    make_editor,
    make_kreise,
    make_office,
    make_person,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.outbox.delivery import deliver_due
from drehscheibe.core.outbox.models import Message

pytestmark = pytest.mark.django_db


def make_two_keys() -> tuple[Initiative, Actor, Actor]:
    initiative = InitiativeFactory.create(organisation__requires_two_keys=True)
    return (
        initiative,
        make_editor(initiative, side="companies"),
        make_editor(initiative, side="union"),
    )


def facts() -> list[str]:
    return [
        t
        for t in Message.objects.order_by("pk").values_list("topic", flat=True)
        if t.startswith("directory.")
    ]


def test_one_key_publishes_at_once_with_history_and_index() -> None:
    initiative = InitiativeFactory.create(topics=["skills"])
    editor = make_editor(initiative)

    revision = revisions.propose_revision(
        editor, initiative.pk, {"topics": ["digital"], "name": "Neuer Name"}, note="Umbenannt"
    )

    initiative.refresh_from_db()
    assert revision is not None
    assert revision.state == RevisionState.PUBLISHED
    assert revision.changes["topics"] == [["skills"], ["digital"]]
    assert (initiative.topics, initiative.organisation.name) == (["digital"], "Neuer Name")
    assert initiative.standing is Standing.EDITED
    assert list(Facet.objects.filter(kind="topic").values_list("code", flat=True)) == ["digital"]
    assert facts() == ["directory.profile_changed"]
    assert list(Entry.objects.values_list("verb", "changes__fields")) == [
        ("directory.profile_changed", ["name", "topics"])
    ]


def test_saving_the_same_values_makes_no_revision() -> None:
    initiative = InitiativeFactory.create(topics=["skills"], goals="a\nb")
    editor = make_editor(initiative)

    result = revisions.propose_revision(
        editor, initiative.pk, {"topics": ["skills"], "goals": "a\r\nb "}
    )

    assert result is None
    assert (ProfileRevision.objects.count(), facts()) == (0, [])


def test_kreise_and_dates_survive_the_way_through_json() -> None:
    make_kreise("05515", "05512")
    initiative = InitiativeFactory.create()

    revisions.propose_revision(
        make_editor(initiative),
        initiative.pk,
        {"kreise": ["05515", "05512"], "members_as_of": "2025-03-01", "land": None},
    )

    initiative.refresh_from_db()
    assert sorted(k.pk for k in initiative.kreise.all()) == ["05512", "05515"]
    assert initiative.members_as_of is not None
    assert initiative.members_as_of.isoformat() == "2025-03-01"
    assert Facet.objects.filter(kind="land").values_list("code", flat=True).get() == "NW"


@pytest.mark.parametrize(
    "values",
    [
        {"topics": ["nonsense"]},
        {"name": ""},
        {"kreise": ["99999"]},
        {"company_share": 101},
        {"website": "javascript:alert(1)"},
    ],
    ids=lambda v: next(iter(v)),
)
def test_wrong_values_change_nothing(values: dict[str, object]) -> None:
    initiative = InitiativeFactory.create()

    with pytest.raises(ValidationError):
        revisions.propose_revision(make_editor(initiative), initiative.pk, values)

    assert ProfileRevision.objects.count() == 0


def test_two_keys_let_a_change_wait_until_the_other_side_agrees() -> None:
    initiative, first, second = make_two_keys()

    revision = revisions.propose_revision(first, initiative.pk, {"goals": "New goals"})

    assert revision is not None
    initiative.refresh_from_db()
    assert (revision.state, initiative.goals) == (RevisionState.PROPOSED, "")
    deliver_due()
    asked = Notification.objects.values_list("person_id", "kind")
    assert list(asked) == [(second.person_id, "directory.second_key")]
    with pytest.raises(NotAllowed):
        revisions.confirm_revision(first, revision.pk)

    revisions.confirm_revision(second, revision.pk)

    initiative.refresh_from_db()
    revision.refresh_from_db()
    assert (revision.state, initiative.goals) == (RevisionState.PUBLISHED, "New goals")
    assert (revision.decided_by_id, revision.decided_mandate_id) == (
        second.person_id,
        second.mandate_id,
    )
    deliver_due()
    told = Notification.objects.filter(person_id=first.person_id).values_list("kind", flat=True)
    assert list(told) == ["directory.revision_published"]


def test_further_changes_of_the_same_person_join_the_one_that_waits() -> None:
    initiative, first, second = make_two_keys()
    revision = revisions.propose_revision(first, initiative.pk, {"goals": "A"})
    assert revision is not None

    again = revisions.propose_revision(first, initiative.pk, {"motto": "B", "goals": "C"})

    assert again is not None
    assert (again.pk, again.changes) == (revision.pk, {"goals": ["", "C"], "motto": ["", "B"]})
    with pytest.raises(Conflict):
        revisions.propose_revision(second, initiative.pk, {"motto": "mine"})


def test_setting_everything_back_withdraws_what_waits() -> None:
    initiative, first, _second = make_two_keys()
    revisions.propose_revision(first, initiative.pk, {"goals": "A"})

    result = revisions.propose_revision(first, initiative.pk, {"goals": ""})

    assert result is not None
    assert result.state == RevisionState.WITHDRAWN


def test_rejecting_needs_a_reason_and_changes_nothing() -> None:
    initiative, first, second = make_two_keys()
    revision = revisions.propose_revision(first, initiative.pk, {"goals": "A"})
    assert revision is not None
    with pytest.raises(ValidationError):
        revisions.reject_revision(second, revision.pk, reason=" ")

    revisions.reject_revision(second, revision.pk, reason="We agreed on something else.")

    initiative.refresh_from_db()
    assert initiative.goals == ""
    with pytest.raises(Conflict):
        revisions.confirm_revision(second, revision.pk)
    deliver_due()
    note = Notification.objects.get(person_id=first.person_id, kind="directory.revision_rejected")
    assert note.context["reason"] == "We agreed on something else."
    assert facts() == ["directory.revision_proposed", "directory.revision_rejected"]


def test_a_change_of_an_outdated_profile_is_not_published() -> None:
    initiative, first, second = make_two_keys()
    revision = revisions.propose_revision(first, initiative.pk, {"goals": "A"})
    assert revision is not None
    Initiative.objects.filter(pk=initiative.pk).update(goals="changed elsewhere")

    with pytest.raises(Conflict):
        revisions.confirm_revision(second, revision.pk)

    initiative.refresh_from_db()
    assert initiative.goals == "changed elsewhere"


def test_only_the_proposer_withdraws() -> None:
    initiative, first, second = make_two_keys()
    revision = revisions.propose_revision(first, initiative.pk, {"goals": "A"})
    assert revision is not None

    with pytest.raises(NotAllowed):
        revisions.withdraw_revision(second, revision.pk)
    revisions.withdraw_revision(first, revision.pk)

    revision.refresh_from_db()
    assert revision.state == RevisionState.WITHDRAWN


def test_strangers_change_nothing_and_the_office_only_free_entries() -> None:
    initiative, office = InitiativeFactory.create(), make_office()
    stranger = make_editor(InitiativeFactory.create())
    for actor in (make_person(), stranger):
        with pytest.raises(NotAllowed):
            revisions.propose_revision(actor, initiative.pk, {"goals": "A"})

    revisions.propose_revision(office, initiative.pk, {"seat_city": "Bonn"})

    initiative.refresh_from_db()
    assert (initiative.seat_city, initiative.standing) == ("Bonn", Standing.PUBLIC_SOURCES)
    assert initiative.is_touched
    confirmations.confirm_profile(make_editor(initiative), initiative.pk)


def test_followers_hear_of_a_change_once_and_the_author_does_not() -> None:
    initiative = InitiativeFactory.create()
    editor, follower = make_editor(initiative), make_person()
    subscriptions.follow(follower, initiative.pk)
    subscriptions.follow(follower, initiative.pk)
    subscriptions.follow(editor, initiative.pk)

    revisions.propose_revision(editor, initiative.pk, {"goals": "A"})
    deliver_due()
    deliver_due()

    told = Notification.objects.values_list("person_id", "kind")
    assert list(told) == [(follower.person_id, "directory.followed_changed")]
