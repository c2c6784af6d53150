"""Bodies and people who act at random, and what changes among them meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from django.utils import timezone
from time_machine import Traveller

from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.capabilities.exchange.choices.signal import Scope
from drehscheibe.capabilities.exchange.services.signals import findable
from drehscheibe.capabilities.exchange.services.signals.public_concerns import _record
from drehscheibe.core.access.actor import ANONYMOUS, SYSTEM, Actor
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.organisations import queries, services
from drehscheibe.core.organisations.choices import Bench, Level, MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.organisations.tests.factories import MandateFactory, OrganisationFactory
from drehscheibe.core.places.tests.factories import LandFactory

#: Who commits an initiative; the last two of its three people speak for different sides.
_ROLES = ((MandateRole.EDITOR, ""), (MandateRole.COORDINATOR, Bench.CHAMBER))
_SPEAKER = (MandateRole.SPEAKER, Bench.UNION)

#: What somebody said in public, without having come here.
RECORDED = {
    "what_happens": "So steht es in der Zeitung.",
    "topic": "permitting",
    "level": Level.FEDERAL,
    "scope": Scope.NATIONWIDE,
    "raised_in_public_by": "Kammer (Beispiel)",
    "source_url": "https://example.org/",
}


@dataclass(slots=True)
class World:
    """Everybody there is.

    Attributes
    ----------
    everybody : list of Actor
        Everybody who ever had a mandate; some act on although it has ended.
    living : set of int
        The mandates that hold at this moment.
    """

    chance: Random
    clock: Traveller
    everybody: list[Actor] = field(default_factory=list)
    living: set[int] = field(default_factory=set)
    founded: int = 0
    counted: int = 0
    recorded: int = 0

    @classmethod
    def begin(cls, chance: Random, clock: Traveller) -> World:
        """Make an office, four desks of two levels, five initiatives and their people."""
        world = cls(chance, clock)
        office = OrganisationFactory.create(kind=OrganisationKind.OFFICE, name="Servicestelle")
        for role in (MandateRole.COORDINATOR, MandateRole.COORDINATOR, MandateRole.STAFF):
            world._add(office, role)
        for _number in range(2):
            world.found_desk(Level.FEDERAL)
            world.found_desk(Level.LAND)
        for _number in range(5):
            world.found_initiative()
        world.refresh()
        # Somebody with two hats, and people without any.
        two_hats = world.of_kind(OrganisationKind.INITIATIVE)[0]
        other = Organisation.objects.get(
            pk=world.of_kind(OrganisationKind.INITIATIVE)[-1].organisation_id or 0
        )
        world._add(other, MandateRole.COORDINATOR, person_id=two_hats.person_id)
        for _number in range(3):
            world.record()
        nobody = queries.make_actor(UserFactory.create(), None)
        world.everybody += [nobody, ANONYMOUS]
        world.refresh()
        return world

    def count(self) -> int:
        """Return a number that was never given before, to tell things apart by their titles."""
        self.counted += 1
        return self.counted

    # Who there is ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look up which mandates hold now."""
        valid = Mandate.objects.valid_at(timezone.now())
        self.living = set(valid.values_list("pk", flat=True))

    def is_living(self, actor: Actor) -> bool:
        return actor.mandate_id in self.living

    def of_kind(self, kind: str) -> list[Actor]:
        """Return everybody who may act for a body of this kind."""
        return [a for a in self.everybody if a.organisation_kind == kind and self.is_living(a)]

    def of(self, organisation_id: int | None) -> list[Actor]:
        """Return everybody who may act for this body."""
        return [a for a in self.everybody if a.acts_for(organisation_id) and self.is_living(a)]

    def desk_ids(self) -> list[int]:
        """Return the desks that exist."""
        desks = Organisation.objects.filter(kind=OrganisationKind.DESK, ended_at__isnull=True)
        return list(desks.order_by("pk").values_list("pk", flat=True))

    # What changes ---------------------------------------------------------------------------

    def found_desk(self, level: str) -> None:
        self.founded += 1
        land = LandFactory.create() if level == Level.LAND else None
        desk = OrganisationFactory.create(
            kind=OrganisationKind.DESK, name=f"Stelle {self.founded}", level=level, land=land
        )
        for role in (MandateRole.COORDINATOR, MandateRole.STAFF):
            self._add(desk, role)

    def found_initiative(self) -> None:
        """Make an initiative; every second one asks for two keys."""
        self.founded += 1
        initiative = OrganisationFactory.create(
            name=f"Initiative {self.founded}", requires_two_keys=self.founded % 2 == 0
        )
        InitiativeFactory.create(organisation=initiative, name=initiative.name)
        for role, side in (*_ROLES, _SPEAKER):
            self._add(initiative, role, side=side)

    def record(self) -> str:
        """Note what somebody said in public."""
        words = {**RECORDED, "title": f"Klage kennwort99{self.recorded:03d}x"}
        findable.refresh(_record(f"zufall:{self.recorded}", words))
        self.recorded += 1
        return f"recorded: {words['title']}"

    def dissolve(self) -> str:
        """End a desk or an initiative, and found another in its place."""
        kind = self.chance.choice((OrganisationKind.DESK, OrganisationKind.INITIATIVE))
        bodies = Organisation.objects.filter(kind=kind, ended_at__isnull=True).order_by("pk")
        body = self.chance.choice(list(bodies))
        services.end_organisation(SYSTEM, body.pk, reason="Zufall")
        if kind == OrganisationKind.DESK:
            self.found_desk(body.level)
        else:
            self.found_initiative()
        self.refresh()
        return f"{body} is dissolved"

    def end_a_mandate(self) -> str:
        """End the mandate of somebody, and give it to somebody new."""
        actor = self.chance.choice([a for a in self.everybody if self.is_living(a)])
        mandate = Mandate.objects.select_related("organisation").get(pk=actor.mandate_id or 0)
        self._add(mandate.organisation, mandate.role, side=mandate.side)
        services.end_mandate(SYSTEM, mandate.pk, reason="Zufall")
        self.refresh()
        return f"{actor.name} leaves {actor.organisation_name}"

    def limit_a_mandate(self) -> str:
        """Let a mandate end by itself some days from now; somebody else stays."""
        actor = self.chance.choice([a for a in self.everybody if self.is_living(a)])
        mandate = Mandate.objects.select_related("organisation").get(pk=actor.mandate_id or 0)
        mandate.valid_until = timezone.now() + timedelta(days=self.chance.randint(1, 20))
        mandate.save(update_fields=["valid_until"])
        self._add(mandate.organisation, mandate.role, side=mandate.side)
        self.refresh()
        return f"{actor.name} leaves {actor.organisation_name} soon"

    def let_time_pass(self) -> str:
        """Move on by some days and do what the worker does every day."""
        days = self.chance.choice((1, 2, 5, 9, 30))
        self.clock.shift(timedelta(days=days))
        services.end_expired_mandates()
        self.refresh()
        return f"{days} days later"

    def _add(
        self,
        organisation: Organisation,
        role: str,
        *,
        side: str = "",
        person_id: int | None = None,
    ) -> None:
        whose = {"person_id": person_id} if person_id is not None else {}
        mandate = MandateFactory.create(organisation=organisation, role=role, side=side, **whose)
        self.everybody.append(queries.make_actor(mandate.person, mandate))
