"""Who may do what with a concern: predicates on an actor and a concern, asked by views and services.

Whether an act is possible in a state is not said here but in ``machine.py``.
"""

from __future__ import annotations

from drehscheibe.capabilities.exchange.machine.signal import UNSENT_STATES
from drehscheibe.capabilities.exchange.models import Signal, Supporter
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import MandateRole, OrganisationKind

#: Organisations in whose name concerns are raised; the office passes on, desks answer.
RAISING_KINDS = frozenset(
    {OrganisationKind.INITIATIVE, OrganisationKind.PARTNER, OrganisationKind.MEMBER}
)
#: Who may write for an organisation, and who may commit it.
WRITING_ROLES = frozenset({MandateRole.SPEAKER, MandateRole.COORDINATOR, MandateRole.EDITOR})
COMMITTING_ROLES = frozenset({MandateRole.SPEAKER, MandateRole.COORDINATOR})


def may_write(actor: Actor) -> bool:
    """Whether the actor may prepare concerns for their organisation."""
    return actor.organisation_kind in RAISING_KINDS and actor.role in WRITING_ROLES


def is_own(actor: Actor, signal: Signal) -> bool:
    return actor.acts_for(signal.organisation_id)


def may_edit(actor: Actor, signal: Signal) -> bool:
    return is_own(actor, signal) and may_write(actor)


def may_commit(actor: Actor, signal: Signal) -> bool:
    """Whether the actor may send, answer, withdraw and rate in the name of the organisation."""
    return is_own(actor, signal) and may_write(actor) and actor.role in COMMITTING_ROLES


def may_join(actor: Actor, signal: Signal) -> bool:
    """Whether the actor may support the concern of another organisation in the name of theirs."""
    return may_write(actor) and actor.role in COMMITTING_ROLES and not is_own(actor, signal)


def is_second_key_of_support(actor: Actor, supporter: Supporter) -> bool:
    """Another person than the one who joined, and of another side where both mandates name one."""
    first = supporter.mandate
    if not actor.acts_for(supporter.organisation_id) or actor.role not in COMMITTING_ROLES:
        return False
    sides = {actor.side, first.side}
    return actor.person_id != first.person_id and ("" in sides or len(sides) == 2)


def is_second_key(actor: Actor, signal: Signal) -> bool:
    """Another person, and of another side where both mandates name one."""
    first = signal.mandate
    if first is None or not may_commit(actor, signal) or actor.person_id == first.person_id:
        return False
    sides = {actor.side, first.side}
    return "" in sides or len(sides) == 2


def was_addressee(actor: Actor, signal: Signal) -> bool:
    """Whether the concern is or was with the actor's desk."""
    return actor.is_desk and signal.hand_overs.filter(desk_id=actor.organisation_id).exists()


def is_addressee(actor: Actor, signal: Signal) -> bool:
    """Whether the concern lies with the actor's desk now."""
    return actor.is_desk and actor.acts_for(signal.owner_id)


def may_answer(actor: Actor) -> bool:
    """Whether the actor does the work of a desk."""
    return actor.is_desk


def is_unsent(signal: Signal) -> bool:
    """Whether only the authors know of the concern."""
    return signal.state in UNSENT_STATES


def may_check(actor: Actor) -> bool:
    """Whether the actor does the work of the office."""
    return actor.is_office
