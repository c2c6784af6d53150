"""Whoever acts on a thing knows of it: their own notes about it need not wait to be opened."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from drehscheibe.core.notify.models import Notification

__all__ = ["mark_fact_read", "mark_read"]


def mark_read(person_id: int | None, room: str, **about: str) -> int:
    """Mark what a person was told of one thing as read; return how many notes that were.

    Called by services beside the audit line, in the transaction of the act. What tells of several
    things at once stays unread: the person has dealt with one of them.

    Parameters
    ----------
    person_id : int or None
        Who acts; None marks nothing.
    room : str
        Label of the app whose kinds tell of the thing.
    **about : str
        Names and values in the stored context, for example ``uuid="…"``; all of them.
    """
    if person_id is None:
        return 0
    same = Q(**{f"context__{name}": value for name, value in about.items()})
    return _mark(person_id, same & Q(kind__startswith=f"{room}."))


def mark_fact_read(person_id: int | None, fact_key: str) -> int:
    """Mark what a person was told under a fact key, or under one that begins with it, as read."""
    return 0 if person_id is None else _mark(person_id, Q(fact_key__startswith=fact_key))


def _mark(person_id: int, which: Q) -> int:
    unread = Notification.objects.filter(person_id=person_id, read_at__isnull=True)
    alone = ~Q(context__has_key="concerns")
    return unread.filter(which, alone).update(read_at=timezone.now())
