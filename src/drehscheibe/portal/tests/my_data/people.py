"""Somebody who leaves, and how they do it."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import PASSWORD, make_person
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import MandateFactory, OrganisationFactory

NAME, EMAIL = "Vorname Beispiel", "weggang@example.org"


def make_leaver(**fields: object) -> User:
    return make_person(EMAIL, **{"name": NAME, **fields})


def make_leaver_without_password() -> User:
    person = make_leaver()
    person.set_unusable_password()
    person.save()
    return person


def give_mandate(person: User, kind: str = "initiative", **mandate: object) -> Mandate:
    return MandateFactory.create(
        person=person, organisation=OrganisationFactory.create(kind=kind), **mandate
    )


def page_of(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def leave(client: Client, **fields: str) -> HttpResponse:
    data = {"password": PASSWORD, **fields}
    return client.post(reverse("privacy_erase"), data)  # type: ignore[return-value]


def name_leaver(actor: Actor) -> User:
    """Give the person of an actor the name and address that must not be found afterwards."""
    person = User.objects.get(pk=actor.person_id or 0)
    person.name, person.email = NAME, EMAIL
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=EMAIL, primary=True, verified=True)
    return person


def traces_of(*needles: str) -> list[str]:
    """Return every column of every table that still holds one of these words."""
    from django.db import connection  # noqa: PLC0415 -- only here

    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- names of our own tables
            columns = [column[0] for column in cursor.description or ()]
            found += [
                f"{table}.{column}"
                for row in cursor.fetchall()
                for column, value in zip(columns, row, strict=True)
                if any(needle.lower() in str(value).lower() for needle in needles)
            ]
    return sorted(set(found))
