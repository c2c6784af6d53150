"""Who may do what with an impulse, a reaction and a measure: predicates on an actor and a row."""

from __future__ import annotations

from drehscheibe.capabilities.exchange.models import Impulse, Measure, Reaction
from drehscheibe.capabilities.exchange.rules.signal import (
    COMMITTING_ROLES,
    RAISING_KINDS,
    WRITING_ROLES,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import OrganisationKind

__all__ = [
    "is_own_reaction",
    "is_second_key",
    "is_sender",
    "may_change",
    "may_commit_measures",
    "may_lead_for",
    "may_pass_on",
    "may_react",
    "may_review",
    "may_send_impulses",
    "may_work_on",
]


def may_send_impulses(actor: Actor) -> bool:
    """Whether the actor may ask initiatives something: desks, and the office also for desks."""
    return (actor.is_office or actor.is_desk) and actor.role in WRITING_ROLES


def may_work_on(actor: Actor, impulse: Impulse) -> bool:
    """Whether the actor may write, publish, evaluate and withdraw this impulse."""
    return may_send_impulses(actor) and (actor.is_office or is_sender(actor, impulse))


def is_sender(actor: Actor, impulse: Impulse) -> bool:
    return actor.acts_for(impulse.sender_id)


def may_react(actor: Actor) -> bool:
    """Whether the actor may commit an initiative by a reaction."""
    is_initiative = actor.organisation_kind == OrganisationKind.INITIATIVE
    return is_initiative and actor.role in COMMITTING_ROLES


def is_own_reaction(actor: Actor, reaction: Reaction) -> bool:
    return actor.acts_for(reaction.organisation_id)


def is_second_key(actor: Actor, reaction: Reaction) -> bool:
    """Another person, and of another side where both mandates name one."""
    if not is_own_reaction(actor, reaction) or not may_react(actor):
        return False
    sides = {actor.side, reaction.mandate.side}
    return actor.person_id != reaction.mandate.person_id and ("" in sides or len(sides) == 2)


def may_commit_measures(actor: Actor) -> bool:
    """Whether the actor may record measures: for their own organisation, the office for any."""
    kinds = RAISING_KINDS | {OrganisationKind.OFFICE, OrganisationKind.DESK}
    return actor.organisation_kind in kinds and actor.role in COMMITTING_ROLES


def may_lead_for(actor: Actor, organisation_id: int) -> bool:
    """Whether the actor may record a measure that this organisation leads."""
    return may_commit_measures(actor) and (actor.is_office or actor.acts_for(organisation_id))


def may_change(actor: Actor, measure: Measure) -> bool:
    """Whether the actor may change and review a measure: its lead's people, and the office."""
    return actor.role in WRITING_ROLES and (actor.is_office or actor.acts_for(measure.lead_id))


def may_pass_on(actor: Actor) -> bool:
    """Whether the actor may name another body that leads a measure: the office alone."""
    return may_commit_measures(actor) and actor.is_office


def may_review(actor: Actor) -> bool:
    """Whether the actor may review the measures that their own organisation leads."""
    return actor.mandate_id is not None and actor.role in WRITING_ROLES
