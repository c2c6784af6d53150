"""The words in which the library tells people something, a file per kind."""

from __future__ import annotations

from drehscheibe.capabilities.library.notifications import checklist, practice_case, webinar

__all__ = ["register_kinds"]


def register_kinds() -> None:
    """Announce what the library tells people; called from ``AppConfig.ready``."""
    practice_case.register_kinds()
    checklist.register_kinds()
    webinar.register_kinds()
