"""What runs by itself."""

from __future__ import annotations

from datetime import time

from drehscheibe.capabilities.founding.services.help import find_stuck_projects
from drehscheibe.core.jobs import api as jobs

__all__ = ["register"]


def register() -> None:
    """Announce the jobs; called once from ``AppConfig.ready``."""
    jobs.register("founding.find_stuck_projects", find_stuck_projects, jobs.daily(time(6, 40)))
