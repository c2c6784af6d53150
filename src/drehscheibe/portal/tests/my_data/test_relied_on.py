"""Nobody leaves who is relied on, unless somebody follows."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import make_person
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import MandateFactory
from drehscheibe.core.outbox.tests.delivering import deliver_all
from drehscheibe.portal.tests.my_data.people import (
    give_mandate,
    leave,
    make_leaver,
    page_of,
)

pytestmark = pytest.mark.django_db


def test_the_last_lead_hands_over_or_confirms(client: Client) -> None:
    person = make_leaver()
    mandate = give_mandate(person)
    officer = give_mandate(make_person("office@example.org"), "office").person
    client.force_login(person)

    page = page_of(client, "privacy_erase")
    refused = leave(client)

    assert reverse("mandate_hand_over", args=[mandate.pk]) in page
    assert "Bitte setzen Sie hier ein Häkchen" in refused.content.decode()
    assert User.objects.get(pk=person.pk).is_active

    leave(client, **{f"confirm-last-lead-{mandate.pk}": "on"})
    deliver_all()

    mandate.refresh_from_db()
    assert mandate.state == "ended"
    note = Notification.objects.get(person=officer, kind="organisations.mandate_left")
    assert note.context["is_led"] is False
    officer_client = Client()
    officer_client.force_login(officer)
    notes = officer_client.get(reverse("notification_list")).content.decode()
    assert "Niemand leitet die Organisation mehr" in notes


def test_a_lead_who_is_not_the_last_just_leaves(client: Client) -> None:
    person = make_leaver()
    mandate = give_mandate(person)
    MandateFactory.create(organisation=mandate.organisation)
    client.force_login(person)

    assert "Jemand verlässt sich auf Sie" not in page_of(client, "privacy_erase")
    assert leave(client).status_code == 302


def test_the_last_one_of_the_office_cannot_leave(client: Client) -> None:
    person = make_leaver()
    mandate = give_mandate(person, "office")
    client.force_login(person)

    page = page_of(client, "privacy_erase")
    leave(client, **{f"confirm-last-lead-{mandate.pk}": "on"})

    assert "Mein Konto endgültig löschen" not in page
    assert User.objects.get(pk=person.pk).is_active
    assert Mandate.objects.get(pk=mandate.pk).state == "valid"
