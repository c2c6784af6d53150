"""Every page of the libraries that a person can reach looks and speaks like ours."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import pytest
from allauth.account import app_settings as account_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from drehscheibe.core.accounts import links
from drehscheibe.core.accounts.mails import MAILS
from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import PASSWORD
from drehscheibe.core.accounts.tests.pages import log_in
from drehscheibe.core.accounts.tests.software_key import SoftwareKey
from drehscheibe.core.accounts.tests.test_passkeys import add_key

pytestmark = pytest.mark.django_db

#: Addresses that answer without a page of their own: where they lead is tested elsewhere.
WITHOUT_PAGE = {
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "mfa_download_recovery_codes",
}
ARGUMENTS: dict[str, dict[str, object]] = {
    "account_confirm_email": {"key": "dead"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "dead"},
    "account_login_link": {"token": "dead"},
}


def url_names() -> list[str]:
    """Return the names of all addresses below the account, allauth's and ours."""
    names: set[str] = set()

    def walk(patterns: list[URLPattern | URLResolver]) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns)
            elif pattern.name:
                names.add(pattern.name)

    account = next(
        resolver
        for outer in get_resolver().url_patterns
        if isinstance(outer, URLResolver)
        for resolver in outer.url_patterns
        if isinstance(resolver, URLResolver) and "core.accounts" in str(resolver.urlconf_name)
    )
    walk(account.url_patterns)
    return sorted(names)


def assert_is_ours(response: HttpResponse) -> None:
    page = response.content.decode()
    assert '<link rel="stylesheet" href="/static/ui/css/ui.css">' in page
    assert re.search(r'<body class="(plain-page|workspace-page)[ "]', page)
    assert page.count("<h1") == 1
    assert "style=" not in page.replace("<svg", "")
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert 'lang="de"' in page


def open_page(client: Client, name: str) -> HttpResponse:
    response: HttpResponse = client.get(  # type: ignore[assignment]
        reverse(name, kwargs=ARGUMENTS.get(name))
    )
    return response


def names_without_objects() -> list[str]:
    """Return what can be opened without an object of one's own; the rest follows below."""
    return [n for n in url_names() if n not in WITHOUT_PAGE and "webauthn" not in n]


@pytest.mark.parametrize("name", names_without_objects())
def test_strangers_see_our_page_or_are_led_to_one(client: Client, name: str) -> None:
    response = open_page(client, name)

    if response.headers.get("Location") == "/":
        return  # who is not logged in cannot log out and sees the start page
    if response.status_code == 302:
        response = client.get(response.headers["Location"], follow=True)  # type: ignore[assignment]
    assert response.status_code in (200, 401, 410)
    assert_is_ours(response)


@pytest.mark.parametrize("name", names_without_objects())
def test_people_see_our_page_or_are_led_to_one(client: Client, person: User, name: str) -> None:
    log_in(client, person.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    if name != "mfa_activate_totp":
        RecoveryCodes.activate(person)

    response = open_page(client, name)

    while response.status_code == 302:
        if response.headers["Location"] == reverse("workspace"):
            return  # whoever is logged in already goes to work, to a page of the portal
        response = client.get(response.headers["Location"])  # type: ignore[assignment]
    assert response.status_code in (200, 401, 410)
    assert_is_ours(response)


@pytest.mark.parametrize(
    "name", ["mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"]
)
def test_pages_about_passkeys_are_ours(client: Client, person: User, name: str) -> None:
    log_in(client, person.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    add_key(client, SoftwareKey())
    passkey = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    arguments = {"pk": passkey.pk} if name.endswith(("edit_webauthn", "remove_webauthn")) else {}

    response = client.get(reverse(name, kwargs=arguments))

    assert response.status_code == 200
    assert_is_ours(response)  # type: ignore[arg-type]


def test_proving_oneself_by_code_is_ours(client: Client, person: User) -> None:
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    client.force_login(person)

    for name in ("account_reauthenticate", "mfa_reauthenticate"):
        response = client.get(reverse(name))
        assert response.status_code == 200
        assert_is_ours(response)  # type: ignore[arg-type]


def test_the_second_step_is_ours(client: Client, person: User) -> None:
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")

    response = log_in(client, person.email)
    page = client.get(response.headers["Location"])

    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert page.status_code == 200
    assert_is_ours(page)  # type: ignore[arg-type]


def test_the_page_of_a_living_link_is_ours(client: Client, person: User) -> None:
    response = client.get(reverse("account_login_link", args=[links.make_link(person, "a@b.de")]))

    assert_is_ours(response)  # type: ignore[arg-type]


def test_every_html_template_of_allauth_that_we_can_reach_is_replaced() -> None:
    folder = Path(allauth.__file__).parent / "templates"
    parts = ("account/", "mfa/", "socialaccount/", "usersessions/")
    theirs = {
        str(file.relative_to(folder))
        for file in folder.rglob("*.html")
        if str(file.relative_to(folder)).startswith(parts)
    }
    unreachable = {
        name
        for name in theirs
        if "/base_" in name or name.endswith("/base.html") or "/snippets/" in name
    } | {
        # Ways that the settings leave closed.
        "account/confirm_email_verification_code.html",
        "account/confirm_password_reset_code.html",
        "account/confirm_phone_verification_code.html",
        "account/email.html",
        "account/phone_change.html",
        "account/signup_by_passkey.html",
        "mfa/trust.html",
        "mfa/webauthn/signup_form.html",
        "socialaccount/login_redirect.html",
    }
    ours = Path(__file__).parents[1] / "templates"

    assert {name for name in theirs - unreachable if not (ours / name).exists()} == set()
    assert account_settings.CHANGE_EMAIL is True


def test_every_mail_of_allauth_has_words_of_ours() -> None:
    folder = Path(allauth.__file__).parent / "templates"
    theirs = {
        str(file.relative_to(folder)).removesuffix("_subject.txt")
        for file in folder.rglob("*_subject.txt")
    }
    closed = {"account/email/password_reset_code"}  # codes for new passwords are not offered

    assert theirs - closed == set(MAILS)
