"""A real browser, a filled hub, and a guard that listens during every journey."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext
from pytest_django.plugin import DjangoDbBlocker

from tests.journeys.hub import Hub, running_hub
from tests.journeys.looking import Guard
from tests.journeys.person import Person
from tests.journeys.words import Words

NARROW, WIDE = 360, 1280
HEIGHTS = {NARROW: 740, WIDE: 860}

MakePerson = Callable[..., Person]


@pytest.fixture(scope="session")
def hub(
    browser: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Hub]:
    """Return a hub that is filled once for all journeys; each uses its own initiative."""
    with django_db_blocker.unblock(), running_hub() as running:
        yield running


@pytest.fixture(autouse=True)
def guard(request: pytest.FixtureRequest) -> Iterator[Guard | None]:
    """Fail a journey for what its browsers complained about."""
    if "hub" not in request.fixturenames:
        yield None
        return
    watching = Guard(request.getfixturevalue("hub").url)
    yield watching
    assert watching.complaints == []


@pytest.fixture
def transactional_db() -> None:
    """Count as a test that commits, for pytest-django; the hub is emptied once, not after each."""


@pytest.fixture
def make_person(
    hub: Hub, guard: Guard, new_context: Callable[..., BrowserContext], transactional_db: None
) -> MakePerson:
    """Return a function that gives somebody a browser of their own."""

    def make(language: str = "de", width: int = WIDE, **options: Any) -> Person:
        context = new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            locale={"de": "de-DE", "en": "en-GB"}[language],
            timezone_id="Europe/Berlin",
            color_scheme="light",
            reduced_motion="reduce",
            **options,
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        guard.watch(page)
        runs_scripts = options.get("java_script_enabled", True)
        return Person(
            page, hub, Words(language), is_narrow=width == NARROW, runs_scripts=runs_scripts
        )

    return make
