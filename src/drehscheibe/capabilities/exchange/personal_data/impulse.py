"""What impulses, reactions and measures keep of people: announced to ``core.privacy``.

All words are words of organisations. A person stands behind them only through a mandate, and no page
shows their name to others than their own organisation.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.exchange.models import Impulse, Measure, MeasureChange, Reaction
from drehscheibe.capabilities.exchange.personal_data.mandates import NAMELESS, done_by
from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Source,
    Subject,
    leave_to_account,
    register_source,
)

__all__ = ["register"]


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    for source in (_IMPULSES, _REACTIONS, _MEASURES, _CHANGES):
        register_source(source)


def _find_impulses(subject: Subject) -> QuerySet[Impulse]:
    rows = Impulse.objects.filter(done_by(subject, "mandate", "outcome_under"))
    return rows.select_related("item", "sender").order_by("pk")


def _find_reactions(subject: Subject) -> QuerySet[Reaction]:
    rows = Reaction.objects.filter(done_by(subject, "mandate", "released_under"))
    return rows.select_related("impulse__item", "organisation").order_by("pk")


def _find_measures(subject: Subject) -> QuerySet[Measure]:
    rows = Measure.objects.filter(done_by(subject, "mandate"))
    return rows.select_related("item", "lead").order_by("pk")


def _find_changes(subject: Subject) -> QuerySet[MeasureChange]:
    rows = MeasureChange.objects.filter(done_by(subject, "mandate"))
    return rows.select_related("measure__item").order_by("pk")


_IMPULSES = Source(
    name="exchange.impulses",
    room=_("Impulses"),
    label=_("Impulses, written or evaluated"),
    models=("exchange.Impulse",),
    purpose=_("Ask initiatives something, and say what follows"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE, Reader.PUBLIC),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_impulses,
    fields={
        "number": (_("Number"), "public_id"),
        "sender": (_("Sender"), "sender.name"),
        "title": (_("Title"), "title"),
        "question": (_("Question"), "question"),
        "outcome": (pgettext_lazy("impulse", "What follows"), "outcome"),
        "created_at": (_("Begun on"), "created_at"),
    },
    erase=leave_to_account(_find_impulses),
)
_REACTIONS = Source(
    name="exchange.reactions",
    room=_("Impulses"),
    label=_("Reactions to impulses, given or agreed to"),
    models=("exchange.Reaction",),
    purpose=_("Show how regions see what they are asked"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.PUBLIC),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_reactions,
    fields={
        "number": (_("Number"), "impulse.public_id"),
        "organisation": (_("Organisation"), "organisation.name"),
        "stance": (_("Answer"), "stance"),
        "words": (_("Own words"), "words"),
        "consent": (_("How it may be shown"), "consent"),
        "said_at": (_("Said on"), "said_at"),
    },
    erase=leave_to_account(_find_reactions),
)
_MEASURES = Source(
    name="exchange.measures",
    room=_("Measures"),
    label=_("Measures, recorded"),
    models=("exchange.Measure",),
    purpose=_("Follow what was promised until it is done"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE, Reader.PUBLIC),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_measures,
    fields={
        "number": (_("Number"), "public_id"),
        "lead": (_("In the lead"), "lead.name"),
        "title": (_("Title"), "title"),
        "created_at": (_("Begun on"), "created_at"),
    },
    erase=leave_to_account(_find_measures),
)
_CHANGES = Source(
    name="exchange.measure_changes",
    room=_("Measures"),
    label=_("Measures, changed or reviewed"),
    models=("exchange.MeasureChange",),
    purpose=_("Show what changed in a measure, and when it was reviewed"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_changes,
    fields={
        "number": (_("Number"), "measure.public_id"),
        "act": (_("What was done"), "act"),
        "happened_at": (_("Done on"), "happened_at"),
    },
    erase=leave_to_account(_find_changes),
)
