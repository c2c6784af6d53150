from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from drehscheibe.core.jobs import api as jobs
from drehscheibe.core.jobs.models import PeriodicJob

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def runs() -> Iterator[list[datetime]]:
    """Register one job, alone, that notes when it ran."""
    noted: list[datetime] = []
    others = dict(jobs._jobs)
    jobs._jobs.clear()
    jobs.register("jobs.test", noted.append, jobs.every(timedelta(minutes=10)))
    yield noted
    jobs._jobs.clear()
    jobs._jobs.update(others)


def test_job_runs_when_its_time_has_come_and_only_once(runs: list[datetime]) -> None:
    moments = [START + timedelta(minutes=m) for m in (0, 5, 10, 10, 15, 20)]

    ran = [jobs.run_due(moment) for moment in moments]

    assert ran == [0, 0, 1, 0, 0, 1]
    assert runs == [moments[2], moments[5]]


def test_failing_job_is_noted_and_runs_again(runs: list[datetime]) -> None:
    def fails(now: datetime) -> None:
        raise RuntimeError("no")

    jobs.register("jobs.test", fails, jobs.every(timedelta(minutes=10)))
    for minutes in (0, 10):
        jobs.run_due(START + timedelta(minutes=minutes))

    row = PeriodicJob.objects.get()
    assert row.last_error == "RuntimeError: no"
    assert row.next_run_at == START + timedelta(minutes=20)


def test_daily_means_local_time_also_across_the_change_of_clocks() -> None:
    schedule = jobs.daily(time(3, 30))

    winter = schedule(datetime(2026, 1, 10, 12, 0, tzinfo=UTC))
    summer = schedule(datetime(2026, 7, 10, 12, 0, tzinfo=UTC))

    assert winter == datetime(2026, 1, 11, 2, 30, tzinfo=UTC)
    assert summer == datetime(2026, 7, 11, 1, 30, tzinfo=UTC)
