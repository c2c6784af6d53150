"""How tests enter and open pages."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User


def enter(client: Client, actor: Actor) -> Actor:
    client.force_login(User.objects.get(pk=actor.person_id or 0))
    return actor


def page_of(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()
