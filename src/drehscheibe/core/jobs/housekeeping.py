"""Cleaning that belongs to no room."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.core.management import call_command

from drehscheibe.core.jobs import api as jobs
from drehscheibe.core.jobs.models import Heartbeat


def register() -> None:
    """Announce the jobs of the house itself."""
    jobs.register("jobs.clear_sessions", clear_sessions, jobs.daily(time(3, 30)))
    jobs.register(
        "jobs.publish_scheduled_pages", publish_scheduled, jobs.every(timedelta(minutes=5))
    )
    jobs.register("jobs.forget_workers", forget_workers, jobs.daily(time(3, 40)))


def clear_sessions(_now: datetime) -> None:
    """Delete sessions that have expired."""
    call_command("clearsessions")


def publish_scheduled(_now: datetime) -> None:
    """Publish and expire editorial pages whose time has come."""
    call_command("publish_scheduled")


def forget_workers(now: datetime) -> None:
    """Drop heartbeats of workers that have been gone for a day."""
    Heartbeat.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
