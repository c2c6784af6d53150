"""Jobs that run again and again: registered by rooms, run once by whichever worker comes first."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from drehscheibe.core.jobs.models import Heartbeat, PeriodicJob

__all__ = ["Job", "all_jobs", "beat", "daily", "every", "register", "run_due"]

logger = logging.getLogger(__name__)

Schedule = Callable[[datetime], datetime]


def every(interval: timedelta) -> Schedule:
    """Return a schedule that runs again an interval after the last start."""
    return lambda now: now + interval


def daily(at: time) -> Schedule:
    """Return a schedule for a time of the day in the hub's time zone."""

    def next_run(now: datetime) -> datetime:
        local = timezone.localtime(now)
        today = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
        return today if today > local else today + timedelta(days=1)

    return next_run


@dataclass(frozen=True, slots=True)
class Job:
    """A registered job.

    Attributes
    ----------
    name : str
        Lasting name, ``<app label>.<verb_noun>``.
    run : callable
        Takes the current time. It must bear being run twice, because a killed worker may have
        done half of it.
    schedule : callable
        From the current time to the next run.
    """

    name: str
    run: Callable[[datetime], object]
    schedule: Schedule


_jobs: dict[str, Job] = {}


def register(name: str, run: Callable[[datetime], object], schedule: Schedule) -> None:
    """Announce a job; called from ``AppConfig.ready``."""
    _jobs[name] = Job(name, run, schedule)


def all_jobs() -> list[Job]:
    """Return all jobs in the order of their names."""
    return [_jobs[name] for name in sorted(_jobs)]


def run_due(now: datetime | None = None) -> int:
    """Run every job whose time has come and that no other worker took; return how many ran."""
    moment = now or timezone.now()
    rows = {row.name: row for row in PeriodicJob.objects.all()}
    for job in all_jobs():
        if job.name not in rows:
            first = PeriodicJob(name=job.name, next_run_at=job.schedule(moment))
            PeriodicJob.objects.bulk_create([first], ignore_conflicts=True)
    due = [job for job in all_jobs() if job.name in rows and rows[job.name].next_run_at <= moment]
    return sum(_run(job, rows[job.name].next_run_at, moment) for job in due)


def _run(job: Job, expected: datetime, now: datetime) -> bool:
    """Run a job if this worker moves its row first."""
    taken = PeriodicJob.objects.filter(name=job.name, next_run_at=expected).update(
        next_run_at=job.schedule(now), last_started_at=now
    )
    if not taken:
        return False
    error = ""
    try:
        with transaction.atomic():
            job.run(now)
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"[:2000]
        logger.exception("periodic job %s failed", job.name)
    PeriodicJob.objects.filter(name=job.name).update(
        last_finished_at=timezone.now(), last_error=error
    )
    return True


def beat(worker: str) -> None:
    """Note that a worker is alive."""
    Heartbeat.objects.update_or_create(worker=worker, defaults={"seen_at": timezone.now()})
