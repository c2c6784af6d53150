"""What this room tells others: ids and states, never a word of a case."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact

__all__ = ["CaseFact", "CaseMoved", "CaseNews", "CaseOverdue", "PracticeReady"]


@dataclass(frozen=True, slots=True)
class CaseFact(Fact):
    """Something about one case.

    Attributes
    ----------
    station : int
        How many stations it has: tells the same act at different times apart.
    """

    public_id: str
    station: int
    due_on: str

    @property
    def item(self) -> str:
        return self.public_id


@fact("advisory.case_moved")
@dataclass(frozen=True, slots=True)
class CaseMoved(CaseFact):
    """An act brought a case to a state."""

    act: str
    state: str
    by_person_id: int


@fact("advisory.case_news")
@dataclass(frozen=True, slots=True)
class CaseNews(CaseFact):
    """One side did something that does not move the case: a message, a talk, a document.

    ``side`` is the side that did it; ``key`` tells one piece of news from the next.
    """

    what: str
    side: str
    key: str
    by_person_id: int


@fact("advisory.case_overdue")
@dataclass(frozen=True, slots=True)
class CaseOverdue(CaseFact):
    """A date was missed."""


@fact("advisory.practice_changed")
@dataclass(frozen=True, slots=True)
class PracticeReady(Fact):
    """A practice case was handed to the library, or had to be taken back."""

    public_id: str
    is_there: bool
    key: str

    @property
    def item(self) -> str:
        return self.public_id
