"""What the library announces to the house, a file per kind."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.providers import checklist, package, practice_case, webinar
from drehscheibe.ui import navigation

__all__ = ["register_all"]


def register_all() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    navigation.register(
        navigation.Entry(
            "main",
            pgettext_lazy("navigation", "Library"),
            "library_start",
            40,
            inside=pgettext_lazy("navigation", "Overview"),
        )
    )
    for label, page, order in (
        (_("Checklists"), "checklist_list", 41),
        (_("Formats"), "format_list", 42),
        (_("Partner package"), "package_list", 43),
        (_("Experience"), "practice_case_list", 44),
        (_("Webinars"), "webinar_list", 45),
    ):
        navigation.register(navigation.Entry("main", label, page, order, under="library_start"))
    practice_case.register_all()
    checklist.register_all()
    package.register_all()
    webinar.register_all()
