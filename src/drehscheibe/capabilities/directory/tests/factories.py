from __future__ import annotations

import factory
from django.utils import timezone

from drehscheibe.capabilities.directory.choices import PublicationState
from drehscheibe.capabilities.directory.models import Claim, Initiative
from drehscheibe.capabilities.directory.services.profile_index import (
    index_profiles,
    make_sort_key,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.organisations.choices import MandateRole
from drehscheibe.core.organisations.tests.factories import MandateFactory, OrganisationFactory
from drehscheibe.core.organisations.tests.factories import make_actor as make_organisation_actor
from drehscheibe.core.places.models import Kreis, Land

LAENDER = {
    "01": "SH",
    "02": "HH",
    "03": "NI",
    "04": "HB",
    "05": "NW",
    "06": "HE",
    "07": "RP",
    "08": "BW",
    "09": "BY",
    "10": "SL",
    "11": "BE",
    "12": "BB",
    "13": "MV",
    "14": "SN",
    "15": "ST",
    "16": "TH",
}


class InitiativeFactory(factory.django.DjangoModelFactory[Initiative]):
    """A published initiative that nobody has confirmed; ``index`` it where lists are read."""

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.SelfAttribute("organisation.name")
    slug = factory.Sequence(lambda n: f"initiative-{n}")
    sort_key = factory.LazyAttribute(lambda it: make_sort_key(it.name))
    state = PublicationState.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Initiative
        skip_postgeneration_save = True

    @factory.post_generation  # type: ignore[untyped-decorator]
    def kreise(self: Initiative, create: bool, extracted: list[Kreis], **_kwargs: object) -> None:
        if create and extracted:
            self.kreise.set(extracted)

    @factory.post_generation  # type: ignore[untyped-decorator]
    def index(self: Initiative, create: bool, extracted: bool | None, **_kwargs: object) -> None:
        if create and extracted is not False:
            index_profiles([self])


class ClaimFactory(factory.django.DjangoModelFactory[Claim]):
    initiative = factory.SubFactory(InitiativeFactory)
    person = factory.SubFactory(UserFactory)
    message = "I coordinate it."
    due_on = factory.LazyFunction(timezone.localdate)

    class Meta:
        model = Claim


def make_laender() -> None:
    """Create the sixteen Länder with their keys."""
    Land.objects.bulk_create(
        [Land(code=code, key=key, name=code, name_en=code) for key, code in LAENDER.items()],
        ignore_conflicts=True,
    )


def make_kreise(*keys: str) -> list[Kreis]:
    """Create Kreise and their Länder by official key."""
    make_laender()
    Kreis.objects.bulk_create(
        [
            Kreis(
                ags5=key,
                name=f"Kreis {key}",
                kind="Kreis",
                land_id=LAENDER[key[:2]],
                nuts3="DE000",
                longitude=9.0 + int(key) % 7,
                latitude=50.0 + int(key) % 5,
            )
            for key in keys
        ],
        ignore_conflicts=True,
    )
    return list(Kreis.objects.filter(ags5__in=keys))


def make_editor(
    initiative: Initiative, role: str = MandateRole.COORDINATOR, side: str = ""
) -> Actor:
    """Return the actor of a fresh person who may edit the initiative."""
    return make_organisation_actor(organisation=initiative.organisation, role=role, side=side)


def make_office() -> Actor:
    return make_organisation_actor("office")


def make_person() -> Actor:
    """Return the actor of a fresh person without any mandate."""
    person = UserFactory.create()
    return Actor(person_id=person.pk, name=person.name, email=person.email)


__all__ = [
    "ClaimFactory",
    "InitiativeFactory",
    "MandateFactory",
    "UserFactory",
    "make_editor",
    "make_kreise",
    "make_laender",
    "make_office",
    "make_person",
]
