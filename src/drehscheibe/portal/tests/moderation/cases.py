"""Reports, decisions and what they hide, as tests make and read them."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from drehscheibe.capabilities.exchange.tests.factories import House, colleague_of
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.moderation import services
from drehscheibe.core.moderation.models import Case, Decision, Report

FIELDS = {
    "category": "insult",
    "reason": "Der zweite Satz beleidigt.",
    "email": "gast@example.org",
    "good_faith": "on",
}
PASSAGE = "seit 14 Monaten"
#: Of the title, without letters that JSON writes in another way.
TITLE = "neue Hallen dauern zu lang"
_MARK = re.compile("</?mark>")


def stranger() -> Actor:
    person = UserFactory.create()
    return Actor(person_id=person.pk, name=person.name, email=person.email)


def second_of_office(house: House) -> Actor:
    return colleague_of(house.office)


def send(client: Client, kind: str, key: str, **fields: str) -> HttpResponse:
    address = reverse("moderation_report", args=[kind, key])
    return client.post(address, {**FIELDS, **fields})  # type: ignore[return-value]


def report(kind: str, key: str, actor: Actor | None = None, **more: str) -> Report:
    return services.report_item(
        actor or Actor(),
        kind=kind,
        key=key,
        category="insult",
        reason="Beleidigt.",
        email="" if actor else more.pop("email", "gast@example.org"),
        **more,
    )


def decide(house: House, case: Case, outcome: str, **more: str) -> Decision:
    ground = "insult" if outcome.startswith("hide") else ""
    values = {"ground": ground, "words": "Wegen Hausregel 2.", **more}
    return services.decide_case(house.office, case.pk, outcome=outcome, **values)


def body_of(address: str) -> tuple[int, str]:
    """Return status and words of a page or file; words count also where a search marks some."""
    response = Client().get(address)
    content = b"".join(response) if response.streaming else response.content
    # JSON of files writes letters as they are, that of the interface may not.
    return response.status_code, _MARK.sub("", content.decode()).replace("\\u00f6", "ö")
