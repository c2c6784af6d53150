"""Tell people what happened: in the app and by e-mail, each fact once."""

from __future__ import annotations

from drehscheibe.core.notify.choices import Urgency
from drehscheibe.core.notify.kinds import NotificationKind, Words, register_kind
from drehscheibe.core.notify.mails import queue_mail
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.notify.reading import mark_fact_read, mark_read
from drehscheibe.core.notify.telling import tell

__all__ = [
    "NotificationKind",
    "Urgency",
    "Words",
    "count_unread",
    "mark_fact_read",
    "mark_read",
    "queue_mail",
    "register_kind",
    "tell",
]


def count_unread(person_id: int) -> int:
    """Return how many notes the person has not opened."""
    return Notification.objects.filter(person_id=person_id, read_at__isnull=True).count()
