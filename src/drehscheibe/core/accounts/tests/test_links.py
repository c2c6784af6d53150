from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.core.accounts import links
from drehscheibe.core.accounts.models import LoginLink, User
from drehscheibe.core.accounts.tests.factories import make_person
from drehscheibe.core.accounts.tests.pages import (
    code_in,
    is_logged_in,
    link_in,
    log_in,
    only_mail,
    text_of,
)
from drehscheibe.core.notify.models import Mail
from drehscheibe.core.privacy.services import apply_retention

pytestmark = pytest.mark.django_db

START = datetime(2027, 3, 1, 9, tzinfo=UTC)


def ask(client: Client, email: str, **more: str) -> str:
    """Ask for a log-in mail and return the page that follows."""
    response = client.post(
        reverse("account_request_login_code"), {"email": email, **more}, follow=True
    )
    assert response.status_code == 200
    return text_of(response)  # type: ignore[arg-type]


def test_the_link_works_on_another_device(client: Client, person: User) -> None:
    ask(client, "person@example.org")
    phone = Client()

    shown = phone.get(link_in(only_mail()))
    phone.post(link_in(only_mail()))

    assert shown.status_code == 200
    assert "person@example.org" in shown.content.decode()
    assert is_logged_in(phone)
    assert not is_logged_in(client)


def test_looking_at_the_link_does_not_use_it(client: Client, person: User) -> None:
    ask(client, "person@example.org")
    path = link_in(only_mail())

    for _ in range(3):
        Client().get(path)
        Client().head(path)
    client.post(path)

    assert is_logged_in(client)


def test_the_link_works_once(client: Client, person: User) -> None:
    ask(client, "person@example.org")
    path = link_in(only_mail())
    Client().post(path)

    again = client.post(path)

    assert again.status_code == 410
    assert "gilt nicht mehr" in text_of(again)  # type: ignore[arg-type]
    assert client.get(path).status_code == 410
    assert not is_logged_in(client)


@pytest.mark.parametrize(("minutes", "works"), [(14, True), (16, False)])
def test_the_link_works_for_a_quarter_of_an_hour(
    client: Client, person: User, minutes: int, works: bool
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        ask(client, "person@example.org")
        clock.shift(timedelta(minutes=minutes))
        other = Client()
        other.post(link_in(only_mail()))

        assert is_logged_in(other) is works


@pytest.mark.parametrize("fault", ["x", "%00", "a:b:c", "../..", "0" * 400])
def test_forged_links_open_nothing(client: Client, person: User, fault: str) -> None:
    token = links.make_link(person, person.email)

    for forged in (fault, token[:-1], token + fault[:1], token.swapcase()):
        path = f"/de/konto/login/link/{forged}/"
        assert client.post(path).status_code in (404, 410)
    assert not is_logged_in(client)


def test_a_link_of_an_inactive_person_is_dead(client: Client, person: User) -> None:
    token = links.make_link(person, person.email)
    User.objects.update(is_active=False)

    assert client.post(reverse("account_login_link", args=[token])).status_code == 410


def test_of_two_attempts_one_wins(person: User) -> None:
    token = links.make_link(person, person.email)
    first, second = links.find_link(token), links.find_link(token)
    assert first is not None
    assert second is not None

    assert [links.use_link(first), links.use_link(second)] == [True, False]


def test_the_link_needs_the_csrf_token(person: User) -> None:
    client = Client(enforce_csrf_checks=True)
    token = links.make_link(person, person.email)

    assert client.post(reverse("account_login_link", args=[token])).status_code == 403
    assert LoginLink.objects.get().used_at is None


def test_the_link_ends_the_session_of_another_person(client: Client, person: User) -> None:
    make_person("other@example.org")
    log_in(client, "other@example.org")
    token = links.make_link(person, person.email)

    client.post(reverse("account_login_link", args=[token]))

    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_link_leads_where_the_person_wanted_to_go(client: Client, person: User) -> None:
    ask(client, "person@example.org", next="/de/mandate/beantragen/")

    response = Client().post(link_in(only_mail()))

    assert response.headers["Location"] == "/de/mandate/beantragen/"


def test_the_link_leads_nowhere_else(client: Client, person: User) -> None:
    ask(client, "person@example.org", next="https://evil.example/")

    response = Client().post(link_in(only_mail()))

    assert response.headers["Location"] == reverse("workspace")


def test_the_code_in_the_same_mail_works_where_it_was_asked_for(
    client: Client, person: User
) -> None:
    ask(client, "person@example.org")

    client.post(reverse("account_confirm_login_code"), {"code": code_in(only_mail())})

    assert is_logged_in(client)


def test_three_wrong_codes_end_the_attempt(client: Client, person: User) -> None:
    ask(client, "person@example.org")
    for _ in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "AAAAAA"})

    client.post(reverse("account_confirm_login_code"), {"code": code_in(only_mail())})

    assert not is_logged_in(client)


def test_known_and_unknown_addresses_are_answered_alike(client: Client, person: User) -> None:
    known = ask(client, "person@example.org").replace("person@", "X@")
    n_known = Mail.objects.count()
    unknown = ask(Client(), "nobody@example.org").replace("nobody@", "X@")

    assert known == unknown
    assert (n_known, Mail.objects.count()) == (1, 2)
    assert Mail.objects.get(to="nobody@example.org").subject == (
        "Zu dieser E-Mail-Adresse gibt es kein Konto"
    )


def test_a_mailbox_is_not_flooded(client: Client, person: User) -> None:
    pages = [
        Client().post(reverse("account_request_login_code"), {"email": "person@example.org"})
        for _ in range(4)
    ]

    assert [page.status_code for page in pages] == [302, 302, 302, 200]
    assert "zu viele Versuche" in pages[-1].content.decode()
    assert Mail.objects.count() == 3


def test_old_links_are_forgotten(person: User) -> None:
    with time_machine.travel(START, tick=False):
        links.make_link(person, person.email)
    with time_machine.travel(START + timedelta(days=2), tick=False):
        links.make_link(person, person.email)

        assert apply_retention(timezone.now())["accounts.login_links"] == 1
    assert LoginLink.objects.count() == 1


def test_the_mail_speaks_the_language_of_the_person(client: Client) -> None:
    make_person("english@example.org", language="en")

    client.post("/de/konto/login/code/", {"email": "english@example.org"})

    mail = only_mail()
    assert mail.subject == "Your link to log in"
    assert link_in(mail).startswith("/en/account/login/link/")
    assert "Log in" in mail.html
