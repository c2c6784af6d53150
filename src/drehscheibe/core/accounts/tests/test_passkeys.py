from __future__ import annotations

import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import PASSWORD
from drehscheibe.core.accounts.tests.pages import is_logged_in, log_in
from drehscheibe.core.accounts.tests.software_key import SoftwareKey
from drehscheibe.core.notify.models import Mail

pytestmark = pytest.mark.django_db


def options_on(page: str) -> dict[str, Any]:
    """Return the options that a page carries for its script."""
    found = re.search(r'id="passkey-options">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    options: dict[str, Any] = json.loads(found.group(1))
    return options


def add_key(client: Client, key: SoftwareKey, **fields: str) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_add_webauthn")).content.decode()
    credential = key.register(options_on(page))
    fields = {"name": "Laptop", "passwordless": "on", **fields, "credential": credential}
    client.post(reverse("mfa_add_webauthn"), fields)


def enter_with(client: Client, key: SoftwareKey, **fields: str) -> Any:  # noqa: ANN401 -- response of the client
    asked = client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json").json()
    fields["credential"] = key.sign(asked["request_options"])
    return client.post(reverse("mfa_login_webauthn"), fields)


def test_a_passkey_replaces_address_and_password(client: Client, person: User) -> None:
    key = SoftwareKey()
    log_in(client, person.email)
    add_key(client, key)
    fresh = Client()

    response = enter_with(fresh, key, next="/de/mandate/")

    assert fresh.session["_auth_user_id"] == str(person.pk)
    assert response.headers["Location"] == "/de/mandate/"
    assert Mail.objects.get().subject == "Ein Passkey wurde hinzugefügt"


def test_a_passkey_is_the_second_step_after_a_password(client: Client, person: User) -> None:
    key = SoftwareKey()
    log_in(client, person.email)
    add_key(client, key)
    fresh = Client()
    log_in(fresh, person.email)
    assert not is_logged_in(fresh)

    page = fresh.get(reverse("mfa_authenticate")).content.decode()
    fresh.post(reverse("mfa_authenticate"), {"credential": key.sign(options_on(page))})

    assert is_logged_in(fresh)


def test_an_answer_is_not_accepted_twice(client: Client, person: User) -> None:
    key = SoftwareKey()
    log_in(client, person.email)
    add_key(client, key)
    fresh = Client()
    asked = fresh.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json").json()
    answer = key.sign(asked["request_options"])
    thief = Client()
    thief.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json")

    thief.post(reverse("mfa_login_webauthn"), {"credential": answer})

    assert not is_logged_in(thief)


def test_a_foreign_key_opens_nothing(client: Client, person: User) -> None:
    log_in(client, person.email)
    add_key(client, SoftwareKey())
    fresh = Client()

    response = enter_with(fresh, SoftwareKey())

    assert response.headers["Location"] == reverse("account_login")
    assert not is_logged_in(fresh)


def test_a_passkey_is_renamed_and_removed(client: Client, person: User) -> None:
    log_in(client, person.email)
    add_key(client, SoftwareKey(), name="")
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    listed = client.get(reverse("mfa_list_webauthn")).content.decode()

    client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "Schlüsselbund"})
    renamed = client.get(reverse("mfa_list_webauthn")).content.decode()
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))

    assert ("Passkey 1" in listed, "Schlüsselbund" in renamed) == (True, True)
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 0


def test_pages_about_passkeys_name_no_secret(client: Client, person: User) -> None:
    log_in(client, person.email)
    add_key(client, SoftwareKey())

    page = client.get(reverse("mfa_list_webauthn")).content.decode()

    assert "Laptop" in page
    assert "publicKey" not in page
