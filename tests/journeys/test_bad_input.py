"""What happens when something goes wrong: nothing that was typed is lost, and people are told."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.exchange.models import Signal
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import PASSWORD, add_coordinator
from tests.journeys.looking import Guard
from tests.journeys.person import Person

pytestmark = pytest.mark.e2e

LOGGED_OUT = "You are logged out. Your text stays on this device. Log in again in another window and go on here."
TITLE = "Es fehlen Prüfer für die Abschlussprüfung"


def begin_draft(person: Person, email: str) -> None:
    person.logs_in(email)
    person.works_on(person.words("Our concerns"))
    person.follows("link", person.words("Raise a concern"))
    person.follows("button", person.words("Begin a draft"))


def count_concerns(initiative: Initiative) -> int:
    return Signal.objects.filter(organisation=initiative.organisation).count()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_unfinished_form_says_what_is_missing_and_keeps_what_was_typed(
    make_person: MakePerson, guard: Guard, width: int
) -> None:
    email = f"unfinished-{width}@example.org"
    add_coordinator(email, f"Industriebündnis Halbfertig {width} (Beispiel)", "08111")
    person = make_person("de", width)
    words = person.words
    begin_draft(person, email)
    guard.forgive(422)

    person.writes(words("The concern in one sentence"), TITLE)
    person.follows("button", words("Go on and look it over"))
    summary = person.page.get_by_role("alert").filter(has=person.page.get_by_role("heading"))
    expect(summary).to_be_focused()
    person.looks("form-errors")

    assert person.page.get_by_label(words("The concern in one sentence")).input_value() == TITLE
    person.go_to(summary.get_by_role("link").first)
    person.page.keyboard.press("Enter")
    expect(person.page.get_by_label(words("What happens?"))).to_be_focused()


def test_a_book_in_a_field_stays_where_it_is(make_person: MakePerson) -> None:
    person = make_person("de", WIDE)
    words, page = person.words, person.page
    person.opens(f"{person.start}{words('advice/ask/', context='url')}")
    situation = page.get_by_label(words("What is it about?"))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))

    situation.evaluate("field => { field.value = 'a'.repeat(10 * 1024 * 1024); }")
    person.go_to(person.get("button", words("Continue")))
    page.keyboard.press("Enter")

    expect(situation).to_be_focused()
    count = words("%%(n)s characters too many").replace("%%(n)s", "10.482.760")
    expect(page.locator(".field__count--over").first).to_have_text(count)
    expect(page.locator("#ui-live")).to_have_text(count)
    assert "POST" not in sent
    assert situation.evaluate("field => field.value.length") == 10 * 1024 * 1024


def test_form_sent_twice_acts_once(make_person: MakePerson) -> None:
    email = "twice@example.org"
    initiative = add_coordinator(email, "Industriebündnis Doppelt (Beispiel)", "08111")
    person = make_person("de", WIDE)
    person.logs_in(email)
    person.works_on(person.words("Our concerns"))
    person.follows("link", person.words("Raise a concern"))

    person.go_to(person.get("button", person.words("Begin a draft")))
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
        person.page.keyboard.press("Enter")
    first = person.page.url
    person.page.go_back()
    person.follows("button", person.words("Begin a draft"))

    assert person.page.url == first
    assert count_concerns(initiative) == 1


def test_expired_session_keeps_the_draft(make_person: MakePerson, guard: Guard) -> None:
    email = "expired@example.org"
    initiative = add_coordinator(email, "Industriebündnis Pause (Beispiel)", "08111")
    person = make_person("de", WIDE)
    words = person.words
    begin_draft(person, email)
    draft = person.page.url
    guard.forgive(401)

    person.page.context.clear_cookies(name="sessionid")
    person.writes(words("The concern in one sentence"), TITLE)
    person.page.get_by_text(words(LOGGED_OUT)).wait_for()
    person.looks("logged-out")
    person.follows("button", words("Save the draft"))
    person.looks()
    person.writes(words("E-mail address"), email)
    person.writes(words("Password"), PASSWORD)
    person.follows("button", words("Log in"))

    assert person.page.url == draft
    expect(person.page.get_by_label(words("The concern in one sentence"))).to_have_value(TITLE)
    person.follows("button", words("Save the draft"))
    assert Signal.objects.get(organisation=initiative.organisation).title == TITLE


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["de", "en"])
def test_page_that_does_not_exist_leads_on(
    make_person: MakePerson, guard: Guard, language: str, width: int
) -> None:
    visitor = make_person(language, width)
    guard.forgive(404)

    visitor.opens(f"{visitor.start}gibt-es-nicht/")
    visitor.looks("not-found")
    visitor.sees(visitor.words("The track ends here"))
    visitor.follows("link", visitor.words("To the home page"))

    assert visitor.page.url == visitor.start


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_broken_page_says_so_calmly(
    make_person: MakePerson, guard: Guard, settings: Settings, width: int
) -> None:
    settings.ROOT_URLCONF = "tests.journeys.broken_urls"
    visitor = make_person("de", width)
    guard.forgive(500)

    visitor.opens(f"{visitor.start}kaputt/")
    visitor.looks("broken")

    visitor.sees(visitor.words("That was our mistake"))
