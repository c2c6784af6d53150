from __future__ import annotations

import factory
from django.utils import timezone

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.organisations import queries
from drehscheibe.core.organisations.choices import MandateRole, MandateState, OrganisationKind
from drehscheibe.core.organisations.models import Mandate, Organisation


class OrganisationFactory(factory.django.DjangoModelFactory[Organisation]):
    kind = OrganisationKind.INITIATIVE
    name = factory.Sequence(lambda n: f"Initiative {n}")

    class Meta:
        model = Organisation


class MandateFactory(factory.django.DjangoModelFactory[Mandate]):
    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = MandateRole.COORDINATOR
    state = MandateState.VALID
    valid_from = factory.LazyFunction(timezone.now)

    class Meta:
        model = Mandate


def make_actor(kind: str = OrganisationKind.INITIATIVE, **mandate: object) -> Actor:
    """Return the actor of a fresh person with a valid mandate of a fresh organisation of a kind."""
    if "organisation" not in mandate:
        mandate["organisation__kind"] = kind
    made = MandateFactory.create(**mandate)
    return queries.make_actor(made.person, made)


def lead_of(organisation: Organisation, role: str = "coordinator") -> Actor:
    """Return the actor of a fresh person with a valid mandate of this organisation."""
    return make_actor(organisation=organisation, role=role)


def make_plain_person() -> Actor:
    """Return the actor of a fresh person without a mandate."""
    return queries.make_actor(UserFactory.create(), None)
