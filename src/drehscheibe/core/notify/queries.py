"""Reads of notes and choices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from drehscheibe.core.notify.choices import Urgency
from drehscheibe.core.notify.kinds import NotificationKind, Words, all_kinds, get_kind
from drehscheibe.core.notify.models import Notification, Preference


@dataclass(frozen=True, slots=True)
class Note:
    """A notification in the words of the active language."""

    pk: int
    words: Words
    created_at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """How soon a kind reaches a person, and whether it ever has."""

    kind: NotificationKind
    urgency: Urgency
    is_familiar: bool


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


def list_choices(person_id: int) -> list[Choice]:
    """Return every kind that is not essential, with the person's choice or the default."""
    chosen = dict(Preference.objects.filter(person_id=person_id).values_list("kind", "urgency"))
    told = Notification.objects.filter(person_id=person_id).order_by()
    familiar = set(told.values_list("kind", flat=True).distinct()) | set(chosen)
    return [
        Choice(kind, Urgency(chosen.get(kind.name, kind.urgency)), kind.name in familiar)
        for kind in all_kinds()
        if not kind.is_essential
    ]


def urgency_of(person_id: int, kind: NotificationKind) -> Urgency:
    """Return how soon one kind reaches a person, as far as it is theirs to choose."""
    row = Preference.objects.filter(person_id=person_id, kind=kind.name).first()
    return Urgency(row.urgency) if row else kind.urgency


def list_told(fact_key: str) -> list[int]:
    """Return the people who were told a fact, for example to tell them that it no longer holds."""
    return list(Notification.objects.filter(fact_key=fact_key).values_list("person_id", flat=True))
