"""Organisations are created by the office, mandates asked for by people."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from drehscheibe.core.access.actor import ANONYMOUS, SYSTEM
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations import queries, services
from drehscheibe.core.organisations.choices import MandateState, OrganisationKind
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.organisations.tests.factories import (
    lead_of,
    make_actor,
    make_plain_person,
)
from drehscheibe.core.organisations.tests.telling import topics, verbs

pytestmark = pytest.mark.django_db


def test_office_creates_an_organisation() -> None:
    made = services.create_organisation(
        make_actor(OrganisationKind.OFFICE), kind="initiative", name="  Neue Initiative "
    )

    assert (made.name, made.kind) == ("Neue Initiative", "initiative")
    assert topics() == ["organisation_created"]
    assert verbs() == ["organisation_created"]


@pytest.mark.parametrize("kind", ["initiative", "desk", "partner", "member"])
def test_others_do_not_create_organisations(kind: str) -> None:
    with pytest.raises(NotAllowed):
        services.create_organisation(make_actor(kind), kind="initiative", name="Neue")
    assert Organisation.objects.filter(name="Neue").count() == 0


def test_an_organisation_needs_a_name() -> None:
    with pytest.raises(ValidationError) as caught:
        services.create_organisation(SYSTEM, kind="initiative", name="  ")
    assert list(caught.value.message_dict) == ["name"]


def test_a_request_waits_and_gives_no_rights(initiative: Organisation) -> None:
    asker = make_plain_person()

    mandate = services.request_mandate(
        asker, organisation_id=initiative.pk, role="editor", side="union", note=" Bitte "
    )

    assert (mandate.state, mandate.side, mandate.request_note) == ("requested", "union", "Bitte")
    assert queries.list_valid_mandates(mandate.person_id) == []
    assert topics() == ["mandate_requested"]


def test_asking_twice_is_answered_with_where_it_stands(initiative: Organisation) -> None:
    asker = make_plain_person()
    services.request_mandate(asker, organisation_id=initiative.pk, role="editor")

    with pytest.raises(Conflict):
        services.request_mandate(asker, organisation_id=initiative.pk, role="editor")

    assert Mandate.objects.count() == 1
    assert topics() == ["mandate_requested"]


def test_nobody_asks_without_log_in(initiative: Organisation) -> None:
    with pytest.raises(NotAllowed):
        services.request_mandate(ANONYMOUS, organisation_id=initiative.pk, role="editor")


@pytest.mark.parametrize(("role", "side"), [("king", ""), ("editor", "martians"), ("", "")])
def test_unknown_roles_and_sides_are_refused(
    initiative: Organisation, role: str, side: str
) -> None:
    with pytest.raises(ValidationError):
        services.request_mandate(
            make_plain_person(), organisation_id=initiative.pk, role=role, side=side
        )


def test_one_may_ask_again_after_a_refusal_or_an_end(initiative: Organisation) -> None:
    asker, lead = make_plain_person(), lead_of(initiative)
    first = services.request_mandate(asker, organisation_id=initiative.pk, role="editor")
    services.decline_mandate(lead, first.pk, reason="Bitte im Mai noch einmal")

    second = services.request_mandate(asker, organisation_id=initiative.pk, role="editor")

    assert second.pk != first.pk
    assert second.state == MandateState.REQUESTED
