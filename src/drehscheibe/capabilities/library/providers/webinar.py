"""What webinars announce: files, navigation of the office, periodic work."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.queries import webinars
from drehscheibe.capabilities.library.rules import webinar as rules
from drehscheibe.capabilities.library.services.webinars.reminding import look_after_webinars
from drehscheibe.core.files import api as files
from drehscheibe.core.jobs import api as jobs
from drehscheibe.ui import navigation

__all__ = ["register_all"]


def register_all() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    for kind, may_see in (
        (webinars.RECORDING_OWNER, webinars.may_see_recording),
        (webinars.MATERIAL_OWNER, webinars.may_see_material),
    ):
        files.register_owner(files.FileOwner(kind, may_see, webinars.existing_file_owners))
    jobs.register(
        "library.look_after_webinars", look_after_webinars, jobs.every(timedelta(minutes=5))
    )
    navigation.register(
        navigation.Entry(
            "workspace",
            _("Plan webinars"),
            "webinar_desk",
            42,
            rules.may_keep,
            "calendar",
            group=pgettext_lazy("navigation", "Library"),
        )
    )
