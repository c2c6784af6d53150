"""Somebody prepares an event: finds a format, reads a guideline, learns from a practice case."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from drehscheibe.capabilities.library.choices.format import Goal, Guests
from drehscheibe.capabilities.library.models import EventFormat, PracticeCase
from drehscheibe.core.text.topics import Topic
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import Hub
from tests.journeys.person import Person

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize(("language", "width"), [("de", WIDE), ("en", NARROW)]),
]

SLUG = "akzeptanzkommunikation", "acceptance-communication"


def shown(person: Person, german: str, english: str) -> str:
    return german if person.words.language == "de" else english


def test_visitor_finds_a_format_by_five_questions(
    hub: Hub, make_person: MakePerson, language: str, width: int
) -> None:
    visitor = make_person(language, width)
    words, each = visitor.words, EventFormat.objects.get(slug="world-cafe")

    visitor.opens(f"{visitor.start}{words('library/formats/', context='url')}")
    visitor.looks("formats")
    visitor.follows("link", words("Find a format in five questions"))
    visitor.looks()
    visitor.chooses(words("What do you want to reach?"), words.of(Goal.HEAR.label))
    visitor.chooses(words("Who is to come above all?"), words.of(Guests.NEIGHBOURS.label))
    visitor.writes(words("How many people do you expect?"), "40")
    visitor.chooses(words("How much time do you have?"), words("up to two hours"))
    visitor.follows("button", words("Show what fits"))
    visitor.looks("format-finder")
    visitor.sees(words("It fits, because"))
    visitor.follows("link", shown(visitor, each.title, each.title_en))
    visitor.looks("format")

    # The number of people came along, and eight tables are what forty people need.
    row = visitor.page.locator(".materials tbody tr").first
    expect(row.locator("td")).to_have_text("8")
    visitor.follows("link", words("Print view"))
    visitor.looks()
    expect(visitor.page.locator(".materials tbody tr").first.locator("td")).to_have_text("8")


def test_the_finder_says_so_when_nothing_fits(
    hub: Hub, make_person: MakePerson, language: str, width: int
) -> None:
    visitor = make_person(language, width)
    words = visitor.words

    visitor.opens(
        f"{visitor.start}{words('library/formats/finder/', context='url')}"
        "?goal=agree&guests=youth&people=4000&time=60"
    )
    visitor.looks()
    visitor.sees(words("No format fits all of your answers"))
    visitor.sees(words("It does not fit, because"))
    assert visitor.page.locator(".advice__item").count() == 3


def test_visitor_reads_a_guideline_and_does_the_self_check(
    hub: Hub, make_person: MakePerson, language: str, width: int
) -> None:
    visitor = make_person(language, width)
    words = visitor.words
    folder, slug = shown(visitor, "leitfaeden", "guidelines"), shown(visitor, *SLUG)

    visitor.opens(f"{visitor.start}{folder}/")
    visitor.looks()
    visitor.opens(f"{visitor.start}{folder}/{slug}/")
    visitor.looks("guideline")
    visitor.follows("link", words("Do the self-check"))
    visitor.follows("button", words("Show my result"))
    visitor.looks()
    visitor.sees(words("Please choose an answer."))
    for group in visitor.page.locator(".check-area fieldset").all():
        visitor.go_to(group.locator("input[type=radio]"))
        visitor.page.keyboard.press("Space")
    visitor.follows("button", words("Show my result"))
    visitor.looks("guideline-check")
    expect(visitor.page.locator("#result .check-result__item")).to_have_count(4)


def test_visitor_finds_a_practice_case_and_says_that_it_helped(
    hub: Hub, make_person: MakePerson, language: str, width: int
) -> None:
    visitor = make_person(language, width)
    words = visitor.words
    case = PracticeCase.objects.get(slug="zwei-sprecher-unternehmen-und-gewerkschaft")

    visitor.opens(f"{visitor.start}{words('library/experience/', context='url')}")
    visitor.looks("experience")
    visitor.chooses(words("Topic"), words.of(Topic.SOCIAL_PARTNERSHIP.label))
    visitor.follows("button", words("Show results"))
    visitor.looks()
    visitor.follows("link", shown(visitor, case.title, case.title_en))
    visitor.looks("practice-case")
    visitor.sees(words("Conclusion of the service office, not words of the initiative"))
    visitor.sees(words("Not transferable, because"))
    visitor.picks(words("Yes", context="helped"))
    visitor.follows("button", words("Send"))
    visitor.looks()
    visitor.sees(words("Thank you. The service office reads every answer."))
