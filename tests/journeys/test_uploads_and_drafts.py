"""A large file says how far it has got, and a form that has done its work leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib.resources import files
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django import Settings

from drehscheibe.capabilities.library.models import Webinar, WebinarSeries
from drehscheibe.capabilities.library.tests.factories import WebinarFactory
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.looking import Guard, focus_is_seen
from tests.journeys.person import Person

pytestmark = pytest.mark.e2e

FILM = files("drehscheibe.capabilities.library") / "data" / "webinars"
NAME = "dialog-vor-dem-verfahren.webm"
#: Bytes a second at which the film takes twenty seconds.
SLOWLY = 12_000
CHAPTERS = "00:00:00 Worum es geht"


def stands_before_the_form(person: Person) -> Webinar:
    """Let the office open the page of a webinar that is over, with the film chosen and a chapter typed."""
    words, start = person.words, timezone.now() - timedelta(hours=2)
    webinar = WebinarFactory.create(
        slug=f"film-{uuid4().hex[:6]}", starts_at=start, ends_at=start + timedelta(hours=1)
    )
    person.logs_in("office@example.org")
    path = words("workspace/webinars/<uuid:uuid>/recording/", context="url")
    person.opens(f"{person.start}{path.replace('<uuid:uuid>', str(webinar.uuid))}")
    person.page.get_by_label(words("File of the recording")).set_input_files(str(FILM / NAME))
    person.writes(words("Chapters"), CHAPTERS)
    return webinar


def presses_save(person: Person) -> None:
    person.go_to(person.get("button", person.words("Save")))
    person.page.keyboard.press("Enter")


@contextmanager
def slow_line(person: Person) -> Iterator[None]:
    browser = person.page.context.new_cdp_session(person.page)
    unlimited = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.send("Network.enable")
    browser.send("Network.emulateNetworkConditions", {**unlimited, "uploadThroughput": SLOWLY})
    try:
        yield
    finally:
        browser.send("Network.emulateNetworkConditions", unlimited)


@pytest.mark.parametrize(("language", "width"), [("de", WIDE), ("en", NARROW)])
def test_a_recording_says_how_far_it_has_got_and_can_be_stopped(
    make_person: MakePerson, language: str, width: int
) -> None:
    person = make_person(language, width)
    words, page = person.words, person.page
    webinar = stands_before_the_form(person)

    with slow_line(person):
        presses_save(person)
        name = words("Being sent: %%(name)s").replace("%%(name)s", NAME)
        expect(page.get_by_role("progressbar", name=name)).to_be_visible()
        said = words("%%(percent)s per cent are sent.").replace("%%(percent)s", "25")
        expect(page.locator("#ui-live")).to_have_text(said, timeout=15_000)
        person.looks()
        person.go_to(person.get("button", words("Stop sending")))
        page.keyboard.press("Enter")
        stopped = words("Stopped. The file was not kept; everything else is still there.")
        expect(page.get_by_text(stopped)).to_be_focused()
        focus_is_seen(page)
    expect(page.get_by_label(words("Chapters"))).to_have_value(CHAPTERS)
    assert not Webinar.objects.get(pk=webinar.pk).has_recording

    presses_save(person)
    expect(page.locator(".messages")).to_have_text(words("Saved. Below you see what readers see."))
    expect(page.locator("#content")).to_be_focused()
    expect(page.locator(".draft-note")).to_be_empty()
    person.looks()
    stored = Webinar.objects.get(pk=webinar.pk)
    assert stored.has_recording
    assert [title for _second, title in stored.chapters] == ["Worum es geht"]


def test_a_file_that_does_not_arrive_can_be_sent_again(
    make_person: MakePerson, guard: Guard
) -> None:
    person = make_person("de", WIDE)
    words, page = person.words, person.page
    webinar = stands_before_the_form(person)

    page.route(page.url, lambda route: route.abort())
    presses_save(person)
    failed = words(
        "The file did not arrive. Everything you typed is still there: please send it again."
    )
    expect(page.get_by_text(failed)).to_be_focused()
    page.unroute_all()
    guard.complaints.clear()  # the browser says itself that the line was cut
    presses_save(person)

    expect(page.locator(".messages")).to_have_text(words("Saved. Below you see what readers see."))
    webinar.refresh_from_db()
    assert webinar.has_recording


def test_a_mistake_beside_the_file_is_named_without_sending_the_file_again(
    make_person: MakePerson, guard: Guard
) -> None:
    person = make_person("de", WIDE)
    words, page = person.words, person.page
    stands_before_the_form(person)
    guard.forgive(422)
    person.writes(words("Chapters"), "00:09:00 Zu spät")

    presses_save(person)
    summary = page.get_by_role("alert").filter(has=page.get_by_role("heading"))
    expect(summary).to_be_focused()
    person.looks()
    person.sees(words("The file has arrived and is kept. Please mend the rest."))
    person.writes(words("Chapters"), CHAPTERS)
    person.follows("button", words("Save"))

    person.sees(words("Saved. Below you see what readers see."))


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(
    make_person: MakePerson, settings: Settings
) -> None:
    settings.RECORDINGS_MAX_BYTES = 0
    person = make_person("de", WIDE)
    words, page = person.words, person.page
    stands_before_the_form(person)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))

    presses_save(person)

    too_large = words("This file is too large. It may have up to %(n)s MB.", n=0)
    expect(page.get_by_text(too_large)).to_be_focused()
    assert "POST" not in sent


def test_a_form_that_was_sent_does_not_come_back(make_person: MakePerson) -> None:
    person = make_person("de", WIDE)
    words, page = person.words, person.page
    title = f"Reihe {uuid4().hex[:6]}"
    address = f"{person.start}{words('workspace/webinars/series/new/', context='url')}"
    person.logs_in("office@example.org")
    person.opens(address)
    person.writes(words("Title"), title)
    page.get_by_role("button", name=words("Discard the draft")).wait_for()

    person.opens(address)
    expect(page.get_by_label(words("Title"), exact=True)).to_have_value(title)
    page.fill("[name=summary]", "Wie man mit der Nachbarschaft spricht.")
    page.fill("[name=take_home]", "Drei Listen für die erste Folie.")
    for name in ("topic", "audience", "phase", "licence"):
        page.select_option(f"[name={name}]", index=1)
    page.fill("[name=review_on]", (timezone.localdate() + timedelta(days=300)).isoformat())
    person.follows("button", words("Begin the series"))
    assert WebinarSeries.objects.filter(title=title).exists()

    person.opens(address)
    expect(page.get_by_label(words("Title"), exact=True)).to_have_value("")
    expect(page.locator(".draft-note")).to_be_empty()
