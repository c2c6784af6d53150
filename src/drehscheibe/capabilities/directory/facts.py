"""What the directory tells the other rooms; ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact


@dataclass(frozen=True, slots=True)
class _InitiativeFact(Fact):
    """Facts of one initiative are delivered in their order."""

    slug: str

    @property
    def item(self) -> str:
        return f"initiative:{self.slug}"


@fact("directory.initiative_published")
@dataclass(frozen=True, slots=True)
class InitiativePublished(_InitiativeFact):
    """An entry stands in the directory for the first time."""


@fact("directory.reference_data_loaded")
@dataclass(frozen=True, slots=True)
class ReferenceDataLoaded(Fact):
    """Entries from public sources were created or renewed."""

    created: int
    updated: int


@fact("directory.claim_submitted")
@dataclass(frozen=True, slots=True)
class ClaimSubmitted(_InitiativeFact):
    """Somebody wants to take over an entry or proposes a new one."""

    claim_id: int


@fact("directory.claim_decided")
@dataclass(frozen=True, slots=True)
class ClaimDecided(_InitiativeFact):
    """The office accepted or rejected a claim."""

    claim_id: int
    is_accepted: bool


@fact("directory.claim_withdrawn")
@dataclass(frozen=True, slots=True)
class ClaimWithdrawn(_InitiativeFact):
    """Somebody took back what they had asked or proposed."""

    claim_id: int


@fact("directory.revision_proposed")
@dataclass(frozen=True, slots=True)
class RevisionProposed(_InitiativeFact):
    """A change waits for the second key."""

    revision_id: int


@fact("directory.revision_rejected")
@dataclass(frozen=True, slots=True)
class RevisionRejected(_InitiativeFact):
    """The second person did not agree to a change."""

    revision_id: int


@fact("directory.profile_changed")
@dataclass(frozen=True, slots=True)
class ProfileChanged(_InitiativeFact):
    """A revision was published."""

    revision_id: int
    fields: tuple[str, ...]


@fact("directory.initiative_confirmed")
@dataclass(frozen=True, slots=True)
class InitiativeConfirmed(_InitiativeFact):
    """The initiative said that its entry is correct."""

    confirmed_on: str
