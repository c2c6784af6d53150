from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import PASSWORD, UserFactory, make_person
from drehscheibe.core.accounts.tests.pages import (
    count_hashes,
    is_logged_in,
    log_in,
    only_mail,
    text_of,
)
from drehscheibe.core.notify.models import Mail

pytestmark = pytest.mark.django_db


def test_the_right_password_opens_the_door(client: Client, person: User) -> None:
    response = log_in(client, "person@example.org")

    assert response.status_code == 302
    assert is_logged_in(client)


def test_the_address_may_be_typed_in_capitals(client: Client, person: User) -> None:
    log_in(client, " Person@Example.ORG ")

    assert is_logged_in(client)


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(
    client: Client, person: User
) -> None:
    response = log_in(client, "person@example.org", "wrong")

    page = text_of(response)
    assert not is_logged_in(client)
    assert 'value="person@example.org"' in page
    assert "passen nicht zusammen" in page
    assert "Bitte geben Sie das Passwort noch einmal ein. Alles andere ist noch da." in page
    assert "wrong" not in page


def test_known_and_unknown_people_see_the_same_after_a_wrong_password(
    client: Client, person: User
) -> None:
    known = log_in(client, "person@example.org", "wrong password")
    unknown = log_in(Client(), "nobody@example.org", "wrong password")

    assert known.status_code == unknown.status_code == 200
    assert text_of(known).replace("person@", "X@") == text_of(unknown).replace("nobody@", "X@")


def test_an_unknown_address_costs_a_password_check_as_well(
    client: Client, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = count_hashes(monkeypatch)

    log_in(client, "person@example.org", "wrong password")
    known, hashed[:] = len(hashed), []
    log_in(Client(), "nobody@example.org", "wrong password")

    assert (known, len(hashed)) == (1, 1)


def test_the_session_gets_a_new_key_at_log_in(client: Client, person: User) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key

    log_in(client, "person@example.org")

    assert client.session.session_key != before


def test_log_in_needs_the_csrf_token(person: User) -> None:
    client = Client(enforce_csrf_checks=True)

    response = log_in(client, "person@example.org")

    assert response.status_code == 403
    assert not is_logged_in(client)


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/de/mandate/", "/de/mandate/"),
        ("/de/mandate/?page=2", "/de/mandate/?page=2"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("///evil.example", None),
        ("https:evil.example", None),
        ("javascript:alert(1)", None),
        ("\\\\evil.example", None),
        ("http://testserver.evil.example/", None),
    ],
)
def test_log_in_leads_only_to_pages_of_this_hub(
    client: Client, person: User, wanted: str, reached: str | None
) -> None:
    response = log_in(client, "person@example.org", next=wanted)

    assert is_logged_in(client)
    assert response.headers["Location"] == (reached or reverse("workspace"))


def test_an_inactive_person_stays_outside(client: Client) -> None:
    make_person("gone@example.org", is_active=False)

    log_in(client, "gone@example.org")

    assert not is_logged_in(client)


def test_an_unconfirmed_address_gets_its_link_again(client: Client) -> None:
    UserFactory.create(email="new@example.org")

    response = log_in(client, "new@example.org")

    assert response.headers["Location"] == reverse("account_email_verification_sent")
    assert not is_logged_in(client)
    assert only_mail().to == "new@example.org"


def test_five_wrong_passwords_are_answered_in_a_friendly_way(client: Client, person: User) -> None:
    for _ in range(5):
        log_in(client, "person@example.org", "wrong password")

    refused = log_in(client, "person@example.org", PASSWORD)

    assert not is_logged_in(client)
    assert "Bitte warten Sie fünf Minuten" in text_of(refused)
    assert 'value="person@example.org"' in text_of(refused)


def test_somebody_elses_attempts_from_elsewhere_do_not_lock_other_people(
    client: Client, person: User
) -> None:
    make_person("other@example.org")
    for _ in range(6):
        log_in(client, "other@example.org", "wrong password")

    log_in(Client(), "person@example.org")
    fresh = Client(REMOTE_ADDR="192.0.2.7")
    log_in(fresh, "person@example.org")

    assert is_logged_in(fresh)


def test_very_many_log_ins_from_one_place_see_our_page(client: Client, person: User) -> None:
    pages = [log_in(client, f"p{n}@example.org", "wrong password") for n in range(31)]

    assert pages[-1].status_code == 429
    assert "Einen Moment bitte" in text_of(pages[-1])
    assert 'class="plain-page"' in text_of(pages[-1])


def test_log_out_asks_first_and_then_ends_the_session(client: Client, person: User) -> None:
    log_in(client, "person@example.org")

    asked = client.get(reverse("account_logout"))
    assert is_logged_in(client)
    client.post(reverse("account_logout"))

    assert asked.status_code == 200
    assert not is_logged_in(client)


def test_other_devices_are_logged_out_at_once(client: Client, person: User) -> None:
    elsewhere = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) AppleWebKit Safari/605")
    log_in(elsewhere, "person@example.org")
    log_in(client, "person@example.org")

    listed = text_of(client.get(reverse("usersessions_list")))  # type: ignore[arg-type]
    client.post(reverse("usersessions_list"))

    assert "Safari (iPhone)" in listed
    assert "127.0.0.1" not in listed
    assert client.get(reverse("account_overview")).status_code == 200
    assert elsewhere.get(reverse("account_overview")).status_code == 302


def test_a_new_password_ends_other_sessions_and_is_told_by_mail(
    client: Client, person: User
) -> None:
    elsewhere = Client()
    log_in(elsewhere, "person@example.org")
    log_in(client, "person@example.org")

    response = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "another long sentence"},
    )

    assert response.headers["Location"] == reverse("account_overview")
    assert client.get(reverse("account_overview")).status_code == 200
    assert elsewhere.get(reverse("account_overview")).status_code == 302
    assert Mail.objects.get().subject == "Ihr Passwort wurde geändert"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("wrong", "another long sentence", "nicht Ihr bisheriges Passwort"),
        (PASSWORD, "short", "zu kurz"),
        (PASSWORD, "", "füllen Sie dieses Feld"),
        (PASSWORD, "person@example.org", "ähnlich"),
    ],
)
def test_a_faulty_new_password_is_explained_at_the_field(
    client: Client, person: User, old: str, new: str, message: str
) -> None:
    log_in(client, "person@example.org")

    response = client.post(
        reverse("account_change_password"), {"oldpassword": old, "password1": new}
    )

    person.refresh_from_db()
    assert message in response.content.decode()
    assert person.check_password(PASSWORD)
