"""Talks of a case: plan, change, note, count; and what somebody writes down for themselves alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory import rules
from drehscheibe.capabilities.advisory.choices import SessionState, Side
from drehscheibe.capabilities.advisory.machine import ACTIVE_STATES
from drehscheibe.capabilities.advisory.models import Case, PrivateNote, Session
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.services import way
from drehscheibe.capabilities.advisory.services.triage import FIRST_ANSWER, first_answer
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict

__all__ = ["TalkContent", "plan_talk", "save_private_note", "save_talk"]


@dataclass(frozen=True, slots=True)
class TalkContent:
    """What is written down about a talk, for both sides."""

    starts_at: datetime
    minutes: int
    place: str = ""
    link: str = ""
    people: str = ""
    notes: str = ""
    hours: Decimal | None = None
    state: str = SessionState.PLANNED


@transaction.atomic
def plan_talk(actor: Actor, pk: int, content: TalkContent) -> Session:
    """Plan a talk, or write down one that took place already.

    Raises
    ------
    ValidationError
        If a planned talk lies in the past, or one that took place in the future.
    Conflict
        If the case has ended.
    """
    case = _own(actor, pk)
    if case.state not in ACTIVE_STATES:
        raise Conflict(way.describe_position(case))
    _check(content)
    session = Session(case=case, coach=case.coach)
    _write(session, content)
    first_answer(case)
    case.save(update_fields=[*FIRST_ANSWER, "changed_at"])
    way.note(case, actor, "talk_planned", {"state": content.state})
    way.news(case, actor, "talk", Side.TEAM, f"talk-{session.pk}-1")
    return session


@transaction.atomic
def save_talk(
    actor: Actor, pk: int, session_id: int, content: TalkContent, *, version: int
) -> Session:
    """Change a talk, note what was said and how long it took.

    Raises
    ------
    Conflict
        If somebody else changed it since it was opened; nothing is overwritten.
    """
    case = _own(actor, pk)
    session = Session.objects.select_for_update().get(pk=session_id, case=case)
    if session.version != version:
        raise Conflict(_("Somebody else has changed this talk meanwhile. Nothing was overwritten."))
    has_moved = (session.starts_at, session.state) != (content.starts_at, content.state)
    if has_moved:
        _check(content)
    session.version += 1
    _write(session, content)
    way.note(case, actor, "talk_changed", {"state": content.state, "version": session.version})
    way.news(case, actor, "talk", Side.TEAM, f"talk-{session.pk}-{session.version}")
    return session


@transaction.atomic
def save_private_note(actor: Actor, pk: int, session_id: int, *, text: str) -> None:
    """Keep what one writes down for oneself; an empty note is deleted."""
    case = _own(actor, pk)
    way.allow(actor.is_known)
    session = case.sessions.get(pk=session_id)
    if not text.strip():
        PrivateNote.objects.filter(session=session, author_id=actor.person_id).delete()
    else:
        PrivateNote.objects.update_or_create(
            session=session, author_id=actor.person_id, defaults={"text": text.strip()}
        )
    way.note(case, actor, "private_note_saved", {})


def _check(content: TalkContent) -> None:
    now = timezone.now()
    if content.state == SessionState.PLANNED and content.starts_at < now:
        raise ValidationError(
            {"starts_at": _("This time has passed. Choose a later one, or say that it took place.")}
        )
    if content.state == SessionState.HELD and content.starts_at > now + timedelta(hours=1):
        raise ValidationError({"starts_at": _("This talk lies ahead. It cannot have taken place.")})


def _write(session: Session, content: TalkContent) -> None:
    session.starts_at, session.minutes = content.starts_at, content.minutes
    session.place, session.link = content.place, content.link
    session.people, session.notes = content.people, content.notes
    session.hours, session.state = content.hours, SessionState(content.state)
    session.full_clean(exclude=["case", "coach"])
    session.save()


def _own(actor: Actor, pk: int) -> Case:
    case = cases.lock_case(pk)
    way.allow(rules.may_work(actor, case))
    return case
