"""What every page of ours finds in its template context."""

from __future__ import annotations

import functools
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.translation import get_language

from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.notify.api import count_unread
from drehscheibe.core.organisations.middleware import mandates_of
from drehscheibe.ui import navigation
from drehscheibe.ui.addresses import url_in


def page(request: HttpRequest) -> dict[str, Any]:
    """Return language, actor and navigation of the request."""
    actor = getattr(request, "actor", ANONYMOUS)
    language = (get_language() or "de")[:2]
    other = "en" if language == "de" else "de"
    return {
        "language": language,
        "other_language": other,
        "other_language_url": _address_in(other, request),
        "actor": actor,
        "navigation": navigation,
        "path": request.path,
        "list_mandates": lambda: mandates_of(request),
        "count_unread": functools.cache(lambda: _count_unread(actor)),
    }


def _address_in(language: str, request: HttpRequest) -> str:
    """Return the address of this page in another language; the same address if it has none."""
    match = request.resolver_match
    if match is None or not match.view_name:
        return request.get_full_path()
    try:
        address = url_in(language, match.view_name, match.args, match.kwargs)
    except NoReverseMatch:
        return request.get_full_path()
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def _count_unread(actor: Actor) -> int:
    """Return how many notes wait; asked at most once per page, and never for strangers."""
    return count_unread(actor.person_id) if actor.person_id is not None else 0
