"""What the exchange tells other rooms about questions; ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact

__all__ = ["QuestionFact", "QuestionMoved", "QuestionOverdue"]


@dataclass(frozen=True, slots=True)
class QuestionFact(Fact):
    """Base of all facts about one question; they are delivered in their order.

    Attributes
    ----------
    public_id : str
        For example ``Q-2026-0004``.
    station : int
        Number of the station that the question reached by this; names the fact for good.
    due_on : str
        Until when the owner of the state that was reached has to act, as an ISO date; empty if
        nobody has to.
    """

    public_id: str
    station: int
    due_on: str

    @property
    def item(self) -> str:
        return f"question:{self.public_id}"


@fact("exchange.question_moved")
@dataclass(frozen=True, slots=True)
class QuestionMoved(QuestionFact):
    """A question was asked, or somebody did something with it.

    Attributes
    ----------
    act : str
        ``ask``, or a transition of ``question_machine.QUESTION``.
    state : str
        Which state it reached by this.
    by_person_id : int
        Who did it for the initiative or the office; 0 for askers and for the hub itself.
    """

    act: str
    state: str
    by_person_id: int


@fact("exchange.question_overdue")
@dataclass(frozen=True, slots=True)
class QuestionOverdue(QuestionFact):
    """Nobody has answered in time; told once per missed date."""
