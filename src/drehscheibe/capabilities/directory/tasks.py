"""What the worker does for the directory, day by day."""

from __future__ import annotations

from datetime import datetime, time

from drehscheibe.capabilities.directory.services import confirmations, subscriptions
from drehscheibe.core.jobs import api as jobs


def register() -> None:
    """Announce our periodic jobs; called once from ``AppConfig.ready``."""
    jobs.register(
        "directory.send_confirmation_requests", send_confirmation_requests, jobs.daily(time(7, 0))
    )
    jobs.register("directory.send_search_news", send_search_news, jobs.daily(time(7, 15)))


def send_confirmation_requests(now: datetime) -> None:
    confirmations.send_confirmation_requests(now)


def send_search_news(now: datetime) -> None:
    subscriptions.send_search_news(now)
