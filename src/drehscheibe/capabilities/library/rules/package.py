"""Who may do what with partner packages: predicates that read aloud."""

from __future__ import annotations

from drehscheibe.capabilities.library.models import FilledPackage
from drehscheibe.core.access.actor import Actor

__all__ = ["is_of_team", "may_keep", "may_save"]


def may_keep(actor: Actor) -> bool:
    """Whether the actor looks after packages: the office."""
    return actor.is_office


def may_save(actor: Actor) -> bool:
    """Whoever acts for an organisation keeps filled packages for it; nobody else stores anything."""
    return actor.mandate_id is not None


def is_of_team(actor: Actor, filled: FilledPackage) -> bool:
    """Whether the actor acts for the organisation whose package it is."""
    return actor.mandate_id is not None and actor.acts_for(filled.organisation_id)
