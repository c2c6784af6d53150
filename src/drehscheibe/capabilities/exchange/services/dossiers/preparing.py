"""Prepare a dossier as the office: begin, put concerns in and out, write its core, give it up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.signal import (
    DossierState,
    LeftBecause,
    SignalState,
    larger_circles,
)
from drehscheibe.capabilities.exchange.machine import signal as machine
from drehscheibe.capabilities.exchange.models import Dossier, DossierAsk, DossierEntry, Signal
from drehscheibe.capabilities.exchange.queries import dossiers, signals
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.dossiers import findable as dossier_findable
from drehscheibe.capabilities.exchange.services.dossiers import way as dossier_way
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.clock import due_date

__all__ = [
    "BUNDLED_HOW",
    "MOST_ASKS",
    "MOST_CONCERNS",
    "WORDS",
    "DossierContent",
    "add_signals",
    "begin_dossier",
    "close_dossier",
    "leave",
    "save_dossier",
    "take_out_signal",
    "withdraw_dossier",
]

#: Fields that the office fills; all of them are columns of :class:`Dossier`.
WORDS = ("title", "pattern", "why_now", "legal_norms", "visibility")
#: More is not read in ten minutes.
MOST_ASKS = 9
#: As many as can be answered at once.
MOST_CONCERNS = 100
#: Kind of the edge from a concern to its dossier.
BUNDLED_HOW = "bundled"


@dataclass(frozen=True, slots=True)
class DossierContent:
    """What stands in the form.

    Attributes
    ----------
    words : mapping
        Valid values of :data:`WORDS`; fields that are left out stay as they are.
    asks : tuple of (text, public ids), or None
        In their order, each with the concerns on which it rests; None: stay as they are.
    unfinished : mapping of str to str
        What was typed into the other fields, kept as it is.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    asks: tuple[tuple[str, tuple[str, ...]], ...] | None = None
    unfinished: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def begin_dossier(actor: Actor, *, title: str) -> Dossier:
    """Begin a dossier; it has its number from now on and is with the office."""
    way.allow(rules.may_check(actor))
    title = " ".join(title.split())
    if not title:
        raise ValidationError({"title": _("Please fill in this field.")})
    due_on = due_date(machine.DOSSIER.states[DossierState.IN_PREPARATION], timezone.localdate())
    owner_id = dossier_way.office_id()
    item = trace.add_item(
        "dossier",
        title=title,
        state=DossierState.IN_PREPARATION,
        actor=actor,
        owner_id=owner_id,
        due_on=due_on,
    )
    dossier = Dossier(
        item=item,
        title=title,
        owner_id=owner_id,
        due_on=due_on,
        begun_under_id=way.mandate_of(actor),
    )
    dossier.full_clean()
    dossier.save()
    dossier_way.note(dossier, actor, "begun", {"title": title})
    return dossier


@transaction.atomic
def save_dossier(actor: Actor, dossier_id: int, content: DossierContent) -> Dossier:
    """Keep what was typed, finished or not; called every few seconds while somebody writes.

    Raises
    ------
    Conflict
        If it was handed over or given up meanwhile, or was open to more people before.
    """
    dossier = _lock_in_preparation(actor, dossier_id)
    for name, value in content.words.items():
        if name not in WORDS:
            raise ValueError(f"{name!r} is not written by the office")
        setattr(dossier, name, value)
    if dossier.opened_to in larger_circles(dossier.visibility):
        raise Conflict(_("This dossier was open to more people before, and stays so."))
    dossier.unfinished = dict(content.unfinished)
    dossier.save()
    if dossier.item.title != dossier.title:
        dossier.item.title = dossier.title
        dossier.item.save(update_fields=["title"])
    if content.asks is not None:
        _save_asks(dossier, content.asks)
    dossier_findable.refresh(dossier)
    return dossier


