"""The one way a dossier moves: machine, row, trace and audit together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.machine import signal as machine
from drehscheibe.capabilities.exchange.models import Dossier
from drehscheibe.capabilities.exchange.queries import dossiers, signals
from drehscheibe.capabilities.exchange.services.dossiers import findable as dossier_findable
from drehscheibe.capabilities.exchange.services.signals.way import ensure_mandate
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.audit import api as audit
from drehscheibe.core.notify.api import mark_read
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.clock import due_date
from drehscheibe.core.trace.position import Position, position_of

__all__ = ["advance", "describe_position", "note", "office_id", "position_of"]


def advance(
    dossier: Dossier,
    act: str,
    *,
    actor: Actor,
    due_on: date | None = None,
    public_note: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Position:
    """Bring a locked dossier to its next state and return what its facts begin with.

    Raises
    ------
    Conflict
        If the state does not know the act; the message says what is true now.
    """
    target = machine.DOSSIER.target_of(act, dossier.state)
    if target is None:
        raise Conflict(describe_position(dossier))
    before, dossier.state = dossier.state, target
    state = machine.DOSSIER.states[target]
    dossier.owner_id = _owner_id(dossier, state.owner)
    dossier.due_on = due_on or due_date(state, timezone.localdate())
    dossier.item.title = dossier.title
    trace.move(
        dossier.item,
        target,
        actor=actor,
        owner_id=dossier.owner_id,
        due_on=dossier.due_on,
        is_final=state.is_final,
        is_public=dossier.is_public,
        note=public_note,
    )
    dossier.save()
    note(dossier, actor, act, {"state": [before, target], **(changes or {})})
    dossier_findable.refresh(dossier)
    return position_of(dossier)


def _owner_id(dossier: Dossier, role: str) -> int | None:
    if role == machine.ADDRESSEE:
        return dossiers.find_addressee_id(dossier) or office_id()
    return office_id() if role == machine.OFFICE else None


def office_id() -> int:
    """Return the office, which owns what is in preparation."""
    office = signals.find_office()
    if office is None:
        raise Conflict(_("There is no service office on this hub yet that could receive this."))
    return office.pk


def describe_position(dossier: Dossier) -> str:
    """Return where a dossier is now, for somebody whose act came too late."""
    words = {"state": dossier.get_state_display()}
    return _("In the meantime this dossier has moved on: %(state)s. Nothing was changed.") % words


def note(dossier: Dossier, actor: Actor, verb: str, changes: Mapping[str, Any]) -> None:
    """Write an act into the audit log; whoever acts knows what they were told of it.

    Nothing is done if the mandate has ended meanwhile.
    """
    ensure_mandate(actor)
    audit.record(
        actor,
        f"exchange.dossier_{verb}",
        item_kind="dossier",
        item_key=str(dossier.uuid),
        changes=changes,
    )
    mark_read(actor.person_id, "exchange", dossier=dossier.public_id)
