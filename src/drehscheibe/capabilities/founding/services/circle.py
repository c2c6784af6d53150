"""Chairs at the round table."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import pgettext

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.models import Seat
from drehscheibe.capabilities.founding.services.way import note, open_project
from drehscheibe.core.access.actor import Actor

__all__ = ["remove_seat", "save_seat"]

MOST_SEATS = 60


@transaction.atomic
def save_seat(
    actor: Actor,
    project_id: int,
    *,
    bench: str,
    name: str,
    state: str,
    may_be_named: bool = False,
    words: str = "",
    uuid: UUID | None = None,
) -> Seat:
    """Set a chair for a body, or change the one with this key.

    Raises
    ------
    ValidationError
        If the body has a chair on this bench already, or the table is full.
    """
    project = open_project(actor, project_id, rules.may_work)
    seat = project.seats.filter(uuid=uuid).first() if uuid else None
    if seat is None:
        if project.seats.count() >= MOST_SEATS:
            raise ValidationError(pgettext("founding", "More chairs than this nobody can oversee."))
        seat = Seat(project=project)
    twin = project.seats.filter(bench=bench, name__iexact=name).exclude(pk=seat.pk)
    if twin.exists():
        raise ValidationError(
            {"name": pgettext("founding", "This body has a chair on this bench already.")}
        )
    seat.bench, seat.name, seat.state = bench, name, state
    seat.may_be_named, seat.note = may_be_named, words
    seat.full_clean()
    seat.save()
    note(actor, project, "seat_saved", {"bench": bench, "state": state})
    return seat


@transaction.atomic
def remove_seat(actor: Actor, project_id: int, uuid: UUID) -> None:
    """Take a chair away; one that is gone already stays gone."""
    project = open_project(actor, project_id, rules.may_work)
    removed, _rows = project.seats.filter(uuid=uuid).delete()
    if removed:
        note(actor, project, "seat_removed")
