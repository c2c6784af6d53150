"""What other rooms may hear of impulses; ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact


@dataclass(frozen=True, slots=True)
class ImpulseFact(Fact):
    """Base of all facts about one impulse; they are delivered in their order.

    Attributes
    ----------
    public_id : str
        For example ``I-2026-0003``.
    """

    public_id: str

    @property
    def item(self) -> str:
        return f"impulse:{self.public_id}"

    @property
    def key(self) -> str:
        """What names the fact for good, however often it is delivered."""
        return f"{self.topic}:{self.public_id}"


@fact("exchange.impulse_published")
@dataclass(frozen=True, slots=True)
class ImpulsePublished(ImpulseFact):
    """It is open to the addressed initiatives."""


@fact("exchange.impulse_closes_soon")
@dataclass(frozen=True, slots=True)
class ImpulseClosesSoon(ImpulseFact):
    """Only some days are left for reactions."""


@fact("exchange.impulse_ended")
@dataclass(frozen=True, slots=True)
class ImpulseEnded(ImpulseFact):
    """The date has passed; the sender now owes what follows."""


@fact("exchange.impulse_overdue")
@dataclass(frozen=True, slots=True)
class ImpulseOverdue(ImpulseFact):
    """The sender has not said in time what follows."""


@fact("exchange.impulse_evaluated")
@dataclass(frozen=True, slots=True)
class ImpulseEvaluated(ImpulseFact):
    """The sender has said what follows."""


@fact("exchange.impulse_left_behind")
@dataclass(frozen=True, slots=True)
class ImpulseLeftBehind(ImpulseFact):
    """Its sender has ended; what follows is said by the office."""

    organisation_id: int


@fact("exchange.impulse_withdrawn")
@dataclass(frozen=True, slots=True)
class ImpulseWithdrawn(ImpulseFact):
    """The sender took it back.

    Attributes
    ----------
    waited : tuple of int
        Organisations whose reaction still waited for a second person.
    """

    waited: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReactionFact(ImpulseFact):
    """Base of the facts about the reaction of one organisation."""

    reaction_id: int
    organisation_id: int

    @property
    def key(self) -> str:
        """What names the fact for good, however often it is delivered."""
        return f"{self.topic}:{self.public_id}:{self.reaction_id}"


@fact("exchange.reaction_awaits_release")
@dataclass(frozen=True, slots=True)
class ReactionAwaitsRelease(ReactionFact):
    """One person has reacted; a second one of the organisation has to agree."""

    said_by_person_id: int


@fact("exchange.reaction_given")
@dataclass(frozen=True, slots=True)
class ReactionGiven(ReactionFact):
    """An organisation has reacted, or changed what it said."""


@fact("exchange.reaction_taken_back")
@dataclass(frozen=True, slots=True)
class ReactionTakenBack(ReactionFact):
    """An organisation does not want its reaction to count any more."""
