"""The one way a concern moves: machine, row, trace, audit and search index together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.machine import signal as machine
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.services.signals import answer_times, findable
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.notify.api import mark_read
from drehscheibe.core.organisations.queries import has_ended, lock_existing
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.clock import due_date
from drehscheibe.core.trace.position import Position, position_of

__all__ = [
    "Position",
    "advance",
    "allow",
    "describe_position",
    "ensure_authors",
    "ensure_mandate",
    "ensure_owner",
    "key_of",
    "mandate_of",
    "note",
    "open_up",
    "organisation_of",
    "position_of",
]


def allow(allowed: bool) -> None:
    """Go on only if a rule said yes."""
    if not allowed:
        raise NotAllowed(_("Your mandate does not cover this."))


def advance(
    signal: Signal,
    act: str,
    *,
    actor: Actor,
    addressee_id: int | None = None,
    due_on: date | None = None,
    public_note: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Position:
    """Bring a locked concern to its next state and return what its facts begin with.

    Saves the concern as a whole, so that callers set fields before.

    Parameters
    ----------
    act : str
        A transition of ``machine.SIGNAL``.
    addressee_id : int, optional
        Who owns the next state, where it is owned by an addressee.
    due_on : date, optional
        Until when; by default what the machine says for the next state.
    public_note : str
        Words that stand at the station for everybody who sees the concern.

    Raises
    ------
    Conflict
        If the state does not know the act; the message says what is true now.
    """
    ensure_mandate(actor)
    target = machine.SIGNAL.target_of(act, signal.state)
    if target is None:
        raise Conflict(describe_position(signal))
    before = signal.state
    signal.state = target
    signal.owner_id = _owner_id(signal, target, addressee_id)
    signal.due_on = due_on or due_date(machine.SIGNAL.states[target], timezone.localdate())
    _write_trace(signal, actor, public_note)
    signal.save()
    note(signal, actor, act, {"state": [before, target], **(changes or {})})
    findable.refresh(signal)
    answer_times.settle(signal)
    return position_of(signal)


def ensure_mandate(actor: Actor) -> None:
    """Go on only if the mandate still holds; it may have ended while somebody was writing."""
    if actor.mandate_id is not None and has_ended(actor.mandate_id):
        raise NotAllowed(
            _("Your mandate for %(organisation)s has ended in the meantime. Nothing was changed.")
            % {"organisation": actor.organisation_name}
        )


def ensure_authors(signal: Signal) -> None:
    """Go on only if somebody raised it here who could answer a question."""
    if signal.organisation_id is None:
        raise Conflict(_("This concern comes from public sources. Nobody here could answer."))
    if lock_existing(signal.organisation_id) is None:
        raise Conflict(
            _("%(organisation)s no longer exists. Nobody could answer.")
            % {"organisation": signal.organisation}
        )


def open_up(signal: Signal) -> None:
    """Let those read a concern whom its authors chose; once open to a circle, it stays so."""
    if signal.visibility == Visibility.PUBLIC and signal.published_at is None:
        signal.published_at = timezone.now()
    if signal.visibility == Visibility.NETWORK and signal.shared_at is None:
        signal.shared_at = timezone.now()


def mandate_of(actor: Actor) -> int:
    """Return the mandate under which the actor commits an organisation."""
    if actor.mandate_id is None:
        raise NotAllowed(_("Your mandate does not cover this."))
    return actor.mandate_id


def organisation_of(actor: Actor) -> int:
    """Return the organisation in whose name the actor acts."""
    if actor.organisation_id is None:
        raise NotAllowed(_("Your mandate does not cover this."))
    return actor.organisation_id


def ensure_owner(actor: Actor, signal: Signal) -> None:
    """Go on only if the concern still lies with the actor's organisation."""
    if not actor.acts_for(signal.owner_id):
        raise Conflict(describe_position(signal))


def describe_position(signal: Signal) -> str:
    """Return where a concern is now, for somebody whose act came too late."""
    words = {"state": signal.get_state_display(), "owner": signal.owner or ""}
    if signal.owner is None:
        return (
            _("In the meantime this concern has moved on: %(state)s. Nothing was changed.") % words
        )
    return (
        _("In the meantime this concern has moved on: %(state)s, now with %(owner)s.") % words
        + " "
        + _("Nothing was changed by what you just sent.")
    )


def note(signal: Signal, actor: Actor, verb: str, changes: Mapping[str, Any]) -> None:
    """Write an act into the audit log; whoever acts knows what they were told of it."""
    audit.record(
        actor, f"exchange.{verb}", item_kind="signal", item_key=key_of(signal), changes=changes
    )
    mark_read(actor.person_id, "exchange", uuid=str(signal.uuid))


def key_of(signal: Signal) -> str:
    """Return the identifier under which the audit log knows a concern, draft or not."""
    return str(signal.uuid)


def _owner_id(signal: Signal, target: str, addressee_id: int | None) -> int | None:
    role = machine.SIGNAL.states[target].owner
    if role == machine.AUTHOR:
        return signal.organisation_id
    if role == machine.ADDRESSEE:
        return addressee_id
    if role == machine.OFFICE:
        office = signals.find_office()
        if office is None:
            raise Conflict(_("There is no service office on this hub yet that could receive this."))
        return office.pk
    return None


def _write_trace(signal: Signal, actor: Actor, public_note: str) -> None:
    state = machine.SIGNAL.states[signal.state]
    if signal.item is None:
        signal.item = trace.add_item(
            "signal",
            title=signal.title,
            state=signal.state,
            actor=actor,
            owner_id=signal.owner_id,
            due_on=signal.due_on,
            is_public=signal.is_public,
            is_example=signal.is_example,
            note=public_note,
        )
        return
    signal.item.title = signal.title
    trace.move(
        signal.item,
        signal.state,
        actor=actor,
        owner_id=signal.owner_id,
        due_on=signal.due_on,
        is_final=state.is_final,
        is_public=signal.is_public,
        note=public_note,
    )
