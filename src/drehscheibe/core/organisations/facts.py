"""What happened to organisations and to the people who act for them."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact


@fact("organisations.organisation_created")
@dataclass(frozen=True, slots=True)
class OrganisationCreated(Fact):
    organisation_id: int
    kind: str
    name: str

    @property
    def item(self) -> str:
        return f"organisation:{self.organisation_id}"


@fact("organisations.organisation_ended")
@dataclass(frozen=True, slots=True)
class OrganisationEnded(Fact):
    """It no longer exists; whoever keeps work for it brings that to the office."""

    organisation_id: int
    kind: str
    name: str
    reason: str

    @property
    def item(self) -> str:
        return f"organisation:{self.organisation_id}"


@dataclass(frozen=True, slots=True)
class MandateFact(Fact):
    """Base of all facts about one mandate; ``by_person_id`` is None for the product itself."""

    mandate_id: int
    organisation_id: int
    person_id: int
    role: str
    by_person_id: int | None

    @property
    def item(self) -> str:
        return f"organisation:{self.organisation_id}"


@fact("organisations.mandate_requested")
@dataclass(frozen=True, slots=True)
class MandateRequested(MandateFact):
    """Somebody wants to act for an organisation, or a second person is needed to agree.

    ``keys`` counts how many people have agreed so far: 0 for a fresh request, 1 for a first key.
    """

    keys: int = 0


@fact("organisations.mandate_granted")
@dataclass(frozen=True, slots=True)
class MandateGranted(MandateFact):
    """The person may act for the organisation from now on."""


@fact("organisations.mandate_declined")
@dataclass(frozen=True, slots=True)
class MandateDeclined(MandateFact):
    reason: str = ""


@fact("organisations.mandate_ended")
@dataclass(frozen=True, slots=True)
class MandateEnded(MandateFact):
    """The person may no longer act; ``was_valid`` is False for a request that was withdrawn."""

    reason: str = ""
    was_valid: bool = True


@fact("organisations.mandate_handed_over")
@dataclass(frozen=True, slots=True)
class MandateHandedOver(MandateFact):
    """``mandate_id`` is the one that ended, the successor's mandate has begun."""

    successor_mandate_id: int = 0
    successor_person_id: int = 0


@fact("organisations.person_invited")
@dataclass(frozen=True, slots=True)
class PersonInvited(Fact):
    invitation_id: int
    organisation_id: int

    @property
    def item(self) -> str:
        return f"organisation:{self.organisation_id}"


@fact("organisations.two_keys_proposed")
@dataclass(frozen=True, slots=True)
class TwoKeysProposed(Fact):
    """One person wants the two-key rule on or off; a second one has to agree."""

    organisation_id: int
    requires_two_keys: bool
    by_person_id: int | None

    @property
    def item(self) -> str:
        return f"organisation:{self.organisation_id}"


@fact("organisations.two_keys_changed")
@dataclass(frozen=True, slots=True)
class TwoKeysChanged(Fact):
    """The organisation now asks for two people at every publication, or no longer does."""

    organisation_id: int
    requires_two_keys: bool
    by_person_id: int | None

    @property
    def item(self) -> str:
        return f"organisation:{self.organisation_id}"
