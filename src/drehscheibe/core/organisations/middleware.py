"""Put the actor on every request."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.organisations import queries
from drehscheibe.core.organisations.choices import SESSION_KEY
from drehscheibe.core.organisations.models import Mandate


class ActorMiddleware:
    """Set ``request.actor``; costs no query before somebody asks for it, none without a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.actor = cast(Actor, SimpleLazyObject(lambda: actor_of(request)))  # type: ignore[attr-defined]
        else:
            request.actor = ANONYMOUS  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_from(request: HttpRequest) -> Actor:
    """Return the actor that the middleware put on the request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def actor_of(request: HttpRequest) -> Actor:
    """Return the logged-in person under the mandate they chose, else under their first valid one."""
    user = request.user
    if not user.is_authenticated:
        return ANONYMOUS
    mandates = queries.list_valid_mandates(user.pk)
    request.mandates = mandates  # type: ignore[attr-defined]
    preferred = request.session.get(SESSION_KEY)
    return queries.choose_actor(user, mandates, preferred_mandate=preferred)


def mandates_of(request: HttpRequest) -> list[Mandate]:
    """Return the mandates under which the person of the request may act; no further query."""
    if not actor_from(request).is_known:
        return []
    mandates: list[Mandate] = getattr(request, "mandates", [])
    return mandates