def _save_asks(dossier: Dossier, asks: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    here = {one.signal.public_id: one.signal for one in dossiers.list_entries(dossier)}
    dossier.asks.all().delete()
    written = [(text, ids) for text, ids in asks if text.strip()][:MOST_ASKS]
    for number, (text, public_ids) in enumerate(written, start=1):
        ask = DossierAsk.objects.create(dossier=dossier, number=number, text=text)
        ask.signals.set([here[one] for one in public_ids if one in here])


@transaction.atomic
def add_signals(actor: Actor, dossier_id: int, public_ids: Iterable[str]) -> int:
    """Bundle concerns into a dossier and return how many were added.

    Those that moved on meanwhile are left where they are; the caller sees it from the number.

    Raises
    ------
    Conflict
        If the dossier was handed over or given up meanwhile.
    ValidationError
        If it would hold more than can be handed over at once.
    """
    dossier = _lock_in_preparation(actor, dossier_id)
    wanted = dossiers.bundleable().filter(item__public_id__in=list(public_ids))
    keys = sorted(wanted.values_list("pk", flat=True))
    if dossier.entries.filter(left_at__isnull=True).count() + len(keys) > MOST_CONCERNS:
        raise ValidationError(
            _("A dossier holds up to %(most)s concerns.") % {"most": MOST_CONCERNS}
        )
    return sum(_bundle(actor, dossier, signals.lock_signal(key)) for key in keys)


def _bundle(actor: Actor, dossier: Dossier, signal: Signal) -> bool:
    was_recorded = signal.state == SignalState.RECORDED
    if machine.SIGNAL.target_of("bundle", signal.state) is None:
        return False
    way.advance(signal, "bundle", actor=actor, changes={"dossier": dossier.public_id})
    DossierEntry.objects.create(dossier=dossier, signal=signal, was_recorded=was_recorded)
    if signal.item is not None:
        trace.derive(signal.item, dossier.item, BUNDLED_HOW)
    if signal.is_example and not dossier.is_example:
        dossier.is_example = dossier.item.is_example = True
        dossier.save(update_fields=["is_example"])
        dossier.item.save(update_fields=["is_example"])
    return True


@transaction.atomic
def take_out_signal(actor: Actor, dossier_id: int, public_id: str) -> Dossier:
    """Take a concern out again before the hand-over; it is with the office for itself."""
    dossier = _lock_in_preparation(actor, dossier_id)
    entries = dossier.entries.filter(left_at__isnull=True, signal__item__public_id=public_id)
    entry = entries.first()
    if entry is None:
        raise Conflict(_("This concern is not part of the dossier any more."))
    _unbundle(actor, dossier, entry, LeftBecause.TAKEN_OUT)
    return dossier


def _unbundle(actor: Actor, dossier: Dossier, entry: DossierEntry, why: LeftBecause) -> None:
    signal = signals.lock_signal(entry.signal_id)
    if signal.state == SignalState.BUNDLED:
        act = "unbundle_recorded" if entry.was_recorded else "unbundle"
        way.advance(signal, act, actor=actor, changes={"dossier": dossier.public_id})
    leave(dossier, entry, why)


def leave(dossier: Dossier, entry: DossierEntry, why: LeftBecause) -> None:
    """Note that a concern is not part of a dossier any more: its quotes go, its trace edge too."""
    entry.left_at, entry.left_because = timezone.now(), why
    entry.save(update_fields=["left_at", "left_because"])
    dossier.quotes.filter(signal_id=entry.signal_id).delete()
    for ask in dossier.asks.filter(signals=entry.signal_id):
        ask.signals.remove(entry.signal_id)
    if entry.signal.item is not None:
        trace.sever(entry.signal.item, dossier.item, BUNDLED_HOW)


@transaction.atomic
def withdraw_dossier(actor: Actor, dossier_id: int) -> Dossier:
    """Give a dossier up; its concerns are with the office for themselves again."""
    dossier = _lock_in_preparation(actor, dossier_id)
    for entry in sorted(dossiers.list_entries(dossier), key=lambda one: one.signal_id):
        _unbundle(actor, dossier, entry, LeftBecause.DISSOLVED)
    dossier_way.advance(dossier, "withdraw", actor=actor)
    return dossier


@transaction.atomic
def close_dossier(actor: Actor, dossier_id: int) -> Dossier:
    """End an answered dossier; its concerns go their own ways on."""
    way.allow(rules.may_check(actor))
    dossier = dossiers.lock_dossier(dossier_id)
    dossier_way.advance(dossier, "close", actor=actor)
    return dossier


def _lock_in_preparation(actor: Actor, dossier_id: int) -> Dossier:
    way.allow(rules.may_check(actor))
    dossier = dossiers.lock_dossier(dossier_id)
    way.ensure_mandate(actor)
    if not dossier.is_in_preparation:
        raise Conflict(dossier_way.describe_position(dossier))
    return dossier
