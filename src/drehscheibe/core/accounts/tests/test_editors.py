"""Wagtail's own administration of people works with people who have one name."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from drehscheibe.core.accounts.editors_group import load_editors_group
from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import PASSWORD, make_person
from drehscheibe.core.accounts.tests.pages import is_logged_in, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> User:
    person = make_person("admin@example.org", is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


def test_the_back_office_sends_strangers_to_our_log_in(client: Client) -> None:
    response = client.get("/redaktion/")

    assert response.headers["Location"] == "/de/konto/login/?next=/redaktion/"


def test_logging_in_leads_back_to_the_back_office(client: Client, admin: User) -> None:
    client.logout()

    response = log_in(client, admin.email, next="/redaktion/")

    assert response.headers["Location"] == "/redaktion/"


def test_logging_out_of_the_back_office_ends_the_session(client: Client, admin: User) -> None:
    client.post("/redaktion/logout/")

    assert not is_logged_in(client)


def test_people_are_listed_and_found_by_name(client: Client, admin: User) -> None:
    make_person("found@example.org", name="Gesuchte Person")
    make_person("other@example.org", name="Unbeteiligt")

    listed = client.get("/redaktion/users/").content.decode()
    found = client.get("/redaktion/users/?q=Gesuchte").content.decode()

    assert ("Gesuchte Person" in listed, "Unbeteiligt" in listed) == (True, True)
    assert ("Gesuchte Person" in found, "Unbeteiligt" in found) == (True, False)


def test_an_administrator_makes_an_editor_who_can_log_in(client: Client, admin: User) -> None:
    group = load_editors_group()
    fields = {
        "name": "Neue Redaktion",
        "email": "Editor@example.org",
        "language": "de",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "is_staff": "on",
        "groups": [group.pk],
    }

    client.post("/redaktion/users/new/", fields)

    editor = User.objects.get(email="editor@example.org")
    assert (editor.name, editor.is_staff) == ("Neue Redaktion", True)
    fresh = Client()
    log_in(fresh, "editor@example.org")
    assert fresh.get("/redaktion/").status_code == 200


def test_an_administrator_changes_an_address(client: Client, admin: User) -> None:
    person = make_person("old@example.org", name="Wer")
    page = client.get(f"/redaktion/users/edit/{person.pk}/")

    client.post(
        f"/redaktion/users/edit/{person.pk}/",
        {"name": "Wer", "email": "new@example.org", "language": "en", "is_active": "on"},
    )

    person.refresh_from_db()
    assert page.status_code == 200
    assert (person.email, person.language) == ("new@example.org", "en")
    addresses = EmailAddress.objects.filter(user=person)
    assert [(a.email, a.primary, a.verified) for a in addresses] == [
        ("new@example.org", True, True)
    ]


def test_a_name_is_needed(client: Client, admin: User) -> None:
    fields = {"name": "", "email": "x@example.org", "language": "de"}

    client.post("/redaktion/users/new/", {**fields, "password1": PASSWORD, "password2": PASSWORD})

    assert not User.objects.filter(email="x@example.org").exists()


def test_the_editors_group_may_write_pages_and_nothing_more(client: Client) -> None:
    load_editors_group()
    group = load_editors_group()
    editor = make_person("editor@example.org")
    editor.groups.add(group)
    client.force_login(editor)
    root = Page.get_first_root_node()

    rights = root.permissions_for_user(User.objects.get(pk=editor.pk))

    assert (rights.can_add_subpage(), rights.can_publish_subpage()) == (True, True)
    assert client.get("/redaktion/").status_code == 200
    assert client.get("/redaktion/users/").status_code == 302
    assert GroupPagePermission.objects.filter(group=group).count() == 5
