"""Everybody in the tables of the law, with the mandates that make them what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from drehscheibe.capabilities.exchange.tests.rights import law
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.accounts.editors_group import load_editors_group
from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.organisations import queries
from drehscheibe.core.organisations.choices import (
    NO_MANDATE,
    SESSION_KEY,
    Bench,
    Level,
    MandateRole,
    MandateState,
    OrganisationKind,
)
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.tests.factories import MandateFactory, OrganisationFactory

__all__ = ["People"]

#: Name → (body, role, and what is unusual about the mandate).
MANDATES: Mapping[str, tuple[str, MandateRole, Mapping[str, object]]] = {
    "author": ("authors", MandateRole.COORDINATOR, {"side": Bench.CHAMBER}),
    "second author": ("authors", MandateRole.SPEAKER, {"side": Bench.UNION}),
    "authors' editor": ("authors", MandateRole.EDITOR, {}),
    "authors' staff": ("authors", MandateRole.STAFF, {}),
    "for themselves": ("authors", MandateRole.COORDINATOR, {}),
    "former author": ("authors", MandateRole.COORDINATOR, {"state": MandateState.ENDED}),
    "expired author": ("authors", MandateRole.COORDINATOR, {"ends": -1}),
    "future author": ("authors", MandateRole.COORDINATOR, {"begins": 1}),
    "unconfirmed author": ("authors", MandateRole.COORDINATOR, {"state": MandateState.REQUESTED}),
    "office": ("office", MandateRole.COORDINATOR, {}),
    "office staff": ("office", MandateRole.STAFF, {}),
    "former office": ("office", MandateRole.COORDINATOR, {"state": MandateState.ENDED}),
    "future office": ("office", MandateRole.COORDINATOR, {"begins": 1}),
    "desk": ("desk", MandateRole.COORDINATOR, {}),
    "desk staff": ("desk", MandateRole.STAFF, {}),
    "expired desk": ("desk", MandateRole.COORDINATOR, {"ends": -1}),
    "first desk": ("first desk", MandateRole.COORDINATOR, {}),
    "other desk": ("other desk", MandateRole.COORDINATOR, {}),
    "supporter": ("supporters", MandateRole.COORDINATOR, {}),
    "member": ("others", MandateRole.COORDINATOR, {}),
    "member staff": ("others", MandateRole.STAFF, {}),
}
BODIES: Mapping[str, tuple[OrganisationKind, str]] = {
    "authors": (OrganisationKind.INITIATIVE, "Initiative Nord"),
    "supporters": (OrganisationKind.INITIATIVE, "Initiative Mitte"),
    "others": (OrganisationKind.INITIATIVE, "Initiative Süd"),
    "office": (OrganisationKind.OFFICE, "Servicestelle"),
    "desk": (OrganisationKind.DESK, "Bundesressort"),
    "first desk": (OrganisationKind.DESK, "Landesressort"),
    "other desk": (OrganisationKind.DESK, "Anderes Ressort"),
}


@dataclass(frozen=True, slots=True)
class People:
    """Everybody by name; ``bodies`` are the organisations for which they act."""

    users: Mapping[str, User]
    bodies: Mapping[str, Organisation]

    @classmethod
    def gather(cls) -> People:
        bodies = {
            name: OrganisationFactory.create(kind=kind, name=title, level=Level.FEDERAL)
            for name, (kind, title) in BODIES.items()
        }
        users: dict[str, User] = {}
        for name in sorted(law.KNOWN):
            may_all = name == "operator"
            users[name] = UserFactory.create(
                name=name.title(), is_superuser=may_all, is_staff=may_all
            )
        load_editors_group()
        users["page editor"].groups.set(Group.objects.filter(name="Redaktion"))
        now = timezone.now()
        for name, (body, role, unusual) in MANDATES.items():
            fields = dict(unusual)
            begins = fields.pop("begins", -30)
            ends = fields.pop("ends", None)
            MandateFactory.create(
                person=users[name],
                organisation=bodies[body],
                role=role,
                valid_from=now + timedelta(days=int(str(begins))),
                valid_until=now + timedelta(days=int(str(ends))) if ends is not None else None,
                **fields,
            )
        return cls(users, bodies)

    def actor(self, name: str) -> Actor:
        """Return who somebody is at this moment."""
        if name == law.PUBLIC:
            return ANONYMOUS
        chosen = NO_MANDATE if name == "for themselves" else None
        return queries.actor_for_person(self.users[name], preferred_mandate=chosen)

    def client(self, name: str) -> Client:
        """Return the browser of somebody."""
        client = Client()
        if name == law.PUBLIC:
            return client
        client.force_login(self.users[name])
        if name == "for themselves":
            session = client.session
            session[SESSION_KEY] = NO_MANDATE
            session.save()
        return client
