"""A report, its decision and its objection; and somebody who takes their data and leaves."""

from __future__ import annotations

import pytest

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.core.accounts.models import User
from drehscheibe.core.moderation.choices import Category, Outcome
from drehscheibe.core.organisations.choices import MandateRole
from drehscheibe.core.organisations.models import Organisation
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import OFFICE, PASSWORD, Hub, add_coordinator, add_person, grant
from tests.journeys.person import Person

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize(("language", "width"), [("de", WIDE), ("en", NARROW)]),
]

KREISE = {"de": "01053", "en": "14625"}
PASSAGE = "Wir sind die Besten."
FIRST_REASON, SECOND_REASON = "Das ist nicht belegt.", "Ein Motto ist keine Tatsache."


def report(visitor: Person, entry: Initiative, email: str) -> None:
    """Report an entry without an account, after a first try with nothing filled in."""
    words = visitor.words
    visitor.opens(f"{visitor.start}{words('initiatives/', context='url')}{entry.slug}/")
    visitor.follows("link", words("Report", context="to the office"))
    visitor.looks("report")
    visitor.follows("button", words("Send the report"))
    visitor.looks()
    visitor.picks(words.of(Category.MISLEADING.label))
    visitor.writes(words("Why?"), "Das lässt sich nicht belegen.")
    visitor.writes(words("Your e-mail address"), email)
    visitor.ticks(words("To the best of my knowledge my statements are correct and complete."))
    visitor.follows("button", words("Send the report"))
    visitor.looks("report-sent")


def hide_passage(office: Person, entry: Initiative) -> None:
    """Find the report in the queue and hide one passage."""
    words = office.words
    office.opens(f"{office.start}{words('workspace/reports/', context='url')}")
    office.looks("report-queue")
    office.follows("link", entry.name)
    office.looks("report-case")
    office.picks(words.of(Outcome.HIDE_PASSAGE.label))
    office.writes(words("The passage"), PASSAGE)
    office.chooses(words("Ground"), words.of(Category.MISLEADING.label))
    office.writes(words("Reason for both sides"), FIRST_REASON)
    office.follows("button", words("Decide"))
    office.looks()


def object_to_it(author: Person, entry: Initiative) -> None:
    """See what became of one's words, read why, and object."""
    words = author.words
    author.opens(f"{author.start}{words('initiatives/', context='url')}{entry.slug}/")
    author.sees("[…] Alle an einem Tisch.")
    author.opens_newest_notification()
    author.looks("report-author")
    author.writes(words("What should be looked at again?"), "Ein Motto behauptet nichts.")
    author.follows("button", words("Send the objection"))
    author.looks()


def restore(second: Person) -> None:
    """Decide otherwise than the first person."""
    words = second.words
    second.opens_newest_notification()
    second.looks()
    second.picks(words.of(Outcome.RESTORE.label))
    second.writes(words("Reason for both sides"), SECOND_REASON)
    second.follows("button", words("Decide"))
    second.looks()


def test_a_report_is_decided_objected_to_and_settled(
    hub: Hub, make_person: MakePerson, language: str, width: int
) -> None:
    visitor, author = make_person(language, width), make_person(language, width)
    office, second = make_person(language, width), make_person(language, width)
    guest, author_email, second_email = (
        f"{name}-{language}@example.org" for name in ("guest", "author", "second")
    )
    entry = add_coordinator(author_email, f"Beispiel Meldung {language}", KREISE[language])
    Initiative.objects.filter(pk=entry.pk).update(motto=f"{PASSAGE} Alle an einem Tisch.")
    add_person(second_email, "Sam Servicestelle", language)
    grant(second_email, Organisation.objects.get(name=OFFICE), MandateRole.STAFF)

    report(visitor, entry, guest)
    hub.deliver()
    office.logs_in("office@example.org")
    hide_passage(office, entry)
    hub.deliver()
    visitor.opens(hub.link_in_mail_to(guest))
    visitor.looks()
    visitor.sees(FIRST_REASON)
    author.logs_in(author_email)
    object_to_it(author, entry)
    hub.deliver()
    second.logs_in(second_email)
    restore(second)
    hub.deliver()
    visitor.opens(hub.link_in_mail_to(guest))
    visitor.sees(SECOND_REASON)
    visitor.opens(f"{visitor.start}{visitor.words('house-rules/figures/', context='url')}")
    visitor.looks("report-figures")


def test_somebody_looks_at_their_data_and_leaves(
    hub: Hub, make_person: MakePerson, language: str, width: int
) -> None:
    person, email = make_person(language, width), f"leaver-{language}@example.org"
    words = person.words
    add_coordinator(email, f"Beispiel Abschied {language}", KREISE[language])

    person.logs_in(email)
    person.opens(f"{person.start}{words('account/data/', context='url')}")
    person.looks("my-data")
    person.unfolds(words("Mandates"))
    person.looks()
    person.follows("link", words("Delete my account"))
    person.looks("delete-account")
    person.writes(words("Your password"), "guessed")
    person.follows("button", words("Delete my account for good"))
    person.looks()
    person.sees(words("This password is not right. Please try again."))
    person.writes(words("Your password"), PASSWORD)
    box = person.page.get_by_role("checkbox")
    person.go_to(box)
    person.page.keyboard.press("Space")
    person.follows("button", words("Delete my account for good"))
    person.looks("account-deleted")

    person.sees(words("Your account is deleted"))
    assert not User.objects.filter(email=email).exists()
