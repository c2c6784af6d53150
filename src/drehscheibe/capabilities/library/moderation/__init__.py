"""What of the library can be reported and hidden, a file per kind."""

from __future__ import annotations

from drehscheibe.capabilities.library.moderation import checklist, practice_case, webinar

__all__ = ["register"]


def register() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    practice_case.register()
    checklist.register()
    webinar.register()
