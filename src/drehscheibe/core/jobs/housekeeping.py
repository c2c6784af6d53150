"""Cleaning that belongs to no room."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.core.management import call_command
from django.db import connection

from drehscheibe.core.jobs import api as jobs
from drehscheibe.core.jobs.models import Heartbeat


def register() -> None:
    """Announce the jobs of the house itself."""
    jobs.register("jobs.clear_sessions", clear_sessions, jobs.daily(time(3, 30)))
    jobs.register(
        "jobs.publish_scheduled_pages", publish_scheduled, jobs.every(timedelta(minutes=5))
    )
    jobs.register("jobs.forget_workers", forget_workers, jobs.daily(time(3, 40)))
    jobs.register("jobs.learn_sizes", learn_sizes, jobs.daily(time(3, 50)))


def clear_sessions(_now: datetime) -> None:
    """Delete sessions that have expired."""
    call_command("clearsessions")


def publish_scheduled(_now: datetime) -> None:
    """Publish and expire editorial pages whose time has come."""
    call_command("publish_scheduled")


def forget_workers(now: datetime) -> None:
    """Drop heartbeats of workers that have been gone for a day."""
    Heartbeat.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()


def learn_sizes(_now: datetime) -> None:
    """Let SQLite see what its tables hold; PostgreSQL does so by itself.

    Without that it takes the first index that fits, which in a large register reads every row of a
    state to show twenty of them. A hundred thousand concerns take it a fifth of a second.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
