"""What happened to reported items."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact


@dataclass(frozen=True, slots=True)
class CaseFact(Fact):
    """Base of all facts about one case."""

    case_id: int
    number: str

    @property
    def item(self) -> str:
        return f"case:{self.number}"


@fact("moderation.item_reported")
@dataclass(frozen=True, slots=True)
class ItemReported(CaseFact):
    """Somebody reported an item; ``is_first`` opens the case."""

    report_id: int = 0
    is_first: bool = True


@fact("moderation.case_decided")
@dataclass(frozen=True, slots=True)
class CaseDecided(CaseFact):
    """The office decided; author and reporters are told."""

    decision: int = 1


@fact("moderation.decision_appealed")
@dataclass(frozen=True, slots=True)
class DecisionAppealed(CaseFact):
    """A party objected; somebody who did not decide first looks at it."""

    appeal_id: int = 0


@fact("moderation.operator_asked")
@dataclass(frozen=True, slots=True)
class OperatorAsked(CaseFact):
    """Nobody of the office may decide; the operator of the hub is asked to."""


@fact("moderation.case_delayed")
@dataclass(frozen=True, slots=True)
class CaseDelayed(CaseFact):
    """Nobody decided by the day; office and parties are told."""

    due_on: str = ""


@fact("moderation.house_rules_changed")
@dataclass(frozen=True, slots=True)
class HouseRulesChanged(Fact):
    """The house rules have new words in one language."""

    language: str
