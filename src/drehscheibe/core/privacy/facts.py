"""What happened to the data of people."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact


@fact("privacy.person_erased")
@dataclass(frozen=True, slots=True)
class PersonErased(Fact):
    """A person left and took their data with them; where a row stays, it has no name any more."""

    person_id: int

    @property
    def item(self) -> str:
        return f"person:{self.person_id}"
