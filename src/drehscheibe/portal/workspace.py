"""What the start page of the workspace gathers from the rooms for one actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drehscheibe.capabilities.advisory import api as advisory
from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange import api as exchange
from drehscheibe.capabilities.experience import api as experience
from drehscheibe.capabilities.founding import api as founding
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.jobs.models import Heartbeat
from drehscheibe.core.moderation import api as moderation
from drehscheibe.core.notify.undelivered import count_undelivered
from drehscheibe.core.outbox.delivery import list_dead
from drehscheibe.portal.health import SILENT_AFTER_S
from drehscheibe.portal.models import BarrierReport, BarrierState
from drehscheibe.ui.formats import enumeration

__all__ = ["Task", "list_tasks"]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for the actor.

    Attributes
    ----------
    what : str
        What is wanted, as a short sentence.
    about : str
        Title of the thing.
    due_on : date or None
        Until when; None if nothing runs out.
    """

    what: str
    about: str
    url: str
    due_on: date | None = None
    is_overdue: bool = False


def list_tasks(actor: Actor) -> list[Task]:
    """Return everything that waits for the actor in their present role, most urgent first."""
    tasks = [
        Task(item.task, item.title, item.url, item.due_on, item.is_overdue)
        for item in exchange.list_open_work(actor)
    ]
    tasks += [
        Task(asked.task, asked.title, asked.url, asked.due_on, asked.is_overdue)
        for asked in exchange.list_open_questions(actor)
    ]
    tasks += [
        Task(case.task, case.title, case.url, case.due_on, case.is_overdue)
        for case in advisory.list_tasks(actor)
    ]
    tasks += [
        Task(_("Turn the second key, or say why not"), _changed(change), change.url)
        for change in directory.list_second_keys(actor)
    ]
    tasks += [
        Task(waits.task, waits.title, waits.url, waits.due_on, waits.is_overdue)
        for waits in founding.list_open_work(actor)
    ]
    tasks += [
        Task(waits.task, waits.title, waits.url, waits.due_on, waits.is_overdue)
        for waits in experience.list_open_work(actor)
    ]
    if actor.is_office:
        tasks += _office_tasks()
    return sorted(tasks, key=lambda task: (task.due_on is None, task.due_on or date.max))


def _changed(change: directory.WaitingChange) -> str:
    return _("Change of the entry %(name)s: %(fields)s") % {
        "name": change.name,
        "fields": enumeration(change.fields),
    }


def _office_tasks() -> list[Task]:
    claims = directory.count_open_claims()
    tasks = [
        _barrier_task(report) for report in BarrierReport.objects.filter(state=BarrierState.OPEN)
    ]
    if claims:
        words = ngettext("%(count)d request", "%(count)d requests", claims) % {"count": claims}
        tasks.append(Task(_("Check who may keep an entry"), words, reverse("claim_queue")))
    reported = moderation.count_open()
    if reported:
        words = ngettext("%(count)d report", "%(count)d reports", reported) % {"count": reported}
        due_on = moderation.first_due()
        tasks.append(
            Task(
                _("Decide about reported items"),
                words,
                reverse("moderation_queue"),
                due_on,
                due_on is not None and due_on < timezone.localdate(),
            )
        )
    stuck = list_dead().count() + count_undelivered()
    if stuck:
        words = ngettext("%(count)d message", "%(count)d messages", stuck) % {"count": stuck}
        tasks.append(Task(_("Look at messages that did not arrive"), words, reverse("deliveries")))
    return tasks


def _barrier_task(report: BarrierReport) -> Task:
    return Task(
        _("Answer the report of a barrier"),
        report.text[:80],
        reverse("barrier_detail", args=[report.uuid]),
        report.due_on,
        report.due_on < timezone.localdate(),
    )


def has_live_worker() -> bool:
    """Return whether a worker gave a sign of life lately."""
    newest = Heartbeat.objects.order_by("-seen_at").first()
    return newest is not None and (timezone.now() - newest.seen_at).total_seconds() < SILENT_AFTER_S
