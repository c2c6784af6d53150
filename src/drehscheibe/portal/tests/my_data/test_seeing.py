"""My data: who gets in, and what they see."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.directory.models import Follow
from drehscheibe.capabilities.directory.tests.factories import ClaimFactory, InitiativeFactory
from drehscheibe.core.accounts.tests.factories import make_person
from drehscheibe.core.organisations.tests.factories import MandateFactory
from drehscheibe.portal.models import BarrierReport
from drehscheibe.portal.tests.my_data.people import give_mandate, make_leaver, page_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "visitor", "member", "office"),
    [
        ("privacy_data", 302, 200, 200),
        ("privacy_erase", 302, 200, 200),
        ("privacy_download", 302, 405, 405),
        ("processing_register", 302, 404, 200),
    ],
)
def test_who_may_open_which_page(name: str, visitor: int, member: int, office: int) -> None:
    clients = [Client(), Client(), Client()]
    clients[1].force_login(make_person("member@example.org"))
    officer = make_person("office@example.org")
    give_mandate(officer, "office")
    clients[2].force_login(officer)

    answers = [client.get(reverse(name)).status_code for client in clients]

    assert answers == [visitor, member, office]


def test_a_page_shows_mine_and_nobody_elses(client: Client) -> None:
    person, other = make_leaver(), make_person("other@example.org", name="Andere Beispiel")
    Follow.objects.create(initiative=InitiativeFactory.create(name="Meine"), person=person)
    Follow.objects.create(initiative=InitiativeFactory.create(name="Fremde"), person=other)
    client.force_login(person)

    page = page_of(client, "privacy_data")

    assert ("Meine" in page, "Fremde" in page, "Andere" in page) == (True, False, False)


def test_an_address_that_was_only_typed_opens_nothing(client: Client) -> None:
    person = make_leaver()
    EmailAddress.objects.create(user=person, email="fremd@example.org", verified=False)
    BarrierReport.objects.create(
        text="Geheimer Text", email="fremd@example.org", due_on=timezone.localdate()
    )
    client.force_login(person)

    assert "Geheimer Text" not in page_of(client, "privacy_data")


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_row_and_for_three(
    client: Client, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_leaver()
    MandateFactory.create_batch(number, person=person)
    for _each in range(number):
        Follow.objects.create(initiative=InitiativeFactory.create(), person=person)
        ClaimFactory.create(person=person)
    client.force_login(person)
    client.get(reverse("privacy_data"))

    with django_assert_max_num_queries(100):
        client.get(reverse("privacy_data"))
