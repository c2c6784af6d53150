"""A webinar from the plan to the transcript: office, somebody without an account, a reader."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from drehscheibe.capabilities.library.choices.shelf import Audience, Licence, Phase
from drehscheibe.capabilities.library.models import Webinar, WebinarRegistration
from drehscheibe.capabilities.library.services.webinars.reminding import look_after_webinars
from drehscheibe.core.text.topics import Topic
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import Hub
from tests.journeys.looking import Guard
from tests.journeys.person import Person

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.usefixtures("forgiving"),
    pytest.mark.parametrize(("language", "width"), [("de", WIDE), ("en", NARROW)]),
]

FILM = files("drehscheibe.capabilities.library") / "data" / "webinars"
NAME = "dialog-vor-dem-verfahren"
#: The first one stands in the pictures of the documentation.
TITLES = {
    ("de", WIDE): "Dialog vor dem Verfahren",
    ("de", NARROW): "Dialog vor dem Verfahren, unterwegs",
    ("en", WIDE): "Dialog before the procedure",
    ("en", NARROW): "Dialog before the procedure, on the way",
}
CHAPTERS = "00:00:00 Worum es geht\n00:00:45 Warum so früh?\n00:03:15 Und danach?"


@pytest.fixture
def forgiving(guard: Guard) -> None:
    """Let the hub refuse what was typed wrong: it answers 422."""
    guard.forgive(422)


def plan(office: Person, title: str) -> Webinar:
    """Let the office make a series and its first date, and publish it."""
    words, day = office.words, timezone.localdate() + timedelta(days=30)
    office.logs_in("office@example.org")
    office.works_on(words("Plan webinars"))
    office.looks()
    office.follows("link", words("New series"))
    office.looks()
    office.writes(words("Title"), f"{title} (Reihe)")
    office.writes(words("Summary"), "Wie man mit der Nachbarschaft spricht.")
    office.writes(words("What you take home"), "Drei Listen für die erste Folie.")
    office.chooses(words("Topic"), words.of(Topic.PERMITTING.label))
    office.chooses(words("Audience"), words.of(Audience.INITIATIVES.label))
    office.chooses(words("Phase"), words.of(Phase.TALK.label))
    office.chooses(words("Licence"), words.of(Licence.CC_BY.label))
    office.dates(words("To be looked at again by"), day + timedelta(days=300))
    office.follows("button", words("Begin the series"))
    office.looks()
    office.writes(words("Title"), title)
    office.writes(words("What it is about"), "Wann spricht man mit wem?")
    office.dates(words("Day"), timezone.localdate() - timedelta(days=3))
    times(office, words("Start"), "1000")
    times(office, words("End"), "1100")
    office.writes(words("Link to the video system"), "https://video.example.org/raum")
    office.follows("button", words("Save as a draft"))
    office.looks()
    office.sees(words("This time has passed. Please choose one that is to come."))
    office.dates(words("Day"), day)
    office.follows("button", words("Save as a draft"))
    office.looks("webinar-work")
    office.follows("button", words("Publish"))
    office.sees(words("Published. People can register now."))
    return Webinar.objects.get(title=title)


def times(person: Person, label: str, digits: str) -> None:
    """Type a time into its field; whether it asks for the half of the day depends on the browser alone."""
    person.go_to(person.page.get_by_label(label, exact=True))
    for _part in range(2):
        person.page.keyboard.press("ArrowLeft")
    person.page.keyboard.type(f"{digits}A")


def register(hub: Hub, guest: Person, webinar: Webinar, email: str) -> str:
    """Let somebody without an account register by their mailbox; returns their own page."""
    words = guest.words
    guest.opens(f"{guest.start}{words('library/webinars/', context='url')}")
    guest.looks("webinars")
    guest.follows("link", webinar.title)
    guest.looks("webinar")
    guest.follows("link", words("Register for the webinar"))
    guest.looks()
    guest.follows("button", words("Register for the webinar"))
    guest.looks()
    guest.writes(words("Your e-mail address"), email)
    guest.ticks(words("Captions while people speak"))
    guest.follows("button", words("Register for the webinar"))
    guest.looks()
    hub.deliver()
    guest.opens(hub.link_in_mail_to(email))
    guest.looks()
    guest.follows("button", words("Yes, I want to take part"))
    guest.looks("webinar-own")
    guest.sees(words("You have a place"))
    return guest.page.url


def remind(hub: Hub, webinar: Webinar, email: str, words: Person) -> None:
    """Let the evening before come."""
    WebinarRegistration.objects.filter(webinar=webinar).update(
        placed_at=timezone.now() - timedelta(days=1)
    )
    look_after_webinars(webinar.starts_at - timedelta(hours=20))
    hub.deliver()
    subject = hub.mail_to(email).subject
    assert subject == words.words("Tomorrow: %(title)s", title=webinar.title)


def keep_what_stays(office: Person, webinar: Webinar) -> None:
    """Let the office add recording, chapters and captions, after one mistake in each."""
    words = office.words
    office.opens(f"{office.start}{words('workspace/webinars/', context='url')}{webinar.uuid}/")
    office.looks()
    office.follows("link", words("Add the recording"))
    office.looks()
    office.page.get_by_label(words("File of the recording")).set_input_files(
        str(FILM / f"{NAME}.webm")
    )
    office.writes(words("Chapters"), "00:09:00 Zu spät")
    # With a file the page stays, and the answer takes its place.
    office.go_to(office.get("button", words("Save")))
    office.page.keyboard.press("Enter")
    expect(office.page.locator(".error-summary")).to_be_focused()
    office.looks()
    office.sees(words("The file has arrived and is kept. Please mend the rest."))
    office.writes(words("Chapters"), CHAPTERS)
    office.ticks(words("Show the recording to everybody for whom the webinar is."))
    office.follows("button", words("Save"))
    office.looks("webinar-recording", office.page.locator("#recording"))
    field = office.page.get_by_label(words("Captions as WebVTT"))
    broken = b"WEBVTT\n00:01.000 --> 00:02.000"
    field.set_input_files({"name": "a.vtt", "mimeType": "text/vtt", "buffer": broken})
    office.follows("button", words("Keep the captions"))
    office.looks()
    office.page.get_by_label(words("Captions as WebVTT")).set_input_files(
        str(FILM / f"{NAME}.de.vtt")
    )
    office.follows("button", words("Keep the captions"))
    office.looks()


def jump(reader: Person, webinar: Webinar) -> None:
    """Let a reader search the transcript and jump to a minute, by the keyboard."""
    words, page = reader.words, reader.page
    reader.opens(f"{reader.start}{words('library/webinars/', context='url')}{webinar.slug}/")
    reader.looks("webinar-recording-page", page.locator(".webinar-recording"))
    reader.writes(words("Search in the transcript"), "Einwendungen")
    find = page.locator(".webinar-find").get_by_role("button")
    reader.follows_to(find)
    reader.looks()
    expect(page.locator("mark")).to_have_text(["Einwendungen"])
    link = page.locator(".webinar-hits a[data-seconds]").first
    reader.go_to(link)
    page.keyboard.press("Enter")
    second = int(link.get_attribute("data-seconds") or 0)
    assert second >= 195
    page.wait_for_function("at => document.querySelector('video').currentTime >= at", arg=second)
    assert f"t={second}" in page.url
    if reader.is_narrow:
        expect(page.locator("video")).to_be_focused()
    else:
        expect(link).to_be_focused()
    expect(page.locator(".webinar-chapters a[aria-current]")).to_contain_text("03:15 Und danach?")
    page.locator("video").evaluate("video => video.pause()")
    reader.looks()


def test_a_webinar_from_the_plan_to_the_transcript(
    hub: Hub, make_person: MakePerson, language: str, width: int
) -> None:
    title, email = TITLES[language, width], f"gast-{uuid4().hex[:6]}@example.org"
    office, guest = make_person(language, width), make_person(language, width)

    webinar = plan(office, title)
    own_page = register(hub, guest, webinar, email)
    remind(hub, webinar, email, guest)
    start = timezone.now() - timedelta(hours=2)
    Webinar.objects.filter(pk=webinar.pk).update(
        starts_at=start, ends_at=start + timedelta(hours=1)
    )
    keep_what_stays(office, webinar)
    jump(make_person(language, width), webinar)

    look_after_webinars(timezone.now())
    hub.deliver()
    assert own_page in str(hub.mail_to(email).body)
    guest.opens(own_page)
    guest.looks()
    guest.follows("button", guest.words("Yes", context="helped"))
    guest.looks()
    guest.sees(guest.words("You have given feedback. Thank you."))
    office.opens(
        f"{office.start}{office.words('workspace/webinars/', context='url')}{webinar.uuid}/"
    )
    office.looks()
    office.sees(
        office.words(
            "Fewer than 5 people have answered. So that nobody can be recognised, nothing is shown yet."
        )
    )


def test_without_scripts_a_link_opens_the_page_at_its_moment(
    hub: Hub, make_person: MakePerson, language: str, width: int
) -> None:
    office = make_person(language, width)
    webinar = plan(office, f"Ohne Skripte {uuid4().hex[:6]}")
    start = timezone.now() - timedelta(hours=2)
    Webinar.objects.filter(pk=webinar.pk).update(
        starts_at=start, ends_at=start + timedelta(hours=1)
    )
    keep_what_stays(office, webinar)
    reader = make_person(language, width, java_script_enabled=False)

    reader.opens(
        f"{reader.start}{reader.words('library/webinars/', context='url')}{webinar.slug}/?t=45"
    )

    assert (reader.page.locator("video").get_attribute("src") or "").endswith("#t=45")
    reader.sees(reader.words("The recording is set to %(time)s. Press play.", time="00:45"))
    reader.follows_to(reader.page.locator(".webinar-text a[data-seconds='195']"))
    assert (reader.page.locator("video").get_attribute("src") or "").endswith("#t=195")
