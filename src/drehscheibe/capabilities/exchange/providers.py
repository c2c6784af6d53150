"""What the exchange announces to the core: its items, its navigation, its periodic work."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange import rules
from drehscheibe.capabilities.exchange.machine import SIGNAL
from drehscheibe.capabilities.exchange.queries.evidence import (
    FILE_OWNER,
    existing_owners,
    may_see_file,
)
from drehscheibe.capabilities.exchange.services.reminding import remind_overdue_daily
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.files import api as files
from drehscheibe.core.jobs import api as jobs
from drehscheibe.core.trace.api import ItemKind, register_kind
from drehscheibe.ui import navigation

__all__ = ["register_all"]


def register_all() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    register_kind(
        ItemKind(
            kind="signal",
            prefix="S",
            label=_("Concern"),
            url_name="signal_detail",
            states={name: (state.label, state.badge) for name, state in SIGNAL.states.items()},
        )
    )
    files.register_owner(files.FileOwner(FILE_OWNER, may_see_file, existing_owners))
    jobs.register("exchange.remind_overdue", remind_overdue_daily, jobs.daily(time(6, 30)))
    for entry in (
        navigation.Entry("main", _("Concerns"), "signal_list", 30),
        navigation.Entry(
            "workspace", _("Our concerns"), "signal_own_list", 20, rules.may_write, "megaphone"
        ),
        navigation.Entry(
            "workspace", _("Check concerns"), "signal_office_list", 20, rules.may_check, "megaphone"
        ),
        navigation.Entry(
            "workspace", _("Answer concerns"), "signal_desk_list", 20, _is_desk, "megaphone"
        ),
    ):
        navigation.register(entry)


def _is_desk(actor: Actor) -> bool:
    return actor.is_desk
