"""The office: asked by the team, or told once that nothing has moved for long."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.project import CallReason, ProjectState
from drehscheibe.capabilities.founding.facts import HelpAnswered, HelpCalled
from drehscheibe.capabilities.founding.models import HelpCall, Project
from drehscheibe.capabilities.founding.queries.projects import with_parts
from drehscheibe.capabilities.founding.services.way import note, open_project
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.outbox import api as outbox
from drehscheibe.core.trace.clock import add_working_days

__all__ = [
    "ANSWER_WORKING_DAYS",
    "STUCK_DAYS",
    "answer_call",
    "ask_for_help",
    "end_help",
    "find_stuck_projects",
    "take_call",
]

#: Days past a date without any act of the team after which the office is told.
STUCK_DAYS = 21
ANSWER_WORKING_DAYS = 5


@transaction.atomic
def ask_for_help(actor: Actor, project_id: int, *, text: str) -> HelpCall:
    """Ask the office; as long as this is open it may look into the project.

    Raises
    ------
    ValidationError
        If a request is open already.
    """
    project = open_project(actor, project_id, rules.may_work)
    if project.help_calls.filter(reason=CallReason.ASKED, settled_at=None).exists():
        raise ValidationError(pgettext("founding", "The service office is on it already."))
    call = HelpCall.objects.create(
        project=project, reason=CallReason.ASKED, text=text, due_on=_due()
    )
    note(actor, project, "help_asked")
    outbox.publish(HelpCalled(str(project.uuid), call.pk))
    return call


@transaction.atomic
def end_help(actor: Actor, project_id: int) -> None:
    """Take the request back; from this moment the office no longer looks into the project."""
    project = open_project(actor, project_id, rules.is_team)
    settled = project.help_calls.filter(reason=CallReason.ASKED, settled_at=None)
    if settled.update(settled_at=timezone.now()):
        note(actor, project, "help_ended")


@transaction.atomic
def take_call(actor: Actor, uuid: UUID) -> HelpCall:
    """Say that one answers this; everybody in the office sees who."""
    call = _lock(actor, uuid)
    call.owner_id = actor.person_id
    call.save(update_fields=["owner"])
    note(actor, call.project, "call_taken", {"reason": call.reason})
    return call


@transaction.atomic
def answer_call(actor: Actor, uuid: UUID, *, answer: str) -> HelpCall:
    """Answer the team; the call is settled and the office no longer looks into the project."""
    call = _lock(actor, uuid)
    call.answer = answer
    call.settled_at = timezone.now()
    call.owner_id = call.owner_id or actor.person_id
    call.save()
    note(actor, call.project, "call_answered", {"reason": call.reason})
    outbox.publish(HelpAnswered(str(call.project.uuid), call.pk))
    return call


def find_stuck_projects(now: datetime) -> int:
    """Tell the office once of every project that has stood still; return how many. Runs daily.

    A project stands still if a station was due :data:`STUCK_DAYS` days ago and the team has done
    nothing at all since. It is told again only if the team has moved in between.
    """
    today = timezone.localdate(now)
    limit = today - timedelta(days=STUCK_DAYS)
    quiet = Project.objects.filter(
        state=ProjectState.ACTIVE,
        tells_when_stuck=True,
        is_example=False,
        acted_at__lt=now - timedelta(days=STUCK_DAYS),
    )
    return sum(_raise_call(project, limit) for project in with_parts(quiet))


@transaction.atomic
def _raise_call(project: Project, limit: date) -> bool:
    late = [m for m in project.milestones.all() if not m.is_settled and m.due_on < limit]
    told = any(
        call.reason == CallReason.STUCK and call.raised_at > project.acted_at
        for call in project.help_calls.all()
    )
    waiting = any(call.is_open for call in project.help_calls.all())
    if not late or told or waiting:
        return False
    call = HelpCall.objects.create(
        project=project, reason=CallReason.STUCK, milestone_key=late[0].key, due_on=_due()
    )
    audit.record(SYSTEM, "founding.project_stuck", item_kind="founding", item_key=str(project.uuid))
    outbox.publish(HelpCalled(str(project.uuid), call.pk))
    return True


def _lock(actor: Actor, uuid: UUID) -> HelpCall:
    call = HelpCall.objects.select_for_update().select_related("project").get(uuid=uuid)
    if not actor.is_office:
        raise NotAllowed(pgettext("founding", "Only the service office may do that."))
    if not call.is_open:
        raise Conflict(pgettext("founding", "This is settled already."))
    return call


def _due() -> date:
    return add_working_days(timezone.localdate(), ANSWER_WORKING_DAYS)
