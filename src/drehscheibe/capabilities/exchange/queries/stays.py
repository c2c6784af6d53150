"""Named reads of stays at desks: who passed a concern on to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from drehscheibe.capabilities.exchange.models import Clarification, HandOver, Signal
from drehscheibe.core.access.actor import Actor

__all__ = ["Passage", "desks_that_passed_on", "find_stay", "list_passages", "questions_for_desk"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A concern went from one desk to another."""

    from_desk: str
    to_desk: str
    at: datetime


def list_passages(signal: Signal) -> list[Passage]:
    """Return every passing on of a concern, newest first; one query."""
    stays = signal.hand_overs.filter(forwarded_from__isnull=False)
    rows = stays.select_related("desk", "forwarded_from__desk").order_by("-number")
    return [
        Passage(str(stay.forwarded_from.desk), str(stay.desk), stay.handed_over_at)
        for stay in rows
        if stay.forwarded_from is not None
    ]


def find_stay(actor: Actor, signal: Signal) -> HandOver | None:
    """Return the latest stay of a concern at the actor's desk, with who passed it on."""
    stays = signal.hand_overs.filter(desk_id=actor.organisation_id)
    rows = stays.select_related("desk", "forwarded_from__desk", "passed_on__desk")
    return rows.order_by("-number").first()


def questions_for_desk(signal: Signal, stay: HandOver | None) -> list[Clarification]:
    """Return what the authors answered so far, and what this stay still waits for."""
    is_open = Q(hand_over=stay, dropped_at__isnull=True) if stay is not None else Q(pk__in=())
    return list(signal.clarifications.filter(~Q(answer="") | is_open).order_by("number"))


def desks_that_passed_on(stay: HandOver) -> list[int]:
    """Return the desks on whose account a stay goes back, nearest first; empty if the office's."""
    stays = {row.pk: row for row in HandOver.objects.filter(signal_id=stay.signal_id)}
    desks = []
    former = stays.get(stay.forwarded_from_id or 0)
    while former is not None:
        desks.append(former.desk_id)
        former = stays.get(former.forwarded_from_id or 0)
    return desks
