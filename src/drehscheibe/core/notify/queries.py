"""Reads of notes and preferences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from drehscheibe.core.notify.kinds import NotificationKind, Words, all_kinds, get_kind
from drehscheibe.core.notify.models import Notification, Preference


@dataclass(frozen=True, slots=True)
class Note:
    """A notification in the words of the active language."""

    pk: int
    words: Words
    created_at: datetime
    is_read: bool


def notes_of(person_id: int, *, unread_only: bool = False) -> QuerySet[Notification]:
    """Return a person's notifications of known kinds, unread first, each part newest first."""
    known = [kind.name for kind in all_kinds()]
    rows = Notification.objects.filter(person_id=person_id, kind__in=known)
    if unread_only:
        rows = rows.filter(read_at__isnull=True)
    return rows.annotate(was_read=Q(read_at__isnull=False)).order_by("was_read", "-pk")


def to_note(row: Notification) -> Note:
    """Return a notification in words."""
    words = get_kind(row.kind).words(row.context)
    return Note(row.pk, words, row.created_at, row.read_at is not None)


def list_choices(person_id: int) -> list[tuple[NotificationKind, bool]]:
    """Return every kind that can be switched off and whether the person wants it by e-mail."""
    chosen = dict(Preference.objects.filter(person_id=person_id).values_list("kind", "by_email"))
    kinds = (kind for kind in all_kinds() if not kind.is_essential)
    return [(kind, chosen.get(kind.name, kind.by_email)) for kind in kinds]


def list_told(fact_key: str) -> list[int]:
    """Return the people who were told a fact, for example to tell them that it no longer holds."""
    return list(Notification.objects.filter(fact_key=fact_key).values_list("person_id", flat=True))
