"""What this room announces to the house: its items, navigation, periodic work, doors in other rooms."""

from __future__ import annotations

from datetime import time

from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.experience import rules
from drehscheibe.capabilities.experience.machine import REQUEST
from drehscheibe.capabilities.experience.services import way
from drehscheibe.capabilities.experience.services.clocks import look_after_requests
from drehscheibe.capabilities.library import api as library
from drehscheibe.core.jobs import api as jobs
from drehscheibe.core.trace.api import ItemKind, register_kind
from drehscheibe.ui import navigation

__all__ = ["register_all"]


def register_all() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    register_kind(
        ItemKind(
            kind=way.KIND,
            prefix="K",
            label=pgettext_lazy("contact request", "Request for contact"),
            url_name="contact_by_number",
            states={name: (state.label, state.badge) for name, state in REQUEST.states.items()},
        )
    )
    jobs.register("experience.look_after_requests", look_after_requests, jobs.daily(time(6, 50)))
    library.register_ask_link(_ask_link)
    for entry in _NAVIGATION:
        navigation.register(entry)


def _ask_link(organisation_id: int, case_slug: str) -> tuple[str, str] | None:
    """Return how the initiative of a case is asked, from the page of the case."""
    found = directory.find_active(organisation_id)
    if found is None:
        return None
    address = f"{reverse('contact_ask', args=[found.slug])}?case={case_slug}"
    return address, pgettext("experience", "Ask for contact")


_NAVIGATION = (
    navigation.Entry(
        "main",
        pgettext_lazy("experience", "A case like mine"),
        "experience_start",
        44,
        under="library_start",
    ),
    navigation.Entry(
        "similar",
        pgettext_lazy("experience", "Describe your situation and see who has been there"),
        "experience_start",
        10,
    ),
    navigation.Entry(
        "workspace",
        pgettext_lazy("experience", "A case like mine"),
        "experience_start",
        27,
        lambda actor: actor.is_known,
        "search",
    ),
    navigation.Entry(
        "workspace",
        pgettext_lazy("experience", "Requests for contact"),
        "contact_list",
        28,
        rules.may_ask,
        "people",
    ),
    navigation.Entry(
        "workspace",
        pgettext_lazy("experience", "Stand between both sides"),
        "contact_desk",
        83,
        rules.may_see_desk,
        "people",
        group=pgettext_lazy("experience", "Service office"),
    ),
)
