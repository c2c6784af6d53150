from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from drehscheibe.core.accounts import links
from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import PASSWORD, make_person
from drehscheibe.core.accounts.tests.pages import is_logged_in, log_in
from drehscheibe.core.notify.models import Mail

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


def current_code(secret: str = SECRET) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def prove(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_setting_up_an_app_gives_recovery_codes(client: Client, person: User) -> None:
    log_in(client, person.email)
    prove(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = page.partition('<code class="code">')[2].partition("<")[0]

    response = client.post(
        reverse("mfa_activate_totp"), {"code": current_code(secret)}, follow=True
    )

    page = response.content.decode()
    codes = RecoveryCodes(
        Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    ).get_unused_codes()
    assert len(codes) == 10
    assert all(code in page for code in codes)


def test_removing_the_app_is_told_by_mail(client: Client, person: User) -> None:
    TOTP.activate(person, SECRET)
    client.force_login(person)
    client.post(reverse("mfa_reauthenticate"), {"code": current_code()})

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.count() == 0
    assert Mail.objects.get().subject == "Die Authenticator-App wurde entfernt"


def test_a_wrong_code_does_not_set_up_the_app(client: Client, person: User) -> None:
    log_in(client, person.email)
    prove(client)
    client.get(reverse("mfa_activate_totp"))

    response = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert "Dieser Code stimmt nicht" in response.content.decode()
    assert Authenticator.objects.count() == 0


def test_nobody_sets_up_an_app_without_proving_who_they_are(client: Client, person: User) -> None:
    log_in(client, person.email)

    response = client.get(reverse("mfa_activate_totp"))

    assert response.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_a_wrong_password_does_not_prove_anything(client: Client, person: User) -> None:
    log_in(client, person.email)

    page = client.post(reverse("account_reauthenticate"), {"password": "wrong"})

    assert "Passwort stimmt nicht" in page.content.decode()
    assert client.get(reverse("mfa_activate_totp")).status_code == 302


@pytest.mark.parametrize("way", ["password", "link"])
def test_every_way_in_asks_for_the_second_step(client: Client, person: User, way: str) -> None:
    TOTP.activate(person, SECRET)
    if way == "password":
        response = log_in(client, person.email)
    else:
        token = links.make_link(person, person.email)
        response = client.post(reverse("account_login_link", args=[token]))  # type: ignore[assignment]
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert not is_logged_in(client)

    client.post(reverse("mfa_authenticate"), {"code": current_code()})

    assert is_logged_in(client)


def test_a_code_works_once(client: Client, person: User) -> None:
    TOTP.activate(person, SECRET)
    code = current_code()
    log_in(client, person.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    again = Client()
    log_in(again, person.email)

    again.post(reverse("mfa_authenticate"), {"code": code})

    assert not is_logged_in(again)


def test_a_recovery_code_replaces_the_app_once(client: Client, person: User) -> None:
    TOTP.activate(person, SECRET)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    log_in(client, person.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    again = Client()
    log_in(again, person.email)
    again.post(reverse("mfa_authenticate"), {"code": code})

    assert is_logged_in(client)
    assert not is_logged_in(again)


def test_codes_cannot_be_guessed(client: Client, person: User) -> None:
    TOTP.activate(person, SECRET)
    log_in(client, person.email)
    for _ in range(6):
        page = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    client.post(reverse("mfa_authenticate"), {"code": current_code()})

    assert "zu viele Versuche" in page.content.decode()
    assert not is_logged_in(client)


def test_passkeys_offer_a_fresh_challenge_at_every_log_in(client: Client) -> None:
    asked = [
        client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json").json()
        for _ in range(2)
    ]

    challenges = [answer["request_options"]["publicKey"]["challenge"] for answer in asked]
    assert len(set(challenges)) == 2


@pytest.mark.parametrize("credential", ["", "x", "{}", '{"id": 1}', "[]", "null"])
def test_hostile_passkeys_open_nothing(client: Client, person: User, credential: str) -> None:
    client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json")

    response = client.post(reverse("mfa_login_webauthn"), {"credential": credential})

    assert response.headers["Location"] == reverse("account_login")
    assert not is_logged_in(client)


def test_the_key_of_somebody_else_is_not_there(client: Client, person: User) -> None:
    stranger = make_person("other@example.org")
    key = Authenticator.objects.create(
        user=stranger, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": {}}
    )
    log_in(client, person.email)
    prove(client)

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.post(reverse(name, args=[key.pk]), {"name": "x"}).status_code == 404
    assert Authenticator.objects.get().user == stranger


# Required for those who act for others


def test_editors_are_led_to_the_second_factor_where_it_is_required(
    client: Client, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(make_person("editor@example.org", is_staff=True))

    response = client.get(reverse("mandate_list"))

    assert response.headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200


def test_the_editorial_system_is_closed_without_the_second_factor(
    client: Client, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(make_person("admin@example.org", is_staff=True, is_superuser=True))

    assert client.get("/redaktion/").headers["Location"] == reverse("mfa_index")


def test_with_a_second_factor_the_way_is_free(client: Client, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    editor = make_person("editor@example.org", is_staff=True)
    TOTP.activate(editor, SECRET)
    client.force_login(editor)

    assert client.get(reverse("mandate_list")).status_code == 200


@pytest.mark.parametrize(("required", "is_staff"), [(True, False), (False, True), (False, False)])
def test_others_are_left_alone(
    client: Client, settings: Settings, required: bool, is_staff: bool
) -> None:
    settings.REQUIRE_SECOND_FACTOR = required
    client.force_login(make_person(is_staff=is_staff))

    assert client.get(reverse("mandate_list")).status_code == 200


def test_who_should_protect_their_account_is_told(client: Client) -> None:
    client.force_login(make_person("editor@example.org", is_staff=True))
    told = client.get(reverse("account_overview")).content.decode()
    client.force_login(make_person("plain@example.org"))
    plain = client.get(reverse("account_overview")).content.decode()

    sentence = "Bitte sichern Sie Ihr Konto mit einem zweiten Faktor"
    assert (sentence in told, sentence in plain) == (True, False)
