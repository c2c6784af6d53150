"""Who may do what with the data of a person."""

from __future__ import annotations

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.privacy.sources import Subject


def is_own(actor: Actor, subject: Subject) -> bool:
    return actor.person_id is not None and actor.person_id == subject.person_id


def may_export(actor: Actor, subject: Subject) -> bool:
    """Only the person themselves, or the operator at the command line for somebody who asked."""
    return is_own(actor, subject) or actor.is_system


def may_erase(actor: Actor, subject: Subject) -> bool:
    """Only the person themselves, or the operator at the command line for somebody who asked."""
    return is_own(actor, subject) or actor.is_system


def may_see_register(actor: Actor) -> bool:
    return actor.is_office
