"""The words in which people are told; the outcome first, then what it means for them.

Each file declares what one kind of reader may hear; the words of all are tables of ``Event``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.notifications import (
    authors,
    desks,
    dossiers,
    impulses,
    measures,
    office,
    questions,
)
from drehscheibe.capabilities.exchange.notifications.event import make_words_from
from drehscheibe.core.notify.api import NotificationKind, Urgency, register_kind

__all__ = ["EVENTS", "make_words", "register_kinds"]

EVENTS = {
    **authors.EVENTS,
    **office.EVENTS,
    **desks.EVENTS,
    **dossiers.EVENTS,
    **impulses.EVENTS,
    **measures.EVENTS,
}

make_words = make_words_from(EVENTS)


def register_kinds() -> None:
    """Announce what the exchange tells people; called from ``AppConfig.ready``."""
    for name, label, essential in (
        ("exchange.answer", _("Answers to concerns I take part in"), False),
        ("exchange.needs_you", _("Concerns that wait for me"), True),
        ("exchange.progress", _("How my concerns get on"), False),
        ("exchange.office_work", _("Concerns for the service office"), False),
        ("exchange.desk_work", _("Concerns for my desk"), False),
        ("exchange.impulse", _("Impulses that go to my initiative"), False),
        ("exchange.impulse_outcome", _("What follows from impulses to which we reacted"), False),
        ("exchange.impulse_work", _("Impulses that my organisation has sent"), False),
        ("exchange.measure", _("Measures that came out of what I took part in"), False),
        ("exchange.measure_review", _("Measures that my organisation leads"), False),
    ):
        is_awaited = name in ("exchange.answer", "exchange.impulse_outcome")
        urgency = Urgency.AT_ONCE if is_awaited else Urgency.DIGEST
        register_kind(NotificationKind(name, label, make_words, urgency, essential, _item_of))
    questions.register_kinds()


def _item_of(context: Mapping[str, Any]) -> str:
    """Return what a note is about: a concern, an impulse, a measure or a quote; else a dossier."""
    return str(context.get("uuid") or context["public_id"])
