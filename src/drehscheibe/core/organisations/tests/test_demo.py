from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from drehscheibe.core.accounts.models import User
from drehscheibe.core.organisations import demo, queries
from drehscheibe.core.organisations.models import Mandate, Organisation

pytestmark = pytest.mark.django_db


def test_the_demo_has_one_log_in_per_role_and_loads_once() -> None:
    assert demo.load_demo_people() == 6
    assert demo.load_demo_people() == 0
    assert (User.objects.count(), Organisation.objects.count(), Mandate.objects.count()) == (
        6,
        5,
        5,
    )


def test_an_ended_demo_mandate_is_not_given_back() -> None:
    demo.load_demo_people()
    Mandate.objects.filter(person__email="member@example.org").update(state="ended")

    demo.load_demo_people()

    person = User.objects.get(email="member@example.org")
    assert queries.list_valid_mandates(person.pk) == []


@pytest.mark.parametrize("who", demo.PEOPLE, ids=lambda who: who.email)
def test_every_demo_person_can_log_in(client: Client, who: demo.DemoPerson) -> None:
    demo.load_demo_people()

    client.post(reverse("account_login"), {"login": who.email, "password": demo.PASSWORD})

    person = User.objects.get(pk=client.session["_auth_user_id"])
    assert queries.actor_for_person(person).organisation_name == who.organisation
    assert who.email in demo.describe_log_ins()
