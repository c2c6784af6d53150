"""What the library tells other rooms, a file per kind; all are known once one of them is."""

from drehscheibe.capabilities.library.facts import (
    checklist,
    package,
    practice_case,
    shelf,
    webinar,
)

__all__ = ["checklist", "package", "practice_case", "shelf", "webinar"]
