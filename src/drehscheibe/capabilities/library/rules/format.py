"""Who may do what with formats: predicates that read aloud."""

from __future__ import annotations

from drehscheibe.core.access.actor import Actor

__all__ = ["may_keep"]


def may_keep(actor: Actor) -> bool:
    """Whether the actor looks after formats: the office."""
    return actor.is_office
