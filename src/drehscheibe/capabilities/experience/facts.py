"""What this room tells others: numbers, states and ids, never a word of a request."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact

__all__ = ["ContactMoved", "ContactReminded"]


@dataclass(frozen=True, slots=True)
class _ContactFact(Fact):
    """Facts of one request are delivered in their order."""

    public_id: str

    @property
    def item(self) -> str:
        return f"experience:{self.public_id}"


@fact("experience.contact_moved")
@dataclass(frozen=True, slots=True)
class ContactMoved(_ContactFact):
    """A request for contact has reached its next state; ``side`` did it, empty for the clock."""

    act: str
    state: str
    side: str
    by_person_id: int


@fact("experience.contact_reminded")
@dataclass(frozen=True, slots=True)
class ContactReminded(_ContactFact):
    """Nobody has answered for ten days."""
