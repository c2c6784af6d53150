"""Who may do what with webinars: predicates that read aloud."""

from __future__ import annotations

from datetime import datetime

from drehscheibe.capabilities.library.choices.webinar import Access, WebinarState
from drehscheibe.capabilities.library.models import Webinar
from drehscheibe.core.access.actor import Actor

__all__ = ["is_of_network", "is_open_for_registration", "may_keep", "may_see"]


def may_keep(actor: Actor) -> bool:
    """Whether the actor plans webinars and sees who takes part: the office."""
    return actor.is_office


def is_of_network(actor: Actor) -> bool:
    """Whether the actor acts for an organisation, under a mandate that holds."""
    return actor.mandate_id is not None


def may_see(actor: Actor, webinar: Webinar) -> bool:
    """Whether the actor sees a webinar: the office always, others what is announced for them."""
    if may_keep(actor):
        return True
    return webinar.is_announced and (webinar.access == Access.PUBLIC or is_of_network(actor))


def is_open_for_registration(webinar: Webinar, now: datetime) -> bool:
    """Whether somebody can register: it is announced, takes place, and has not begun."""
    return webinar.state == WebinarState.PUBLISHED and not webinar.has_begun(now)
