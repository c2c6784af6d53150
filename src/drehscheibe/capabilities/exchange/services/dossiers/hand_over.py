"""Bring a dossier with all its concerns to one desk, and follow what becomes of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.signal import (
    CIRCLES,
    DossierState,
    LeftBecause,
    SignalState,
    Visibility,
)
from drehscheibe.capabilities.exchange.facts.signal import (
    DossierAnswered,
    DossierCameBack,
    DossierHandedOver,
)
from drehscheibe.capabilities.exchange.machine.signal import ANSWERED_STATES, DESK_STATES
from drehscheibe.capabilities.exchange.models import Dossier, Signal
from drehscheibe.capabilities.exchange.queries import dossiers, signals
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.dossiers import way as dossier_way
from drehscheibe.capabilities.exchange.services.dossiers.preparing import leave
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.capabilities.exchange.services.signals.hand_over import (
    check_target,
    hand_over_locked,
)
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.moderation import api as moderation
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.trace.clock import next_working_day

__all__ = ["follow_dossier", "hand_over_dossier"]


@transaction.atomic
def hand_over_dossier(
    actor: Actor, dossier_id: int, *, desk_id: int, due_on: date, covering_note: str = ""
) -> Dossier:
    """Hand a dossier over with all its concerns, one stay each; those who took part are told once.

    Concerns that their authors withdrew meanwhile are left out.

    Raises
    ------
    ValidationError
        With what is missing: title, pattern, an ask, a concern, a readable circle, a day, a desk.
    Conflict
        If a colleague was faster.
    """
    way.allow(rules.may_check(actor))
    dossier = dossiers.lock_dossier(dossier_id)
    if not dossier.is_in_preparation:
        raise Conflict(dossier_way.describe_position(dossier))
    desk = check_target(desk_id, due_on)
    until = next_working_day(due_on)
    bundled = _lock_bundled(dossier)
    _ensure_complete(dossier, bundled)
    dossier.desk, dossier.covering_note = desk, covering_note
    dossier.handed_over_at = timezone.now()
    dossier.handed_over_under_id = way.mandate_of(actor)
    _open_up(dossier)
    for signal in bundled:
        hand_over_locked(
            actor, signal, desk, until, covering_note=covering_note, dossier=dossier.public_id
        )
    position = dossier_way.advance(
        dossier,
        "hand_over",
        actor=actor,
        due_on=until,
        public_note=str(desk),
        changes={"desk": str(desk), "due_on": until.isoformat(), "concerns": len(bundled)},
    )
    publish(DossierHandedOver(*position, desk.pk, tuple(one.public_id for one in bundled)))
    return dossier


def _lock_bundled(dossier: Dossier) -> list[Signal]:
    """Lock its concerns by their keys; those that are not bundled any more leave."""
    bundled = []
    for entry in sorted(dossiers.list_entries(dossier), key=lambda one: one.signal_id):
        signal = signals.lock_signal(entry.signal_id)
        if signal.state == SignalState.BUNDLED:
            bundled.append(signal)
        else:
            leave(dossier, entry, _why_gone(signal))
    return bundled


def _ensure_complete(dossier: Dossier, bundled: list[Signal]) -> None:
    faults: dict[str, Any] = {
        name: _("Please fill in this field.")
        for name in ("title", "pattern", "why_now")
        if not getattr(dossier, name).strip()
    }
    faults |= {name: _("This is not valid yet.") for name in dossier.unfinished}
    general = []
    if not dossier.asks.exists():
        general.append(_("Please write at least one ask."))
    if not bundled:
        general.append(_("Please put at least one concern into the dossier."))
    elif not any(_reaches(one.visibility, dossier.visibility) for one in bundled):
        faults["visibility"] = _(
            "None of the concerns is open to so many people. Please choose a smaller circle."
        )
    is_open = dossier.visibility != Visibility.PRIVATE
    if is_open and moderation.find_hidden("dossier", dossier.public_id):
        faults["visibility"] = _(
            "This dossier is hidden under the house rules. It can be opened to more people only by"
            " an objection."
        )
    if faults or general:
        raise ValidationError({**faults, **({"__all__": general} if general else {})})


def _reaches(circle: str, wanted: str) -> bool:
    if circle not in Visibility.values:
        return wanted != Visibility.PUBLIC
    return CIRCLES.index(Visibility(circle)) >= CIRCLES.index(Visibility(wanted))


def _open_up(dossier: Dossier) -> None:
    if dossier.visibility == Visibility.PUBLIC and dossier.published_at is None:
        dossier.published_at = timezone.now()
    if dossier.visibility == Visibility.NETWORK and dossier.shared_at is None:
        dossier.shared_at = timezone.now()


@transaction.atomic
def follow_dossier(dossier_id: int) -> Dossier:
    """Let a dossier do what its concerns did; called after each of them moved.

    What came back, was withdrawn or merged leaves it. When the rest is answered, it is answered;
    when nothing is left, it is in preparation again; when an answer is withdrawn or the office hands a
    concern over again, it is open again. Where its desk has ended, another one has it.
    """
    dossier = dossiers.lock_dossier(dossier_id)
    if dossier.state in (DossierState.CLOSED, DossierState.WITHDRAWN):
        return dossier
    staying = DESK_STATES | ANSWERED_STATES
    if dossier.is_in_preparation:
        staying = frozenset({SignalState.BUNDLED})
    states = []
    for entry in dossiers.list_entries(dossier):
        if entry.signal.state in staying:
            states.append(entry.signal.state)
        else:
            leave(dossier, entry, _why_gone(entry.signal))
    _settle(dossier, states)
    return dossier


def _settle(dossier: Dossier, states: list[str]) -> None:
    desk_id = int(dossier.desk_id or 0)
    is_answered = bool(states) and ANSWERED_STATES.issuperset(states)
    if dossier.state == DossierState.HANDED_OVER and not states:
        publish(DossierCameBack(*_advance(dossier, "come_back"), desk_id))
    elif dossier.state == DossierState.HANDED_OVER and is_answered:
        publish(DossierAnswered(*_advance(dossier, "answer"), desk_id))
    elif dossier.state == DossierState.ANSWERED and states and not is_answered:
        _advance(dossier, "reopen")
    elif dossier.state == DossierState.HANDED_OVER and dossiers.is_stranded(dossier):
        _advance(dossier, "pass_on")


def _advance(dossier: Dossier, act: str) -> way.Position:
    return dossier_way.advance(dossier, act, actor=SYSTEM)


def _why_gone(signal: Signal) -> LeftBecause:
    reasons = {
        SignalState.WITHDRAWN: LeftBecause.WITHDRAWN,
        SignalState.MERGED: LeftBecause.MERGED,
    }
    return reasons.get(SignalState(signal.state), LeftBecause.CAME_BACK)
