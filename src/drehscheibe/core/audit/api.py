"""Write down what was done; called by every service in the transaction of its change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.audit.models import Entry

__all__ = ["history", "record"]


def record(
    actor: Actor,
    verb: str,
    *,
    item_kind: str,
    item_key: str,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Add one line to the audit log.

    Parameters
    ----------
    verb : str
        ``<app label>.<noun>_<past participle>``, for example ``exchange.signal_answered``.
    item_kind, item_key : str
        Kind and stable public identifier of the thing that changed.
    changes : mapping, optional
        Plain JSON values; for edits ``{"field": [old, new]}``. No secrets, no free texts of
        confidential parts.
    """
    Entry.objects.create(
        verb=verb,
        person_id=actor.person_id,
        actor_name=actor.name[:150],
        mandate_id=actor.mandate_id,
        organisation_name=actor.organisation_name[:200],
        item_kind=item_kind,
        item_key=item_key,
        changes=dict(changes or {}),
    )


def history(item_kind: str, item_key: str) -> QuerySet[Entry]:
    """Return the entries about one item, newest first."""
    return Entry.objects.filter(item_kind=item_kind, item_key=item_key)
