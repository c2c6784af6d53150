"""A browser for whom a test needs one."""

from __future__ import annotations

from django.test import Client

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User


def client_of(actor: Actor | None, *, enforce_csrf_checks: bool = False) -> Client:
    """Return a fresh browser in which the person of the actor is logged in; nobody for None or a stranger."""
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    if actor is not None and actor.is_known:
        client.force_login(User.objects.get(pk=actor.person_id or 0))
    return client
