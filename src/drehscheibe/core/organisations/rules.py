"""Who may decide about organisations and mandates; one-line predicates over loaded objects."""

from __future__ import annotations

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import LEAD_ROLES, MandateState, OrganisationKind
from drehscheibe.core.organisations.models import Mandate, Organisation


def may_create_organisation(actor: Actor) -> bool:
    return actor.is_office or actor.is_system


def may_end_organisation(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor may note that a body no longer exists; the office outlives them all."""
    is_office = organisation.kind == OrganisationKind.OFFICE
    return not is_office and (actor.is_office or actor.is_system)


def leads(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor speaks for or coordinates this very organisation."""
    return actor.acts_for(organisation.pk) and actor.role in LEAD_ROLES


def may_manage_people(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor may confirm, decline, invite and end for this organisation."""
    return actor.is_office or actor.is_system or leads(actor, organisation)


def may_confirm(actor: Actor, mandate: Mandate) -> bool:
    """Whether the actor may agree to a mandate; nobody confirms their own."""
    return (
        may_manage_people(actor, mandate.organisation)
        and not is_own(actor, mandate)
        and mandate.state == MandateState.REQUESTED
    )


def may_end(actor: Actor, mandate: Mandate) -> bool:
    """Whether the actor may end a mandate; its holder always may."""
    return is_own(actor, mandate) or (
        may_manage_people(actor, mandate.organisation) and mandate.state == MandateState.VALID
    )


def may_hand_over(actor: Actor, mandate: Mandate) -> bool:
    return mandate.state == MandateState.VALID and may_end(actor, mandate)


def is_own(actor: Actor, mandate: Mandate) -> bool:
    return actor.person_id is not None and actor.person_id == mandate.person_id


def may_change_two_keys(actor: Actor, organisation: Organisation) -> bool:
    return leads(actor, organisation) or actor.is_office
