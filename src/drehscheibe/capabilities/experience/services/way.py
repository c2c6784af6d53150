"""The one way a request for contact moves: machine, row, trace, audit and fact together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import pgettext

from drehscheibe.capabilities.experience.choices import RequestState
from drehscheibe.capabilities.experience.facts import ContactMoved
from drehscheibe.capabilities.experience.machine import ASKED, OFFICE, REQUEST
from drehscheibe.capabilities.experience.models import ContactRequest
from drehscheibe.capabilities.experience.queries import contacts
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.audit import api as audit
from drehscheibe.core.outbox import api as outbox
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.clock import due_date

__all__ = ["KIND", "advance", "clear_contacts", "ensure_possible", "note", "start"]

#: Of trace item, audit line and moderation.
KIND = "contact_request"
#: All that the trace knows of any request: nobody learns from it who asks whom.
TITLE = "Kontaktanfrage"


def start(actor: Actor, request: ContactRequest) -> ContactRequest:
    """Put a new request on its way.

    Raises
    ------
    Conflict
        If the office shall ask and this hub has none.
    """
    request.item = trace.add_item(
        KIND,
        title=TITLE,
        state=request.state,
        actor=ANONYMOUS,
        owner_id=_owner_of(request),
        due_on=_due_on(request),
        is_example=request.is_example,
    )
    request.due_on = request.item.due_on
    request.save()
    note(actor, request, "asked", {"state": ["", str(request.state)]})
    _publish(request, "ask", actor, "asking")
    return request


def ensure_possible(request: ContactRequest, act: str) -> None:
    """Go on only if the state knows the act; the message says what is true now."""
    if REQUEST.target_of(act, request.state) is None:
        words = {"state": request.get_state_display()}
        raise Conflict(
            pgettext(
                "experience",
                "In the meantime this request has moved on: %(state)s. Nothing was changed.",
            )
            % words
        )


def advance(request: ContactRequest, act: str, *, actor: Actor, side: str = "") -> None:
    """Bring a locked request to its next state and tell the fact.

    Saves the request as a whole, so that callers set fields before.

    Raises
    ------
    Conflict
        If the state does not know the act.
    """
    ensure_possible(request, act)
    before, had_contact = request.state, request.has_contact
    request.state = RequestState(str(REQUEST.target_of(act, before)))
    is_final = request.is_final
    request.due_on = _due_on(request)
    if is_final:
        request.closed_at = timezone.now()
        clear_contacts(request)
        if had_contact:
            # The words that came with the contact often say when and how to call.
            request.answer = ""
    trace.move(
        request.item,
        request.state,
        actor=ANONYMOUS,
        owner_id=_owner_of(request),
        due_on=request.due_on,
        is_final=is_final,
    )
    request.save()
    note(actor, request, act, {"state": [before, str(request.state)]})
    _publish(request, act, actor, side)


def clear_contacts(request: ContactRequest) -> None:
    """Forget how both sides are reached."""
    for side in ("asking", "asked"):
        for field in ("name", "email", "phone"):
            setattr(request, f"{side}_{field}", "")


def note(actor: Actor, request: ContactRequest, verb: str, changes: Mapping[str, Any]) -> None:
    """Write an act into the audit log; codes and dates, never words or contacts."""
    audit.record(
        actor,
        f"experience.contact_{verb}",
        item_kind=KIND,
        item_key=str(request.uuid),
        changes=changes,
    )


def _due_on(request: ContactRequest) -> Any:  # noqa: ANN401 -- date or None
    return due_date(REQUEST.states[request.state], timezone.localdate())


def _owner_of(request: ContactRequest) -> int | None:
    state = REQUEST.states[request.state]
    if state.is_final:
        return None
    if state.owner == OFFICE:
        office = contacts.find_office()
        if office is None:
            raise Conflict(
                pgettext("experience", "There is no service office on this hub yet that could ask.")
            )
        return office.pk
    if state.owner == ASKED:
        return request.asked_organisation_id
    return request.asking_organisation_id


def _publish(request: ContactRequest, act: str, actor: Actor, side: str) -> None:
    outbox.publish(
        ContactMoved(request.public_id, act, str(request.state), side, actor.person_id or 0)
    )
