"""Tell those who are late, once for every date they missed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.exchange.facts.signal import DossierOverdue, SignalOverdue
from drehscheibe.capabilities.exchange.queries import dossiers, signals
from drehscheibe.capabilities.exchange.services.dossiers import way as dossier_way
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.outbox.api import publish

__all__ = ["remind_overdue", "remind_overdue_daily"]


def remind_overdue_daily(now: datetime) -> int:
    """Run :func:`remind_overdue` for the day of ``now``; the form that periodic jobs have."""
    return remind_overdue(timezone.localdate(now))


def remind_overdue(today: date) -> int:
    """Remind the owner of every concern and dossier whose date has passed; return how many were late."""
    return sum(
        (
            *(_remind(pk, today) for pk in signals.list_to_remind(today)),
            *(_remind_of_dossier(pk, today) for pk in dossiers.list_to_remind(today)),
        )
    )


@transaction.atomic
def _remind(pk: int, today: date) -> bool:
    signal = signals.lock_signal(pk)
    due = signal.due_on
    if due is None or due >= today or signal.reminded_for == due:
        return False
    signal.reminded_for = due
    signal.save(update_fields=["reminded_for"])
    way.note(signal, SYSTEM, "signal_overdue", {"due_on": due.isoformat()})
    publish(SignalOverdue(*way.position_of(signal), signal.pk))
    return True


@transaction.atomic
def _remind_of_dossier(pk: int, today: date) -> bool:
    dossier = dossiers.lock_dossier(pk)
    due = dossier.due_on
    if due is None or due >= today or dossier.reminded_for == due:
        return False
    dossier.reminded_for = due
    dossier.save(update_fields=["reminded_for"])
    dossier_way.note(dossier, SYSTEM, "overdue", {"due_on": due.isoformat()})
    publish(DossierOverdue(*dossier_way.position_of(dossier)))
    return True
