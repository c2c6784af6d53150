"""The one way a case moves: machine, row, trace, audit, search index and fact together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory.choices import CaseState
from drehscheibe.capabilities.advisory.facts import CaseMoved, CaseNews
from drehscheibe.capabilities.advisory.machine import CASE, REQUESTER
from drehscheibe.capabilities.advisory.models import Case
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.services import findable
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.clock import due_date
from drehscheibe.core.trace.position import position_of

__all__ = [
    "KIND",
    "advance",
    "allow",
    "describe_position",
    "ensure_possible",
    "news",
    "note",
    "position_of",
    "start",
]

#: Of trace item, search entry and audit line.
KIND = "advice"
#: All that the trace knows of any case: it can be shown to nobody.
TITLE = "Beratung"


def allow(allowed: bool) -> None:
    """Go on only if a rule said yes."""
    if not allowed:
        raise NotAllowed(_("Your mandate does not cover this."))


def ensure_possible(case: Case, act: str) -> None:
    """Go on only if the state knows the act; the message says what is true now."""
    if CASE.target_of(act, case.state) is None:
        raise Conflict(describe_position(case))


def start(case: Case) -> None:
    """Put a request on its way, whose address is proven. Trace and log never learn who asked.

    Raises
    ------
    Conflict
        If the hub has no office that could read it.
    """
    case.state = CaseState.RECEIVED
    case.confirmed_at = timezone.now()
    _set_owner_and_clock(case, None)
    case.item = trace.add_item(
        KIND,
        title=TITLE,
        state=case.state,
        actor=ANONYMOUS,
        owner_id=case.owner_id,
        due_on=case.due_on,
        is_example=case.is_example,
    )
    case.save()
    note(case, ANONYMOUS, "requested", {"state": ["", str(case.state)]})
    findable.refresh(case)
    publish(CaseMoved(*position_of(case), "request", str(case.state), 0))


def advance(
    case: Case,
    act: str,
    *,
    actor: Actor,
    due_on: date | None = None,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Bring a locked case to its next state and tell the fact.

    Saves the case as a whole, so that callers set fields before.

    Parameters
    ----------
    act : str
        A transition of ``machine.CASE``.
    due_on : date, optional
        Until when; by default what the machine says for the next state.
    changes : mapping, optional
        For the audit log: codes and dates only, never words of the case.

    Raises
    ------
    Conflict
        If the state does not know the act; the message says what is true now.
    """
    ensure_possible(case, act)
    before = case.state
    is_by_requester = any(t.act == act and t.who == REQUESTER for t in CASE.transitions)
    by_person = actor.person_id or 0
    if is_by_requester and not actor.is_office:
        # On the trace and in the log those who ask are nobody, whatever mandate they have.
        actor = ANONYMOUS
    case.state = CaseState(str(CASE.target_of(act, before)))
    _set_owner_and_clock(case, due_on)
    is_final = CASE.states[case.state].is_final
    case.closed_at = timezone.now() if is_final else None
    assert case.item is not None  # noqa: S101 -- a state without an item is impossible
    trace.move(
        case.item,
        case.state,
        actor=actor,
        owner_id=case.owner_id,
        due_on=case.due_on,
        is_final=is_final,
    )
    case.save()
    note(case, actor, act, {"state": [before, str(case.state)], **(changes or {})})
    findable.refresh(case)
    publish(CaseMoved(*position_of(case), act, str(case.state), by_person))


def news(case: Case, actor: Actor, what: str, side: str, key: str) -> None:
    """Tell the other side that something is new which does not move the case."""
    by_person = actor.person_id or 0
    publish(CaseNews(*position_of(case), what, side, key, by_person))


def note(case: Case, actor: Actor, verb: str, changes: Mapping[str, Any]) -> None:
    """Write an act into the audit log; codes and dates, never words of the case."""
    audit.record(
        actor,
        f"advisory.case_{verb}",
        item_kind=KIND,
        item_key=str(case.uuid),
        changes=changes,
    )


def describe_position(case: Case) -> str:
    """Return where a case is now, for somebody whose act came too late."""
    words = {"state": case.get_state_display()}
    return _("In the meantime this case has moved on: %(state)s. Nothing was changed.") % words


def _set_owner_and_clock(case: Case, due_on: date | None) -> None:
    state = CASE.states[case.state]
    if state.is_final:
        case.owner_id = None
        case.due_on = None
        return
    office = cases.find_office()
    if office is None:
        raise Conflict(_("There is no service office on this hub yet that could receive this."))
    case.owner_id = office.pk
    case.due_on = due_on or due_date(state, timezone.localdate())
