"""A body that ends leaves nothing behind that nobody owns: what it had to do goes to the office."""

from __future__ import annotations

from datetime import datetime

from drehscheibe.capabilities.exchange.queries import dossiers
from drehscheibe.capabilities.exchange.services.dossiers.hand_over import follow_dossier
from drehscheibe.capabilities.exchange.services.impulses.leaving import leave_impulses
from drehscheibe.capabilities.exchange.services.measures.leaving import leave_measures
from drehscheibe.capabilities.exchange.services.signals.leaving import leave_signals
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.trace.models import Item

__all__ = ["leave_to_office", "look_after_the_left"]


def leave_to_office(organisation_id: int, name: str) -> int:
    """Hand everything that an ended organisation owns to the office; return how many it were.

    A dossier goes to the desk that has one of its concerns. A second call finds nothing more to do.
    """
    moved = leave_signals(organisation_id, name)
    moved += leave_impulses(organisation_id) + leave_measures(organisation_id)
    for pk in dossiers.list_owned_by(organisation_id):
        moved += follow_dossier(pk).owner_id != organisation_id
    return moved


def look_after_the_left(now: datetime) -> int:  # noqa: ARG001 -- the form that periodic jobs have
    """Bring to the office what bodies own that ended before this was known; return how many."""
    owning = Item.objects.filter(owner__ended_at__isnull=False).order_by().values("owner_id")
    ended = Organisation.objects.filter(pk__in=owning).order_by("pk")
    return sum(leave_to_office(one.pk, str(one)) for one in ended)
