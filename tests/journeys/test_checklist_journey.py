"""Two people work through a checklist, write at once, and take over what changed in the master."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from drehscheibe.capabilities.library.choices.checklist import ItemState
from drehscheibe.capabilities.library.models import ChecklistCopy
from drehscheibe.capabilities.library.tests.factories import make_checklist
from drehscheibe.core.organisations.choices import MandateRole
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import Hub, add_coordinator, add_person, grant
from tests.journeys.looking import Guard
from tests.journeys.person import Person

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize(("language", "width"), [("de", WIDE), ("en", NARROW)]),
]

KREISE = {"de": "03241", "en": "08111"}
BOOK, INVITE, BETTER, NEW = "Raum buchen", "Einladen", "Raum mit Rampe buchen", "Danken"
SECOND = "Robin Mitglied"
HER_NOTE, HIS_NOTE = "Der Saal im Werk ist frei.", "Die Halle wäre größer."
WHY = "Danken fehlte, und der Raum braucht eine Rampe."


def test_two_people_work_on_a_copy_and_take_over_a_change(
    hub: Hub, make_person: MakePerson, guard: Guard, language: str, width: int
) -> None:
    guard.forgive(409)  # what the second of two people who write at once is answered
    first, second, office = (make_person(language, width) for _person in range(3))
    emails = [f"checklist-{number}-{language}@example.org" for number in range(2)]
    entry = add_coordinator(emails[0], f"Beispiel Checkliste {language}", KREISE[language])
    add_person(emails[1], SECOND)
    grant(emails[1], entry.organisation, MandateRole.STAFF)
    master = make_checklist(BOOK, INVITE, title=f"Beispieltag ({language})")

    make_copy(first, emails[0], master.title)
    hand_over(first)
    move_on_board(second, emails[1])
    write_at_once(first, second)
    publish_next_version(office, master.title)
    take_over(first)

    copy = ChecklistCopy.objects.get(checklist=master)
    texts = {item.text: (item.state, item.note) for item in copy.items.all()}
    assert texts == {
        BETTER: (ItemState.BLOCKED, HIS_NOTE),
        INVITE: (ItemState.IN_WORK, ""),
        NEW: (ItemState.NOT_APPLICABLE, ""),
    }


def make_copy(person: Person, email: str, title: str) -> None:
    """Find a checklist in the library and make a copy of it."""
    words = person.words
    person.logs_in(email)
    person.opens(person.start)
    person.navigates(words("Library", context="navigation"), words("Checklists"))
    person.looks("checklists")
    person.follows("link", title)
    person.looks("checklist")
    person.sees(INVITE)
    person.follows("link", words("Make a copy for us"))
    person.looks()
    person.writes(words("Title of your copy"), "Unser Tag")
    person.dates("Tag der Veranstaltung", timezone.localdate() + timedelta(days=70))
    person.follows("button", words("Make the copy"))
    person.looks("checklist-copy")


def hand_over(person: Person) -> None:
    """Give an item to the other one, with a note."""
    words = person.words
    person.follows_to(person.get("link", BOOK).last)
    person.looks("checklist-item")
    person.chooses(words("Who does it"), SECOND)
    person.follows("button", words("Save"))
    person.looks()
    person.sees(SECOND)


def move_on_board(person: Person, email: str) -> None:
    """Move an item on the board, by a button."""
    words = person.words
    person.logs_in(email)
    person.works_on(words("Our checklists"))
    person.looks("checklist-copies")
    person.follows("link", "Unser Tag")
    person.follows("link", words("Board"))
    person.looks("checklist-board")
    card = person.page.locator(".board__card", has_text=INVITE)
    person.follows_to(card.get_by_role("button", name=words.of(ItemState.IN_WORK.label)))
    person.looks()


def write_at_once(first: Person, second: Person) -> None:
    """Both open the same item; who saves second sees both versions and loses nothing."""
    words = first.words
    for person in (first, second):
        person.follows_to(person.get("link", BOOK).last)
    first.writes(words("Note", context="checklist"), HER_NOTE)
    first.follows("button", words("Save"))
    second.picks(words.of(ItemState.BLOCKED.label))
    second.writes(words("Note", context="checklist"), HIS_NOTE)
    second.follows("button", words("Save"))
    second.looks("checklist-both")
    second.sees(HER_NOTE)
    second.follows("button", words("Save this"))
    second.follows_to(second.get("link", BOOK).last)
    second.looks()
    second.sees(HER_NOTE)


def publish_next_version(office: Person, title: str) -> None:
    """The office changes an item, adds one, and publishes."""
    words = office.words
    office.logs_in("office@example.org")
    office.works_on(words("Keep checklists"))
    office.looks("checklist-masters")
    office.follows("link", title)
    office.looks()
    office.follows("button", words("Begin a draft"))
    office.looks("checklist-draft")
    office.follows("link", BOOK)
    office.looks()
    office.writes(words("What is to be done"), BETTER)
    office.follows("button", words("Save in the draft"))
    office.follows("link", words("Add an item"))
    office.writes(words("What is to be done"), NEW)
    office.follows("button", words("Save in the draft"))
    office.writes(words("What has changed?"), WHY)
    office.follows("button", words("Publish version %(number)s", number=2))
    office.looks()
    office.hub.deliver()


def take_over(person: Person) -> None:
    """The team is told, takes one change over and declines the other; its notes stay."""
    words = person.words
    person.opens_newest_notification()
    person.looks("checklist-changes")
    person.sees(WHY)
    changed = person.page.locator(".library-change--changed")
    person.follows_to(changed.get_by_role("button", name=words("Take over")))
    person.looks()
    person.follows_to(person.page.get_by_role("button", name=words("Not for us")))
    person.looks()
    person.sees(words("Your copy is up to date"))
    person.follows("link", words("Back to the list"))
    person.looks()
    person.sees(HIS_NOTE)
