"""What every page of ours finds in its template context."""

from __future__ import annotations

import functools
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.notify.api import count_unread
from drehscheibe.core.organisations.middleware import mandates_of
from drehscheibe.ui import navigation
from drehscheibe.ui.addresses import addresses_of


def page(request: HttpRequest) -> dict[str, Any]:
    """Return language, actor and navigation of the request."""
    actor = getattr(request, "actor", ANONYMOUS)
    language = (get_language() or "de")[:2]
    other = "en" if language == "de" else "de"
    addresses = addresses_of(request, language, other)
    return {
        "language": language,
        "other_language": other,
        "other_language_url": addresses.other_language,
        "addresses": addresses,
        "actor": actor,
        "navigation": navigation,
        "path": request.path,
        "list_mandates": lambda: mandates_of(request),
        "count_unread": functools.cache(lambda: _count_unread(actor)),
    }


def _count_unread(actor: Actor) -> int:
    """Return how many notes wait; asked at most once per page, and never for strangers."""
    return count_unread(actor.person_id) if actor.person_id is not None else 0
