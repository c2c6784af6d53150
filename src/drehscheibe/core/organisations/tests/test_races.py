"""Two people at once, on a database that really has two."""

from __future__ import annotations

import pytest

from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.accounts import links
from drehscheibe.core.accounts.tests.factories import UserFactory, make_person
from drehscheibe.core.organisations import queries, services
from drehscheibe.core.organisations.models import Invitation, Mandate
from drehscheibe.core.organisations.tests.factories import OrganisationFactory, make_actor
from drehscheibe.core.outbox.models import Message
from tests.racing import needs_row_locks, run_at_once

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures(needs_row_locks.__name__),
]


def is_refused(outcome: object) -> bool:
    return isinstance(outcome, Conflict)


def test_two_last_leads_cannot_leave_at_the_same_moment() -> None:
    organisation = OrganisationFactory.create()
    first, second = make_actor(organisation=organisation), make_actor(organisation=organisation)

    outcomes = run_at_once(
        *(
            lambda actor=actor: services.end_mandate(actor, actor.mandate_id or 0).state
            for actor in (first, second)
        )
    )

    assert sorted(map(is_refused, outcomes)) == [False, True]
    assert len(queries.list_lead_person_ids(organisation.pk)) == 1


def test_granting_at_the_same_moment_grants_once() -> None:
    organisation, newcomer = OrganisationFactory.create(), UserFactory.create()
    office = make_actor("office")

    run_at_once(
        *[
            lambda: (
                services.grant_mandate(
                    office, person_id=newcomer.pk, organisation_id=organisation.pk, role="editor"
                ).state
            )
        ]
        * 3
    )

    assert Mandate.objects.filter(person=newcomer).count() == 1
    assert Message.objects.filter(topic="organisations.mandate_granted").count() == 1


def test_two_keys_at_the_same_moment_open_once() -> None:
    organisation = OrganisationFactory.create(requires_two_keys=True)
    leads = [make_actor(organisation=organisation) for _ in range(2)]
    asker = queries.make_actor(UserFactory.create(), None)
    asked = services.request_mandate(asker, organisation_id=organisation.pk, role="editor")

    outcomes = run_at_once(
        *(lambda lead=lead: services.confirm_mandate(lead, asked.pk).state for lead in leads)
    )

    assert sorted(map(str, outcomes)) == ["requested", "valid"]
    assert Message.objects.filter(topic="organisations.mandate_granted").count() == 1


def test_an_invitation_is_accepted_once() -> None:
    organisation = OrganisationFactory.create()
    services.invite_person(
        make_actor(organisation=organisation),
        organisation_id=organisation.pk,
        email="new@example.org",
        role="editor",
    )
    actor, invitation = (
        queries.make_actor(make_person("new@example.org"), None),
        Invitation.objects.get(),
    )

    outcomes = run_at_once(*[lambda: services.accept_invitation(actor, invitation.uuid).state] * 2)

    assert sorted(map(is_refused, outcomes)) == [False, True]


def test_a_log_in_link_is_used_once() -> None:
    person = make_person()
    link = links.find_link(links.make_link(person, person.email))
    assert link is not None

    outcomes = run_at_once(*[lambda: links.use_link(link)] * 3)

    assert sorted(map(bool, outcomes)) == [False, False, True]
