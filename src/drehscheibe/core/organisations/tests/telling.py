"""What services published and wrote into the audit log."""

from __future__ import annotations

from drehscheibe.core.audit.models import Entry
from drehscheibe.core.outbox.models import Message


def topics() -> list[str]:
    """Return what was published, oldest first, without the name of the app."""
    return [m.topic.partition(".")[2] for m in Message.objects.order_by("pk")]


def verbs() -> list[str]:
    """Return what was written into the audit log, oldest first, without the name of the app."""
    return [e.verb.partition(".")[2] for e in Entry.objects.order_by("pk")]
