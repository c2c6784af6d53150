"""The people of an organisation: who sees them, and what those decide who lead."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drehscheibe.core.accounts.tests.factories import make_person
from drehscheibe.core.notify.models import Mail
from drehscheibe.core.organisations import services
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.tests.factories import (
    MandateFactory,
    lead_of,
    make_actor,
)
from drehscheibe.core.organisations.tests.pages import enter, page_of

pytestmark = pytest.mark.django_db


def test_who_leads_sees_people_requests_and_invitations(
    client: Client, initiative: Organisation
) -> None:
    actor = enter(client, lead_of(initiative))
    asker = MandateFactory.create(
        organisation=initiative, state="requested", valid_from=None, request_note="Bitte!"
    )
    services.invite_person(
        actor, organisation_id=initiative.pk, email="invited@example.org", role="editor"
    )

    page = page_of(client, "organisation_people", initiative.uuid)

    for text in (asker.person.name, "Bitte!", "invited@example.org", "Jemand eingeladen"):
        assert text in page


@pytest.mark.parametrize(
    ("kind", "role", "status"),
    [
        ("same", "speaker", 200),
        ("same", "editor", 403),
        ("same", "staff", 403),
        ("initiative", "coordinator", 404),
        ("desk", "coordinator", 404),
        ("office", "staff", 200),
    ],
)
def test_who_sees_the_people_of_an_organisation(
    client: Client, initiative: Organisation, kind: str, role: str, status: int
) -> None:
    wanted = {"organisation": initiative} if kind == "same" else {}
    enter(client, make_actor(kind, role=role, **wanted))

    for name in ("organisation_people", "organisation_invite"):
        assert client.get(reverse(name, args=[initiative.uuid])).status_code == status


def test_a_link_from_a_mail_offers_the_right_hat(client: Client, initiative: Organisation) -> None:
    person = make_person()
    MandateFactory.create(person=person)
    needed = MandateFactory.create(person=person, organisation=initiative)
    client.force_login(person)
    address = reverse("organisation_people", args=[initiative.uuid])

    asked = client.get(address).content.decode()
    client.post(reverse("mandate_switch"), {"mandate": needed.pk, "next": address})

    assert "Für Industrie am Fluss handeln?" in asked
    assert "Handeln zurzeit" in client.get(address).content.decode()


@pytest.mark.parametrize("n_people", [1, 3])
def test_the_page_of_people_costs_the_same_for_one_and_for_three(
    client: Client,
    initiative: Organisation,
    n_people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    enter(client, lead_of(initiative))
    for _ in range(n_people):
        services.request_mandate(make_actor(), organisation_id=initiative.pk, role="editor")
    client.get(reverse("organisation_people", args=[initiative.uuid]))

    with django_assert_num_queries(8):
        client.get(reverse("organisation_people", args=[initiative.uuid]))


def test_a_request_is_confirmed_from_the_page(client: Client, initiative: Organisation) -> None:
    enter(client, lead_of(initiative))
    asked = MandateFactory.create(organisation=initiative, state="requested", valid_from=None)

    client.post(reverse("mandate_confirm", args=[asked.pk]))
    again = client.post(reverse("mandate_confirm", args=[asked.pk]), follow=True)

    asked.refresh_from_db()
    assert asked.state == "valid"
    assert "gilt schon" in again.content.decode()


def test_a_request_is_declined_with_a_reason(client: Client, initiative: Organisation) -> None:
    enter(client, lead_of(initiative))
    asked = MandateFactory.create(organisation=initiative, state="requested", valid_from=None)

    client.post(reverse("mandate_decline", args=[asked.pk]), {"reason": "Bitte später"})

    asked.refresh_from_db()
    assert (asked.state, asked.decision_reason) == ("declined", "Bitte später")


def test_inviting_says_the_same_for_known_and_unknown_addresses(
    client: Client, initiative: Organisation
) -> None:
    make_person("known@example.org")
    enter(client, lead_of(initiative))
    pages = []
    for n, email in enumerate(("known@example.org", "unknown@example.org")):
        fields = {"email": email, "role": "editor", "side": "", "form_token": str(n)}
        page = client.post(
            reverse("organisation_invite", args=[initiative.uuid]), fields, follow=True
        ).content.decode()
        pages.append("unterwegs an" in page)

    assert pages == [True, True]
    assert Mail.objects.count() == 2


def test_an_invitation_is_withdrawn_by_those_who_lead(
    client: Client, initiative: Organisation
) -> None:
    actor = lead_of(initiative)
    invitation = services.invite_person(
        actor, organisation_id=initiative.pk, email="new@example.org", role="editor"
    )
    enter(client, make_actor())
    foreign = client.post(reverse("invitation_withdraw", args=[invitation.pk]))
    enter(client, actor)
    client.post(reverse("invitation_withdraw", args=[invitation.pk]))

    invitation.refresh_from_db()
    assert foreign.status_code == 404
    assert invitation.settled_at is not None


def test_the_two_key_rule_is_switched_by_two_people(
    client: Client, initiative: Organisation
) -> None:
    first, second = lead_of(initiative), lead_of(initiative)
    address = reverse("organisation_two_keys", args=[initiative.uuid])
    enter(client, first)
    client.post(address, {"act": "on"})
    waiting = page_of(client, "organisation_people", initiative.uuid)
    enter(client, second)
    client.post(address, {"act": "on"})

    initiative.refresh_from_db()
    assert "Vorschlag: zwei Schlüssel einschalten" in waiting
    assert initiative.requires_two_keys is True
