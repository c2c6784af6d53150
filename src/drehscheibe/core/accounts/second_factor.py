"""Whose account deserves a second factor."""

from __future__ import annotations

from django.http import HttpRequest

from drehscheibe.core.access.actor import ANONYMOUS, Actor


def needs_second_factor(request: HttpRequest) -> bool:
    """Return whether the person acts for office or desk, or may enter the editorial system."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    if not actor.is_known:
        return False
    return actor.is_office or actor.is_desk or bool(getattr(request.user, "is_staff", False))
