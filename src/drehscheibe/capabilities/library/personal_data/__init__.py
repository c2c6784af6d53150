"""What the library keeps of people, for export, erasure and the register of processing."""

from __future__ import annotations

from drehscheibe.capabilities.library.personal_data import (
    checklist,
    package,
    practice_case,
    webinar,
)

__all__ = ["register"]


def register() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    practice_case.register()
    checklist.register()
    package.register()
    webinar.register()
