"""Signed links: for one purpose, for some weeks, and only while the mandate is valid."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from drehscheibe.core.organisations import mandate_links
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = pytest.mark.django_db


def test_link_brings_back_the_person_under_the_mandate() -> None:
    actor = make_actor()

    link = mandate_links.read_token(
        "a", mandate_links.make_token("a", actor.mandate_id or 0, "key")
    )

    assert link == mandate_links.MandateLink("key", actor)


def test_link_of_an_ended_mandate_brings_nobody() -> None:
    actor = make_actor()
    token = mandate_links.make_token("a", actor.mandate_id or 0, "key")
    Mandate.objects.filter(pk=actor.mandate_id or 0).update(valid_until=timezone.now())

    assert mandate_links.read_token("a", token) == mandate_links.MandateLink("key", None)


@pytest.mark.parametrize("token", ["", "x", "a:b:c"])
def test_forged_link_is_nothing(token: str) -> None:
    assert mandate_links.read_token("a", token) is None


def test_link_for_another_purpose_is_nothing() -> None:
    token = mandate_links.make_token("a", 1, "key")

    assert mandate_links.read_token("b", token) is None


def test_old_link_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    token = mandate_links.make_token("a", 1, "key")
    later = time.time() + (mandate_links.VALID_FOR + timedelta(days=1)).total_seconds()
    monkeypatch.setattr(time, "time", lambda: later)

    assert mandate_links.read_token("a", token) is None
