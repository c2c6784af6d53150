"""Who may do what with practice cases: predicates that read aloud."""

from __future__ import annotations

from drehscheibe.capabilities.library.choices.practice_case import CaseState
from drehscheibe.capabilities.library.models import PracticeCase
from drehscheibe.core.access.actor import Actor

__all__ = [
    "is_proposer",
    "may_check",
    "may_keep",
    "may_propose",
    "may_publish",
    "may_send_back",
    "may_withdraw",
]


def may_keep(actor: Actor) -> bool:
    """Whether the actor sees proposals and their origin: the office."""
    return actor.is_office


def may_propose(actor: Actor) -> bool:
    """Whoever acts for an organisation, the office first of all."""
    return actor.mandate_id is not None


def is_proposer(actor: Actor, case: PracticeCase) -> bool:
    """Whether the actor handed this case in."""
    under = case.proposed_under
    return under is not None and actor.is_known and under.person_id == actor.person_id


def may_check(actor: Actor, case: PracticeCase) -> bool:
    """Whether the actor can be the first pair of eyes: of the office, and did not write it."""
    return may_keep(actor) and case.state == CaseState.PROPOSED and not is_proposer(actor, case)


def may_publish(actor: Actor, case: PracticeCase) -> bool:
    """Whether the actor can be the second pair of eyes: of the office, and did not check it."""
    checked_by = case.checked_under.person_id if case.checked_under else None
    return may_keep(actor) and case.state == CaseState.CHECKED and actor.person_id != checked_by


def may_send_back(actor: Actor, case: PracticeCase) -> bool:
    """Anybody of the office, as long as it is not public."""
    return may_keep(actor) and case.state in (CaseState.PROPOSED, CaseState.CHECKED)


def may_withdraw(actor: Actor, case: PracticeCase) -> bool:
    """Whether the actor may take it back: the office, and whoever handed it in."""
    is_ended = case.state in (CaseState.WITHDRAWN, CaseState.HIDDEN)
    return not is_ended and (may_keep(actor) or is_proposer(actor, case))
