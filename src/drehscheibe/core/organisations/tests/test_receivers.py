"""Who is told what about mandates, from the act to the queued e-mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.organisations import services
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.tests.factories import (
    OrganisationFactory,
    make_actor,
    make_plain_person,
)
from drehscheibe.core.outbox.tests.delivering import deliver_all

pytestmark = pytest.mark.django_db


def told() -> list[tuple[int, str]]:
    """Deliver everything and return who was told which kind."""
    deliver_all()
    rows = Notification.objects.order_by("pk").values_list("person_id", "kind")
    return [(person, kind.removeprefix("organisations.")) for person, kind in rows]


def ask(organisation: Organisation) -> tuple[Actor, int]:
    asker = make_plain_person()
    mandate = services.request_mandate(
        asker, organisation_id=organisation.pk, role="editor", note="Seit Mai dabei"
    )
    return asker, mandate.pk


def test_those_who_lead_are_asked() -> None:
    organisation = OrganisationFactory.create(name="Am Fluss")
    lead = make_actor(organisation=organisation)
    speaker = make_actor(organisation=organisation, role="speaker")
    make_actor(organisation=organisation, role="editor")
    make_actor("office")

    ask(organisation)

    assert told() == [
        (lead.person_id, "mandate_requested"),
        (speaker.person_id, "mandate_requested"),
    ]
    mail = Mail.objects.order_by("pk")[0]
    assert "Seit Mai dabei" in mail.text
    assert f"/organisationen/{organisation.uuid}/personen/" in mail.text


def test_without_a_lead_the_office_is_asked() -> None:
    office = make_actor("office")

    ask(OrganisationFactory.create())

    assert told() == [(office.person_id, "mandate_requested")]


def test_the_second_key_is_asked_for() -> None:
    organisation = OrganisationFactory.create(requires_two_keys=True)
    first, second = make_actor(organisation=organisation), make_actor(organisation=organisation)
    _asker, mandate_id = ask(organisation)
    told()

    services.confirm_mandate(first, mandate_id)

    assert told()[2:] == [(second.person_id, "mandate_requested")]


def test_a_second_key_may_be_the_office() -> None:
    organisation = OrganisationFactory.create(requires_two_keys=True)
    only, office = make_actor(organisation=organisation), make_actor("office")
    _asker, mandate_id = ask(organisation)
    told()

    services.confirm_mandate(only, mandate_id)

    assert told()[1:] == [(office.person_id, "mandate_requested")]


@pytest.mark.parametrize("decision", ["granted", "declined"])
def test_the_decision_is_told_to_the_person(decision: str) -> None:
    organisation = OrganisationFactory.create()
    lead = make_actor(organisation=organisation)
    asker, mandate_id = ask(organisation)
    told()

    if decision == "granted":
        services.confirm_mandate(lead, mandate_id)
    else:
        services.decline_mandate(lead, mandate_id, reason="Erst im Herbst")

    assert told()[1:] == [(asker.person_id, f"mandate_{decision}")]
    mail = Mail.objects.order_by("-pk")[0]
    assert ("Erst im Herbst" in mail.text) is (decision == "declined")


def test_who_leaves_is_missed_by_the_others_and_who_is_ended_is_told() -> None:
    organisation = OrganisationFactory.create()
    lead = make_actor(organisation=organisation)
    first = make_actor(organisation=organisation, role="editor")
    second = make_actor(organisation=organisation, role="staff")

    services.end_mandate(first, first.mandate_id or 0)
    services.end_mandate(lead, second.mandate_id or 0, reason="Projektende")

    assert told() == [(lead.person_id, "mandate_left"), (second.person_id, "mandate_ended")]


def test_a_withdrawn_request_disturbs_nobody() -> None:
    organisation = OrganisationFactory.create()
    make_actor(organisation=organisation)
    asker, mandate_id = ask(organisation)
    before = told()

    services.end_mandate(asker, mandate_id)

    assert told() == before


def test_a_hand_over_is_told_to_both() -> None:
    organisation = OrganisationFactory.create()
    lead, successor = make_actor(organisation=organisation), UserFactory.create(name="Nach Folge")

    services.hand_over_mandate(lead, lead.mandate_id or 0, to_person_id=successor.pk)

    assert told() == [
        (lead.person_id, "mandate_handed_over"),
        (successor.pk, "mandate_granted"),
    ]
    assert "Nach Folge" in Mail.objects.order_by("pk")[0].text


def test_the_end_of_the_time_is_told() -> None:
    newcomer, organisation = UserFactory.create(), OrganisationFactory.create()
    services.grant_mandate(
        SYSTEM,
        person_id=newcomer.pk,
        organisation_id=organisation.pk,
        role="editor",
        valid_until=timezone.now() + timedelta(days=1),
    )
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        services.end_expired_mandates()

        assert told() == [(newcomer.pk, "mandate_granted"), (newcomer.pk, "mandate_ended")]


def test_a_proposal_about_two_keys_reaches_the_others() -> None:
    organisation = OrganisationFactory.create()
    first, second = make_actor(organisation=organisation), make_actor(organisation=organisation)

    services.propose_two_keys(first, organisation.pk, wanted=True)

    assert told() == [(second.person_id, "two_keys_proposed")]


def test_delivering_again_tells_nobody_twice() -> None:
    organisation = OrganisationFactory.create()
    make_actor(organisation=organisation)
    ask(organisation)

    assert told() == told()
    assert Mail.objects.count() == 1
