"""A mandate ends: with its time, by somebody, or by handing it over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.organisations import queries, services
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.organisations.tests.factories import (
    MandateFactory,
    lead_of,
    make_actor,
    make_plain_person,
)
from drehscheibe.core.organisations.tests.telling import topics

pytestmark = pytest.mark.django_db


# Time


def test_a_mandate_ends_with_its_time(initiative: Organisation) -> None:
    newcomer = UserFactory.create()
    start = datetime(2027, 1, 1, 9, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        services.grant_mandate(
            SYSTEM,
            person_id=newcomer.pk,
            organisation_id=initiative.pk,
            role="editor",
            valid_until=start + timedelta(days=30),
        )
        clock.shift(timedelta(days=30) - timedelta(seconds=1))
        before = queries.actor_for_person(newcomer)
        clock.shift(timedelta(seconds=1))
        after = queries.actor_for_person(newcomer)

        assert (before.role, after.role) == ("editor", "")
        assert services.end_expired_mandates() == 1
        assert services.end_expired_mandates() == 0
        assert topics() == ["mandate_granted", "mandate_ended"]


def test_an_expired_mandate_does_not_block_a_new_one(initiative: Organisation) -> None:
    old = MandateFactory.create(
        organisation=initiative,
        role="editor",
        valid_from=timezone.now() - timedelta(days=9),
        valid_until=timezone.now() - timedelta(days=2),
    )
    end = old.valid_until

    new = services.grant_mandate(
        SYSTEM, person_id=old.person_id, organisation_id=initiative.pk, role="editor"
    )

    old.refresh_from_db()
    assert (old.state, old.valid_until) == ("ended", end)
    assert new.state == "valid"


def test_an_expired_lead_decides_nothing(initiative: Organisation) -> None:
    MandateFactory.create(organisation=initiative, valid_until=timezone.now() - timedelta(days=1))

    assert queries.list_lead_person_ids(initiative.pk) == []


# Ending


def test_a_person_leaves_when_others_stay(initiative: Organisation) -> None:
    leaver = lead_of(initiative)
    lead_of(initiative)

    ended = services.end_mandate(leaver, leaver.mandate_id or 0, reason="Neue Stelle")

    assert (ended.state, ended.decision_reason) == ("ended", "Neue Stelle")
    assert ended.valid_until is not None
    assert queries.list_valid_mandates(ended.person_id) == []
    assert topics() == ["mandate_ended"]


@pytest.mark.parametrize("role", ["coordinator", "speaker"])
def test_the_last_lead_cannot_just_leave(initiative: Organisation, role: str) -> None:
    last = lead_of(initiative, role=role)
    lead_of(initiative, role="editor")

    with pytest.raises(Conflict):
        services.end_mandate(last, last.mandate_id or 0)

    assert queries.list_lead_person_ids(initiative.pk) == [last.person_id]


def test_the_office_may_end_the_last_lead(initiative: Organisation) -> None:
    last = lead_of(initiative)

    ended = services.end_mandate(make_actor(OrganisationKind.OFFICE), last.mandate_id or 0)

    assert ended.state == "ended"


def test_the_office_never_ends_its_own_last_lead() -> None:
    office = make_actor(OrganisationKind.OFFICE)

    with pytest.raises(Conflict):
        services.end_mandate(office, office.mandate_id or 0)


def test_a_lead_ends_the_mandate_of_an_editor_but_not_elsewhere(initiative: Organisation) -> None:
    editor, foreign = lead_of(initiative, role="editor"), make_actor()

    with pytest.raises(NotAllowed):
        services.end_mandate(foreign, editor.mandate_id or 0)
    assert services.end_mandate(lead_of(initiative), editor.mandate_id or 0).state == "ended"


def test_a_request_is_withdrawn_by_its_author(initiative: Organisation) -> None:
    asker = make_plain_person()
    asked = services.request_mandate(asker, organisation_id=initiative.pk, role="editor")

    withdrawn = services.end_mandate(asker, asked.pk)

    assert (withdrawn.state, withdrawn.valid_until) == ("ended", None)


def test_what_has_ended_does_not_end_again(initiative: Organisation) -> None:
    editor = lead_of(initiative, role="editor")
    services.end_mandate(editor, editor.mandate_id or 0)

    with pytest.raises(Conflict):
        services.end_mandate(editor, editor.mandate_id or 0)


# Handing over


def test_the_last_lead_hands_over_without_a_gap(initiative: Organisation) -> None:
    leaver, successor = lead_of(initiative), UserFactory.create()

    mandate = services.hand_over_mandate(leaver, leaver.mandate_id or 0, to_person_id=successor.pk)

    old = Mandate.objects.get(pk=leaver.mandate_id or 0)
    assert (mandate.state, mandate.role, mandate.successor_of_id) == (
        "valid",
        "coordinator",
        old.pk,
    )
    assert old.state == "ended"
    assert queries.list_lead_person_ids(initiative.pk) == [successor.pk]
    assert topics() == ["mandate_handed_over", "mandate_granted"]


def test_an_editor_stays_until_the_successor_is_confirmed(initiative: Organisation) -> None:
    editor, lead, successor = (
        lead_of(initiative, role="editor"),
        lead_of(initiative),
        UserFactory.create(),
    )

    mandate = services.hand_over_mandate(editor, editor.mandate_id or 0, to_person_id=successor.pk)
    old = Mandate.objects.get(pk=editor.mandate_id or 0)
    assert (mandate.state, old.state) == ("requested", "valid")

    services.confirm_mandate(lead, mandate.pk)
    old.refresh_from_db()
    assert old.state == "ended"


def test_the_last_lead_cannot_hand_over_to_a_mere_editor(initiative: Organisation) -> None:
    last = lead_of(initiative)

    with pytest.raises(Conflict):
        services.hand_over_mandate(
            last, last.mandate_id or 0, to_person_id=UserFactory.create().pk, role="editor"
        )

    assert queries.list_lead_person_ids(initiative.pk) == [last.person_id]
    assert Mandate.objects.count() == 1


def test_nobody_hands_over_to_themselves_or_for_others(initiative: Organisation) -> None:
    lead = lead_of(initiative)

    with pytest.raises(Conflict):
        services.hand_over_mandate(lead, lead.mandate_id or 0, to_person_id=lead.person_id or 0)
    with pytest.raises(NotAllowed):
        services.hand_over_mandate(
            make_actor(), lead.mandate_id or 0, to_person_id=UserFactory.create().pk
        )
