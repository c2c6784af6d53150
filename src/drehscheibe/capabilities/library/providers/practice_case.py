"""What formats and practice cases announce: navigation of the office, periodic work."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.rules import practice_case as rules
from drehscheibe.capabilities.library.services.reviews import remind_of_items
from drehscheibe.core.jobs import api as jobs
from drehscheibe.ui import navigation

__all__ = ["register_all"]


def register_all() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    jobs.register("library.remind_of_items", remind_of_items, jobs.daily(time(6, 25)))
    navigation.register(
        navigation.Entry(
            "workspace",
            _("Practice cases to check"),
            "case_proposals",
            42,
            rules.may_keep,
            "inbox",
            group=pgettext_lazy("navigation", "Library"),
        )
    )
    navigation.register(
        navigation.Entry(
            "workspace",
            _("Library to look at again"),
            "library_reviews",
            43,
            rules.may_keep,
            "history",
            group=pgettext_lazy("navigation", "Library"),
        )
    )
