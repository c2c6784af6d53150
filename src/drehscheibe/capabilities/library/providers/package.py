"""What partner packages announce: files, navigation of teams."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.queries import packages
from drehscheibe.capabilities.library.rules import package as rules
from drehscheibe.core.files import api as files
from drehscheibe.ui import navigation

__all__ = ["register_all"]


def register_all() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    files.register_owner(
        files.FileOwner(packages.FILE_OWNER, packages.may_see_file, packages.existing_file_owners)
    )
    navigation.register(
        navigation.Entry(
            "workspace",
            _("Our partner packages"),
            "filled_list",
            44,
            rules.may_save,
            "document",
            group=pgettext_lazy("navigation", "Library"),
        )
    )
