"""The one way a question moves: machine, row, trace, audit, search index and fact together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.question import Publicity, QuestionState
from drehscheibe.capabilities.exchange.facts.question import QuestionMoved
from drehscheibe.capabilities.exchange.machine.question import (
    ASKER,
    INITIATIVE,
    OFFICE,
    QUESTION,
)
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.services.questions import findable
from drehscheibe.capabilities.exchange.services.signals.way import ensure_mandate
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.moderation import api as moderation
from drehscheibe.core.notify.api import mark_read
from drehscheibe.core.organisations import queries as organisations
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
    "note",
    "position_of",
    "start",
    "sync_publicity",
]

#: Of trace item, search entry, reported thing and audit line.
KIND = "question"


def allow(allowed: bool) -> None:
    """Go on only if a rule said yes."""
    if not allowed:
        raise NotAllowed(_("Your mandate does not cover this."))


def ensure_possible(question: Question, act: str) -> None:
    """Go on only if the state knows the act; the message says what is true now."""
    if QUESTION.target_of(act, question.state) is None:
        raise Conflict(describe_position(question))


def start(question: Question) -> None:
    """Put a question on its way, whose address is proven: to the initiative, else to the office.

    Neither trace nor audit log learn who asked: an asker may be called as they like.

    Raises
    ------
    Conflict
        If nobody acts for the initiative and the hub has no office.
    """
    has_people = bool(organisations.list_lead_person_ids(question.organisation_id))
    question.state = QuestionState.ASKED if has_people else QuestionState.WITH_OFFICE
    question.confirmed_at = timezone.now()
    _set_owner_and_clock(question, None)
    question.item = trace.add_item(
        KIND,
        title=_public_title(question),
        state=question.state,
        actor=ANONYMOUS,
        owner_id=question.owner_id,
        due_on=question.due_on,
        is_example=question.is_example,
    )
    question.save()
    note(question, ANONYMOUS, "ask", {"state": ["", str(question.state)]})
    publish(QuestionMoved(*position_of(question), "ask", str(question.state), 0))


def advance(
    question: Question,
    act: str,
    *,
    actor: Actor,
    due_on: date | None = None,
    public_note: str = "",
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Bring a locked question to its next state and tell the fact.

    Saves the question as a whole, so that callers set fields before.

    Parameters
    ----------
    act : str
        A transition of ``question_machine.QUESTION``.
    due_on : date, optional
        Until when; by default what the machine says for the next state.
    public_note : str
        Words that stand at the station for everybody who sees the question.

    Raises
    ------
    Conflict
        If the state does not know the act; the message says what is true now.
    """
    ensure_possible(question, act)
    before = question.state
    # On the trace and in the log an asker is nobody, whatever name or mandate they have besides.
    if any(t.act == act and t.who == ASKER for t in QUESTION.transitions):
        actor = ANONYMOUS
    question.state = QuestionState(str(QUESTION.target_of(act, before)))
    _set_owner_and_clock(question, due_on)
    assert question.item is not None  # noqa: S101 -- a state without an item is impossible
    question.item.title = _public_title(question)
    trace.move(
        question.item,
        question.state,
        actor=actor,
        owner_id=question.owner_id,
        due_on=question.due_on,
        is_final=QUESTION.states[question.state].is_final,
        is_public=question.is_public,
        note=public_note,
    )
    question.save()
    note(question, actor, act, {"state": [before, str(question.state)], **(changes or {})})
    findable.refresh(question)
    by_person = actor.person_id or 0
    publish(QuestionMoved(*position_of(question), act, str(question.state), by_person))


def sync_publicity(question: Question) -> None:
    """Show a question if both sides agreed and it is not hidden; else hide it.

    Called by the acts that end with something to show, before they advance.
    """
    is_agreed = question.is_released and question.publicity != Publicity.PRIVATE
    is_hidden = moderation.find_hidden(KIND, question.public_id) is not None
    if not is_agreed or is_hidden or question.erased_at is not None:
        question.published_at = None
    elif question.published_at is None:
        question.published_at = timezone.now()


def note(question: Question, actor: Actor, verb: str, changes: Mapping[str, Any]) -> None:
    """Write an act into the audit log; never the asker's words.

    Nothing is done if the mandate of the act has ended meanwhile.
    """
    ensure_mandate(actor)
    audit.record(
        actor,
        f"exchange.question_{verb}",
        item_kind=KIND,
        item_key=str(question.uuid),
        changes=changes,
    )
    if question.public_id:
        mark_read(actor.person_id, "exchange", public_id=question.public_id)


def describe_position(question: Question) -> str:
    """Return where a question is now, for somebody whose act came too late."""
    words = {"state": question.get_state_display()}
    return _("In the meantime this question has moved on: %(state)s. Nothing was changed.") % words


def _set_owner_and_clock(question: Question, due_on: date | None) -> None:
    state = QUESTION.states[question.state]
    question.due_on = due_on or due_date(state, timezone.localdate())
    if state.owner == INITIATIVE:
        question.owner_id = question.organisation_id
    elif state.owner == OFFICE:
        office = signals.find_office()
        if office is None:
            raise Conflict(_("There is no service office on this hub yet that could receive this."))
        question.owner_id = office.pk
    else:
        question.owner_id = None
        question.due_on = None


def _public_title(question: Question) -> str:
    """Return what a chain shows: the words only where everybody may read them."""
    return question.subject if question.is_public else str(question.organisation)
