"""The one way an impulse moves: machine, row, trace, audit and search index together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.impulse import ImpulseState
from drehscheibe.capabilities.exchange.machine.impulse import IMPULSE
from drehscheibe.capabilities.exchange.models import Impulse
from drehscheibe.capabilities.exchange.services.signals.way import ensure_mandate
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.audit import api as audit
from drehscheibe.core.notify.api import mark_read
from drehscheibe.core.search import api as search
from drehscheibe.core.trace import api as trace

__all__ = ["advance", "describe_position", "make_findable", "note"]


def advance(
    impulse: Impulse,
    act: str,
    *,
    actor: Actor,
    owner_id: int | None = None,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Bring a locked impulse to its next state and save it as a whole; whoever owns it goes on to.

    Raises
    ------
    Conflict
        If the state does not know the act; the message says what is true now.
    """
    target = IMPULSE.target_of(act, impulse.state)
    if target is None:
        raise Conflict(describe_position(impulse))
    before = impulse.state
    impulse.state = target
    impulse.due_on = {
        ImpulseState.PUBLISHED: impulse.open_until,
        ImpulseState.IN_EVALUATION: impulse.follows_by,
    }.get(ImpulseState(target))
    _write_trace(impulse, actor, owner_id or impulse.owner_id)
    impulse.save()
    note(impulse, actor, f"impulse_{_PAST[act]}", {"state": [before, target], **(changes or {})})
    make_findable(impulse)


_PAST = {
    "publish": "published",
    "end": "ended",
    "evaluate": "evaluated",
    "withdraw": "withdrawn",
    "leave_to_office": "left_to_office",
}


def _write_trace(impulse: Impulse, actor: Actor, owner_id: int) -> None:
    state = IMPULSE.states[impulse.state]
    if impulse.item is None:
        impulse.item = trace.add_item(
            "impulse",
            title=impulse.title,
            state=impulse.state,
            actor=actor,
            owner_id=owner_id,
            due_on=impulse.due_on,
            is_public=True,
            is_example=impulse.is_example,
        )
        return
    trace.move(
        impulse.item,
        impulse.state,
        actor=actor,
        owner_id=None if state.is_final else owner_id,
        due_on=impulse.due_on,
        is_final=state.is_final,
    )


def describe_position(impulse: Impulse) -> str:
    """Return where an impulse is now, for somebody whose act came too late."""
    return _("In the meantime this impulse has moved on: %(state)s. Nothing was changed.") % {
        "state": impulse.get_state_display()
    }


def note(impulse: Impulse, actor: Actor, verb: str, changes: Mapping[str, Any]) -> None:
    """Write an act into the audit log; whoever acts knows what they were told of it.

    Nothing is done if the mandate has ended meanwhile.
    """
    ensure_mandate(actor)
    audit.record(
        actor,
        f"exchange.{verb}",
        item_kind="impulse",
        item_key=str(impulse.uuid),
        changes=changes,
    )
    mark_read(actor.person_id, "exchange", uuid=str(impulse.uuid))


def make_findable(impulse: Impulse) -> None:
    """Bring the search index up to date; what the office has hidden is not found."""
    if not impulse.is_public:
        search.remove("impulse", impulse.public_id)
        return
    search.put(_document(impulse, language) for language, _name in settings.LANGUAGES)


def _document(impulse: Impulse, language: str) -> search.Document:
    with translation.override(language):
        path = reverse("impulse_detail", args=[impulse.public_id])
        words = [impulse.get_kind_display(), impulse.get_topic_display()]
    texts = (impulse.public_id, impulse.about, str(impulse.sender), impulse.outcome)
    return search.Document(
        kind="impulse",
        key=impulse.public_id,
        language=language,
        title=impulse.title,
        summary=impulse.question[:280],
        body=" ".join((*texts, *map(str, words))),
        path=path,
        topics=(impulse.topic,) if impulse.topic else (),
        is_example=impulse.is_example,
    )
