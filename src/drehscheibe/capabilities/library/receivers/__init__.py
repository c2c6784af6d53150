"""What the library does when something happened, a file per kind."""

from __future__ import annotations

from drehscheibe.capabilities.library.receivers import checklist, practice_case

__all__ = ["subscribe_all"]


def subscribe_all() -> None:
    """Subscribe to facts; called from ``AppConfig.ready``."""
    practice_case.subscribe_all()
    checklist.subscribe_all()
