from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import PASSWORD, UserFactory, make_person
from drehscheibe.core.accounts.tests.pages import (
    count_hashes,
    is_logged_in,
    link_in,
    log_in,
    only_mail,
    text_of,
)
from drehscheibe.core.notify.models import Mail

pytestmark = pytest.mark.django_db

FIELDS = {"name": "Neue  Person", "email": "new@example.org", "password1": PASSWORD}


def sign_up(client: Client, **changes: str) -> object:
    return client.post(reverse("account_signup"), {**FIELDS, **changes})


def test_signing_up_and_confirming_logs_in(client: Client) -> None:
    sign_up(client)
    assert not is_logged_in(client)
    path = link_in(only_mail())

    shown = client.get(path)
    client.post(path)

    person = User.objects.get()
    assert (person.name, person.email, person.language) == ("Neue Person", "new@example.org", "de")
    assert "new@example.org" in shown.content.decode()
    assert is_logged_in(client)


def test_the_address_can_be_confirmed_on_another_device(client: Client) -> None:
    sign_up(client)
    path, phone = link_in(only_mail()), Client()
    phone.get(path)

    response = phone.post(path)

    assert response.headers["Location"] == reverse("account_login")
    log_in(client, "new@example.org")
    assert is_logged_in(client)


def test_looking_at_the_link_does_not_confirm(client: Client) -> None:
    sign_up(client)
    Client().get(link_in(only_mail()))

    log_in(client, "new@example.org")

    assert not is_logged_in(client)


def test_the_language_of_the_page_is_kept(client: Client) -> None:
    client.post("/en/account/signup/", FIELDS)

    assert User.objects.get().language == "en"
    assert only_mail().subject == "Please confirm your e-mail address"


def test_an_address_that_is_taken_is_answered_like_a_new_one(client: Client) -> None:
    make_person("taken@example.org")

    new = client.post(reverse("account_signup"), FIELDS, follow=True)
    other = Client()
    taken = other.post(
        reverse("account_signup"), {**FIELDS, "email": "Taken@example.org"}, follow=True
    )

    assert new.redirect_chain == taken.redirect_chain
    assert text_of(new) == text_of(taken)  # type: ignore[arg-type]
    assert User.objects.filter(email__iexact="taken@example.org").count() == 1
    assert sorted(Mail.objects.values_list("to", "subject")) == [
        ("new@example.org", "Bitte bestätigen Sie Ihre E-Mail-Adresse"),
        ("taken@example.org", "Sie haben schon ein Konto"),
    ]


def test_a_taken_address_costs_a_password_hash_as_well(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person("taken@example.org")
    hashed = count_hashes(monkeypatch)

    sign_up(client)
    new, hashed[:] = len(hashed), []
    sign_up(Client(), email="taken@example.org")

    assert (new, len(hashed)) == (1, 1)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "füllen Sie dieses Feld"),
        ("name", "   ", "füllen Sie dieses Feld"),
        ("name", "x" * 151, "150"),
        ("email", "", "geben Sie Ihre E-Mail-Adresse ein"),
        ("email", "kein-at-zeichen", "noch keine E-Mail-Adresse"),
        ("password1", "", "füllen Sie dieses Feld"),
        ("password1", "short", "zu kurz"),
        ("password1", "qwerty123456", "üblich"),
    ],
)
def test_faulty_input_is_explained_at_the_field_and_kept(
    client: Client, field: str, value: str, message: str
) -> None:
    response = client.post(reverse("account_signup"), {**FIELDS, field: value})

    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert "error-summary" in page
    if field != "email":
        assert 'value="new@example.org"' in page
    assert User.objects.count() == 0
    assert Mail.objects.count() == 0


def test_markup_in_a_name_is_shown_as_text(client: Client) -> None:
    name = "<script>alert(1)</script>"
    person = make_person("markup@example.org", name=name)
    client.force_login(person)

    page = client.get(reverse("account_overview")).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def test_sending_the_form_twice_makes_one_person(client: Client) -> None:
    sign_up(client)
    sign_up(client)

    assert User.objects.count() == 1


def test_a_confirmation_link_expires_after_three_days(client: Client) -> None:
    sign_up(client)
    path = link_in(only_mail())

    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        page = Client().get(path)

    assert "gilt nicht mehr" in page.content.decode()


def test_a_forged_confirmation_link_is_friendly(client: Client) -> None:
    page = client.get(reverse("account_confirm_email", args=["forged"]))

    assert page.status_code == 200
    assert "gilt nicht mehr" in page.content.decode()


# Forgotten passwords


def test_a_forgotten_password_is_replaced(client: Client) -> None:
    person = make_person()
    client.post(reverse("account_reset_password"), {"email": "person@example.org"})
    page = client.get(link_in(only_mail()), follow=True)
    path = page.redirect_chain[-1][0]

    client.post(path, {"password1": "a wholly new sentence"})

    person.refresh_from_db()
    assert person.check_password("a wholly new sentence")


def test_the_reset_link_works_once(client: Client) -> None:
    make_person()
    client.post(reverse("account_reset_password"), {"email": "person@example.org"})
    link = link_in(only_mail())
    path = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(path, {"password1": "a wholly new sentence"})

    again = Client().get(link, follow=True)

    assert "gilt nicht mehr" in again.content.decode()


def test_a_reset_for_known_and_unknown_looks_the_same(client: Client) -> None:
    make_person()

    known = client.post(
        reverse("account_reset_password"), {"email": "person@example.org"}, follow=True
    )
    unknown = Client().post(
        reverse("account_reset_password"), {"email": "nobody@example.org"}, follow=True
    )

    assert known.redirect_chain == unknown.redirect_chain
    assert text_of(known) == text_of(unknown)  # type: ignore[arg-type]
    assert sorted(Mail.objects.values_list("to", flat=True)) == [
        "nobody@example.org",
        "person@example.org",
    ]


# Another address


def change_email(client: Client, email: str) -> object:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client.post(reverse("account_email"), {"email": email, "action_add": "1"}, follow=True)


def test_a_new_address_counts_once_it_is_confirmed(client: Client) -> None:
    person = make_person()
    log_in(client, "person@example.org")
    change_email(client, "moved@example.org")
    person.refresh_from_db()
    assert person.email == "person@example.org"

    client.post(link_in(Mail.objects.get(to="moved@example.org")))

    person.refresh_from_db()
    assert person.email == "moved@example.org"
    assert Mail.objects.filter(to="person@example.org").count() == 1


def test_the_address_of_somebody_else_is_not_given_away(client: Client) -> None:
    UserFactory.create(email="other@example.org")
    make_person()
    log_in(client, "person@example.org")

    taken = change_email(client, "other@example.org")

    assert "noch nicht bestätigt" in taken.content.decode()  # type: ignore[attr-defined]
    assert User.objects.filter(email="other@example.org").count() == 1


def test_changing_the_address_asks_who_is_there(client: Client) -> None:
    make_person()
    log_in(client, "person@example.org")

    response = client.post(
        reverse("account_email"), {"email": "moved@example.org", "action_add": "1"}
    )

    assert response.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert Mail.objects.count() == 0


def test_name_and_language_are_changed(client: Client) -> None:
    person = make_person()
    client.force_login(person)

    response = client.post(
        reverse("account_profile"), {"name": " Anders  Genannt ", "language": "en"}
    )

    person.refresh_from_db()
    assert (person.name, person.language) == ("Anders Genannt", "en")
    assert response.headers["Location"] == "/en/account/"
