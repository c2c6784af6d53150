"""Leaving without a password: by a link in an e-mail."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.pages import link_in
from drehscheibe.core.notify.models import Mail
from drehscheibe.portal.tests.my_data.people import EMAIL, make_leaver_without_password, page_of

pytestmark = pytest.mark.django_db


def test_who_has_no_password_confirms_by_e_mail(client: Client) -> None:
    person = make_leaver_without_password()
    client.force_login(person)
    page = page_of(client, "privacy_erase")
    assert 'name="password"' not in page

    client.post(reverse("privacy_erase"))
    link = link_in(Mail.objects.get(to=EMAIL))
    elsewhere = Client()
    seen = elsewhere.get(link).content.decode()
    assert User.objects.filter(pk=person.pk, is_active=True).exists()  # looking deletes nothing
    response = elsewhere.post(link)

    assert "Mein Konto endgültig löschen" in seen
    assert response.status_code == 302
    assert not User.objects.filter(email=EMAIL).exists()
    assert elsewhere.get(link).status_code == 410


def test_a_link_is_good_for_an_hour_and_cannot_be_forged(client: Client) -> None:
    client.force_login(make_leaver_without_password())
    client.post(reverse("privacy_erase"))
    link = link_in(Mail.objects.get(to=EMAIL))

    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        late = Client().get(link).status_code
    forged = Client().post(re.sub(r".{3}/$", "xxx/", link)).status_code

    assert (late, forged) == (410, 410)
    assert User.objects.filter(email=EMAIL).exists()


def test_the_button_floods_no_mailbox(client: Client) -> None:
    client.force_login(make_leaver_without_password())

    with time_machine.travel(timezone.now().replace(second=5), tick=False):
        for _each in range(5):
            client.post(reverse("privacy_erase"))

    assert Mail.objects.filter(to=EMAIL).count() == 1


def test_an_outcome_cannot_be_made_up(client: Client) -> None:
    assert client.get(reverse("privacy_erased", args=["forged:x:y"])).status_code == 404
