"""The people of a demo have read their mail: months of examples told in one moment are no example."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.utils import timezone

from drehscheibe.core.notify.models import Notification
from drehscheibe.core.outbox.delivery import deliver_due

__all__ = ["read_older_notes"]

#: Notes that still wait for each person of the demo.
UNREAD = 5


def read_older_notes(emails: Iterable[str]) -> int:
    """Deliver what the examples said and mark all but the newest notes as read; return how many.

    Whoever has logged in once reads their notes themselves.
    """
    while deliver_due():
        pass
    marked = 0
    for person in get_user_model().objects.filter(email__in=emails, last_login__isnull=True):
        notes = Notification.objects.filter(person=person)
        newest = notes.order_by("-pk").values_list("pk", flat=True)[:UNREAD]
        older = notes.filter(read_at__isnull=True).exclude(pk__in=list(newest))
        marked += older.update(read_at=timezone.now())
    return marked
