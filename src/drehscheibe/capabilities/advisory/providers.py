"""What this room announces to the house: its items, files, navigation, periodic work."""

from __future__ import annotations

from datetime import time

from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.advisory import rules
from drehscheibe.capabilities.advisory.machine import CASE
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.services import way
from drehscheibe.capabilities.advisory.services.clocks import look_after_cases
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.files.api import FileOwner, StoredFile, register_owner
from drehscheibe.core.jobs import api as jobs
from drehscheibe.core.trace.api import ItemKind, register_kind
from drehscheibe.ui import navigation

__all__ = ["register_all"]


def register_all() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    register_kind(
        ItemKind(
            kind=way.KIND,
            prefix="B",
            label=pgettext_lazy("noun", "Advice"),
            url_name="advisory_case",
            states={name: (state.label, state.badge) for name, state in CASE.states.items()},
        )
    )
    register_owner(FileOwner(cases.FILE_OWNER, may_open_file, cases.existing_file_owners))
    jobs.register("advisory.look_after_cases", look_after_cases, jobs.daily(time(6, 45)))
    navigation.register(
        navigation.Entry("main", pgettext_lazy("noun", "Advice"), "advisory_start", 50)
    )
    navigation.register(
        navigation.Entry(
            "workspace",
            pgettext_lazy("noun", "Advice"),
            "advisory_work_list",
            26,
            lambda actor: actor.is_known,
            "compass",
        )
    )


def may_open_file(actor: Actor, file: StoredFile) -> bool:
    """Whether the actor may open a document of a case at its plain address; one query."""
    found = cases.case_of_file(file.owner_key, file.pk)
    return found is not None and rules.may_open_file(actor, *found)
