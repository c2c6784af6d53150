"""Answers that were given together, as far as a reader may see them."""

from __future__ import annotations

from uuid import UUID

from drehscheibe.capabilities.exchange.models import Answer
from drehscheibe.capabilities.exchange.queries.answers import for_pages
from drehscheibe.capabilities.exchange.queries.signals import signals_visible_to
from drehscheibe.core.access.actor import Actor

__all__ = ["list_together_visible_to"]


def list_together_visible_to(actor: Actor, uuid: UUID) -> list[Answer]:
    """Return the answers of one text to several concerns, as far as the actor may read these."""
    found = for_pages().filter(common__uuid=uuid, signal__in=signals_visible_to(actor))
    rows = found.select_related(
        "desk",
        "common__desk",
        "effect__reporter",
        "signal__item",
        "signal__organisation",
        "signal__owner",
    )
    return list(rows.prefetch_related("signal__laender", "signal__answers").order_by("signal_id"))
