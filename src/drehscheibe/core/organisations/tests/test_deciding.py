"""Who decides about a mandate, alone or with two keys."""

from __future__ import annotations

import functools

import pytest

from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.organisations import queries, services
from drehscheibe.core.organisations.choices import MandateState, OrganisationKind
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.organisations.tests.factories import (
    OrganisationFactory,
    lead_of,
    make_actor,
    make_plain_person,
)
from drehscheibe.core.organisations.tests.telling import topics, verbs

pytestmark = pytest.mark.django_db


# One key


DECIDERS = [
    ("lead", True),
    ("speaker", True),
    ("office", True),
    ("editor", False),
    ("staff", False),
    ("foreign lead", False),
    ("desk", False),
    ("asker", False),
    ("plain person", False),
    ("nobody", False),
]


def decider(name: str, initiative: Organisation, asker: Actor) -> Actor:
    match name:
        case "lead":
            return lead_of(initiative)
        case "speaker" | "editor" | "staff":
            return lead_of(initiative, role=name)
        case "office" | "desk":
            return make_actor(name)
        case "foreign lead":
            return make_actor()
        case "asker":
            return asker
        case "plain person":
            return make_plain_person()
    return ANONYMOUS


@pytest.mark.parametrize(("who", "may"), DECIDERS)
@pytest.mark.parametrize("act", ["confirm", "grant", "decline"])
def test_who_decides_about_a_request(
    initiative: Organisation, who: str, may: bool, act: str
) -> None:
    asker = make_plain_person()
    asked = services.request_mandate(asker, organisation_id=initiative.pk, role="editor")
    actor = decider(who, initiative, asker)

    def decide() -> Mandate:
        if act == "confirm":
            return services.confirm_mandate(actor, asked.pk)
        if act == "decline":
            return services.decline_mandate(actor, asked.pk, reason="Nein")
        return services.grant_mandate(
            actor, person_id=asked.person_id, organisation_id=initiative.pk, role="editor"
        )

    if may:
        assert decide().state == ("declined" if act == "decline" else "valid")
    else:
        with pytest.raises(NotAllowed):
            decide()
        asked.refresh_from_db()
        assert asked.state == MandateState.REQUESTED


def test_a_granted_mandate_lets_the_person_act(initiative: Organisation) -> None:
    office = make_actor(OrganisationKind.OFFICE)
    newcomer = UserFactory.create()

    mandate = services.grant_mandate(
        office,
        person_id=newcomer.pk,
        organisation_id=initiative.pk,
        role="coordinator",
        side="chamber",
        reason="Website geprüft",
    )

    actor = queries.actor_for_person(newcomer)
    assert (actor.organisation_name, actor.role, actor.side) == (
        "Industrie am Fluss",
        "coordinator",
        "chamber",
    )
    assert (mandate.decided_by_id, mandate.decision_reason) == (office.person_id, "Website geprüft")
    assert verbs() == ["mandate_granted"]
    assert topics() == ["mandate_granted"]


def test_granting_twice_grants_once(initiative: Organisation) -> None:
    office = make_actor(OrganisationKind.OFFICE)
    newcomer = UserFactory.create()
    wanted = functools.partial(
        services.grant_mandate,
        person_id=newcomer.pk,
        organisation_id=initiative.pk,
        role="editor",
    )

    first = wanted(office)
    second = wanted(office)

    assert first.pk == second.pk
    assert topics() == ["mandate_granted"]


def test_several_people_act_for_one_organisation(initiative: Organisation) -> None:
    first, second = lead_of(initiative), lead_of(initiative, role="speaker")

    assert queries.list_lead_person_ids(initiative.pk) == [first.person_id, second.person_id]


def test_nobody_confirms_themselves(initiative: Organisation) -> None:
    lead = lead_of(initiative)
    asked = services.request_mandate(lead, organisation_id=initiative.pk, role="speaker")

    with pytest.raises(NotAllowed):
        services.confirm_mandate(lead, asked.pk)
    with pytest.raises(NotAllowed):
        services.decline_mandate(lead, asked.pk)


@pytest.mark.parametrize("act", [services.confirm_mandate, services.decline_mandate])
def test_what_was_decided_is_not_decided_again(initiative: Organisation, act: object) -> None:
    lead = lead_of(initiative)
    asked = services.request_mandate(
        make_plain_person(), organisation_id=initiative.pk, role="editor"
    )
    services.confirm_mandate(lead, asked.pk)

    with pytest.raises(Conflict):
        act(lead, asked.pk)  # type: ignore[operator]


# Two keys


def two_key_initiative() -> Organisation:
    return OrganisationFactory.create(requires_two_keys=True)


def test_with_two_keys_two_different_people_agree() -> None:
    organisation = two_key_initiative()
    first, second = lead_of(organisation), lead_of(organisation, role="speaker")
    asked = services.request_mandate(
        make_plain_person(), organisation_id=organisation.pk, role="editor"
    )

    assert services.confirm_mandate(first, asked.pk).state == "requested"
    with pytest.raises(Conflict):
        services.confirm_mandate(first, asked.pk)
    assert services.confirm_mandate(second, asked.pk).state == "valid"
    assert verbs() == ["mandate_requested", "mandate_first_key_turned", "mandate_granted"]


def test_the_office_is_one_of_two_keys() -> None:
    organisation = two_key_initiative()
    lead, office = lead_of(organisation), make_actor(OrganisationKind.OFFICE)
    newcomer = UserFactory.create()
    wanted = functools.partial(
        services.grant_mandate,
        person_id=newcomer.pk,
        organisation_id=organisation.pk,
        role="editor",
    )

    assert wanted(office).state == "requested"
    assert wanted(lead).state == "valid"


def test_two_keys_never_lock_an_organisation_out() -> None:
    organisation = two_key_initiative()
    only = make_actor(OrganisationKind.OFFICE)
    asked = services.request_mandate(
        make_plain_person(), organisation_id=organisation.pk, role="editor"
    )

    assert services.confirm_mandate(only, asked.pk).state == "valid"
