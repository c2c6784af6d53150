"""What checklists announce: files, navigation, periodic work."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.queries import copies
from drehscheibe.capabilities.library.rules import checklist as rules
from drehscheibe.capabilities.library.services.checklists.reminding import look_after_checklists
from drehscheibe.core.files import api as files
from drehscheibe.core.jobs import api as jobs
from drehscheibe.ui import navigation

__all__ = ["register_all"]


def register_all() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    files.register_owner(
        files.FileOwner(copies.FILE_OWNER, copies.may_see_file, copies.existing_file_owners)
    )
    jobs.register("library.look_after_checklists", look_after_checklists, jobs.daily(time(6, 20)))
    navigation.register(
        navigation.Entry(
            "workspace",
            _("Our checklists"),
            "copy_list",
            40,
            rules.may_see_copies,
            "check",
            group=pgettext_lazy("navigation", "Library"),
        )
    )
    navigation.register(
        navigation.Entry(
            "workspace",
            _("Keep checklists"),
            "master_list",
            41,
            rules.may_keep,
            "edit",
            group=pgettext_lazy("navigation", "Library"),
        )
    )
