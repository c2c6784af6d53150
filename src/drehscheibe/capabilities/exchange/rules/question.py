"""Who may do what with a question: predicates on an actor and a question.

Whether an act is possible in a state is not said here but in ``question_machine``.
"""

from __future__ import annotations

from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.rules.signal import COMMITTING_ROLES
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import OrganisationKind

__all__ = [
    "is_asker",
    "is_of_initiative",
    "is_second_key",
    "may_answer",
    "may_see_work",
    "may_work",
]


def may_see_work(actor: Actor) -> bool:
    """Whether the actor has a list of questions in the workspace."""
    is_initiative = actor.organisation_kind == OrganisationKind.INITIATIVE
    return actor.is_office or (is_initiative and actor.mandate_id is not None)


def is_of_initiative(actor: Actor, question: Question) -> bool:
    """Whether the actor belongs to the initiative that is asked."""
    return actor.mandate_id is not None and actor.acts_for(question.organisation_id)


def may_answer(actor: Actor, question: Question) -> bool:
    """Whether the actor may speak for the initiative that is asked."""
    return is_of_initiative(actor, question) and actor.role in COMMITTING_ROLES


def may_work(actor: Actor) -> bool:
    """Whether the actor does the work of the office."""
    return actor.is_office


def is_second_key(actor: Actor, question: Question) -> bool:
    """Another person than who wrote the answer, and of another side where both mandates name one."""
    first = question.answered_under
    if first is None or not may_answer(actor, question) or actor.person_id == first.person_id:
        return False
    sides = {actor.side, first.side}
    return "" in sides or len(sides) == 2


def is_asker(actor: Actor, question: Question) -> bool:
    """Whether the actor asked this with their account."""
    return actor.is_known and actor.person_id == question.person_id
