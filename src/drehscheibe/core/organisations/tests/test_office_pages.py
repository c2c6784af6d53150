"""The office finds, creates and reads about organisations."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.organisations import services
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.tests.factories import (
    MandateFactory,
    OrganisationFactory,
    make_actor,
)
from drehscheibe.core.organisations.tests.pages import enter, page_of

pytestmark = pytest.mark.django_db


def test_the_office_finds_organisations_and_open_requests(client: Client) -> None:
    enter(client, make_actor(OrganisationKind.OFFICE))
    waiting = OrganisationFactory.create(name="Mit Antrag")
    MandateFactory.create(organisation=waiting, state="requested", valid_from=None)
    OrganisationFactory.create(name="Ohne Antrag", kind="partner")

    def found(**query: str) -> tuple[bool, bool]:
        page = client.get(reverse("organisation_list"), query).content.decode()
        return "Mit Antrag</a>" in page, "Ohne Antrag</a>" in page

    assert found() == (True, True)
    assert found(q="ohne") == (False, True)
    assert found(kind="partner") == (False, True)
    assert found(waiting="on") == (True, False)
    assert found(q="gibt es nicht") == (False, False)
    assert found(kind="nonsense", page="x") == (True, True)


@pytest.mark.parametrize("n_organisations", [1, 3])
def test_the_list_of_organisations_costs_the_same(
    client: Client, n_organisations: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enter(client, make_actor(OrganisationKind.OFFICE))
    OrganisationFactory.create_batch(n_organisations)
    client.get(reverse("organisation_list"))

    with django_assert_num_queries(5):
        client.get(reverse("organisation_list"))


@pytest.mark.parametrize("kind", ["initiative", "desk", "partner", "member"])
def test_the_office_pages_are_for_the_office(client: Client, kind: str) -> None:
    enter(client, make_actor(kind))

    for name in ("organisation_list", "organisation_new"):
        assert client.get(reverse(name)).status_code == 403


def test_the_office_creates_an_organisation_once(client: Client) -> None:
    enter(client, make_actor(OrganisationKind.OFFICE))
    fields = {"kind": "desk", "name": "Landesressort", "level": "land", "form_token": "once"}

    client.post(reverse("organisation_new"), fields)
    client.post(reverse("organisation_new"), fields)
    faulty = client.post(reverse("organisation_new"), {"kind": "", "name": "", "website": "x y"})

    assert Organisation.objects.filter(kind="desk").count() == 1
    assert "error-summary" in faulty.content.decode()


def test_the_office_reads_the_history(client: Client, initiative: Organisation) -> None:
    office = enter(client, make_actor(OrganisationKind.OFFICE))
    person = UserFactory.create(name="Neu Dabei")
    services.grant_mandate(
        office,
        person_id=person.pk,
        organisation_id=initiative.pk,
        role="coordinator",
        reason="Impressum geprüft",
    )

    page = page_of(client, "organisation_people", initiative.uuid)

    assert "Mandat bestätigt: Neu Dabei (Koordination)" in page
    assert "Impressum geprüft" in page
