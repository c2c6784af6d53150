"""Who may do what with checklists: predicates that read aloud."""

from __future__ import annotations

from drehscheibe.capabilities.library.models import ChecklistCopy, CopyLink
from drehscheibe.core.access.actor import Actor

__all__ = [
    "is_of_team",
    "may_copy",
    "may_keep",
    "may_manage",
    "may_see_copies",
    "may_work_by",
]


def may_keep(actor: Actor) -> bool:
    """Whether the actor writes and publishes masters: the office."""
    return actor.is_office


def may_copy(actor: Actor) -> bool:
    """Whoever acts for an organisation makes copies for it."""
    return actor.mandate_id is not None


def may_see_copies(actor: Actor) -> bool:
    """Whoever acts for an organisation has a list of its copies."""
    return actor.mandate_id is not None


def is_of_team(actor: Actor, copy: ChecklistCopy) -> bool:
    """Whether the actor acts for the organisation whose copy it is."""
    return actor.mandate_id is not None and actor.acts_for(copy.organisation_id)


def may_manage(actor: Actor, copy: ChecklistCopy) -> bool:
    """Title, date, links, releases and the end of a copy are for the organisation itself."""
    return is_of_team(actor, copy)


def may_work_by(link: CopyLink | None) -> bool:
    """Whether a personal link lets somebody work on the copy, not only read it."""
    return link is not None and link.revoked_at is None and link.may_work
