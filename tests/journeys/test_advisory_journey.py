"""A region asks for advice: request, coach, goal, talk, result, looking back, practice case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from drehscheibe.capabilities.advisory.choices import Helped, Softening
from drehscheibe.capabilities.advisory.models import Case, Coach, Session
from drehscheibe.capabilities.advisory.services import coaches
from drehscheibe.capabilities.advisory.services.looking_back import ask_again
from drehscheibe.core.organisations.choices import MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.text.topics import Topic
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import Hub, actor_of, add_person, grant
from tests.journeys.looking import Guard
from tests.journeys.person import Person

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize(("language", "width"), [("de", WIDE), ("en", NARROW)]),
]

SITUATION = "Zwei Betriebe und die Nachbarschaft streiten über den Lärm in der Nacht."
WISH = "Ein erstes Gespräch, zu dem alle Seiten kommen."
GOAL = "Drei Gespräche mit allen Seiten bis zum Sommer."
NOTES = "Alle wollen ruhige Nächte an den Wochenenden."
LETTER = "Brief der Nachbarschaft: Bitte ruhige Nächte."
SECRET = "Ein Betrieb plant den Umzug."
RESULT = "Es gibt eine Vereinbarung über ruhige Wochenenden."


def test_a_region_is_advised_and_others_may_learn_from_it(
    hub: Hub, make_person: MakePerson, guard: Guard, language: str, width: int
) -> None:
    guard.forgive(422)
    asker, office = make_person(language, width), make_person(language, width)
    second, body = make_person(language, width), make_person(language, width)
    email = f"region-{language}@example.org"
    add_people(language)

    ask(asker, email)
    confirm(asker, email)
    case = Case.objects.get(email=email)
    take_on(office, language, case)
    agree(asker, email)
    work(office, case)
    rate(asker, email)
    look_back(asker, email, case)
    write_practice(office, case)
    consent(body, email)
    approve(second, language, case)


def add_people(language: str) -> None:
    """Make two people of the office, one of whom advises."""
    office = Organisation.objects.get(kind=OrganisationKind.OFFICE)
    for email, name in (
        (f"adviser-1-{language}", "Robin Beratung"),
        (f"adviser-2-{language}", "Sascha Vieraugen"),
    ):
        add_person(f"{email}@example.org", name)
        grant(f"{email}@example.org", office, MandateRole.STAFF)
    profile = coaches.CoachProfile((Topic.PARTICIPATION,), (), "03151", 5, "Moderiert Gespräche.")
    email = f"adviser-1-{language}@example.org"
    # Of the journey in the other language.
    Coach.objects.update(is_available=False)
    coaches.add_coach(actor_of(email), email=email, profile=profile)


def ask(asker: Person, email: str) -> None:
    """Ask without an account, first with a Kreis that does not exist."""
    words = asker.words
    asker.opens(asker.start)
    asker.navigates(words("Advice", context="noun"))
    asker.looks("advice")
    asker.follows("link", words("Ask for advice"))
    asker.looks("advice-request")
    asker.chooses(words("Topic"), asker.words.of(Topic.PARTICIPATION.label))
    asker.writes(words("Region"), "Gifhon")
    asker.writes(words("What is it about?"), SITUATION)
    asker.writes(words("What do you want to reach?"), WISH)
    asker.writes(words("Your name"), "Conny Kreis")
    asker.writes(words("Your e-mail address"), email)
    consent = (
        "The service office may read my request and keep it for up to three years after the end of"
        " the case, or until I have it erased."
    )
    asker.ticks(words(consent))
    asker.follows("button", words("Continue"))
    asker.looks()
    asker.sees("Landkreis Gifhorn")
    asker.writes(words("Region"), "Landkreis Gifhorn")
    asker.follows("button", words("Continue"))
    asker.looks("advice-check")
    asker.sees(SITUATION)
    asker.follows("button", words("Send your request"))
    asker.looks("advice-sent")
    asker.hub.deliver()
    assert SITUATION not in str(asker.hub.mail_to(email).body)


def confirm(asker: Person, email: str) -> None:
    words = asker.words
    asker.opens(asker.hub.link_in_mail_to(email))
    asker.looks()
    asker.follows("button", words("Yes, send this request"))
    asker.looks("advice-status")
    asker.sees("B-")
    asker.hub.deliver()


def take_on(office: Person, language: str, case: Case) -> None:
    """The office finds the request in its queue, asks a coach, who is one of them, and proposes a goal."""
    words = office.words
    office.logs_in(f"adviser-1-{language}@example.org")
    office.works_on(words("Advice", context="noun"))
    office.looks("advice-queue")
    office.follows_to(office.page.get_by_role("link", name=case.public_id))
    office.looks("advice-triage")
    office.follows("button", words("Ask this coach"))
    office.looks()
    office.follows("button", words("Yes, I take it"))
    office.looks()
    office.writes(words("Goal"), GOAL)
    office.follows("button", words("Propose this goal"))
    office.looks()
    office.hub.deliver()
    assert Coach.objects.filter(cases=case).exists()


def agree(asker: Person, email: str) -> None:
    words = asker.words
    asker.opens(asker.hub.link_in_mail_to(email))
    asker.looks("advice-goal")
    asker.sees(GOAL)
    asker.sees("Robin Beratung")
    asker.follows("button", words("Yes, I agree"))
    asker.looks()
    send_document(asker)
    asker.hub.deliver()


def send_document(asker: Person) -> None:
    """Add a letter to the case, first something that is no document."""
    words = asker.words
    for name, content, answer in (
        ("brief.txt", bytes(range(256)), "This kind of file is not taken."),
        ("brief.txt", LETTER.encode(), ""),
    ):
        box = asker.page.locator("details", has_text=words("Add a document"))
        if box.get_attribute("open") is None:
            asker.unfolds(words("Add a document"))
        field = box.locator("input[type=file]")
        field.set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
        asker.follows("button", words("Add the document"))
        asker.looks("advice-document" if not answer else "")
    asker.sees("brief.txt")


def work(office: Person, case: Case) -> None:
    """A step, a talk with notes for both sides and one note for oneself, and the result."""
    words = office.words
    office.page.reload()
    office.unfolds(words("Agree on a step"))
    office.writes(words("What is to be done?"), "Alle Seiten einladen")
    office.picks(words("those who asked"))
    office.dates(words("Until when?"), timezone.localdate() + timedelta(days=14))
    office.follows("button", words("Add the step"))
    office.looks()
    session = hold_talk(case)
    office.page.reload()
    office.follows_to(office.page.get_by_role("link", name=words("Notes, hours, change")).first)
    office.looks("advice-talk")
    office.writes(words("Notes for both sides"), NOTES)
    office.follows("button", words("Save the talk"))
    office.looks()
    office.writes(words("Only for yourself"), SECRET)
    office.follows("button", words("Save the private note"))
    office.looks()
    office.follows("link", words("Back to the case"))
    office.looks("advice-work")
    office.writes(words("What came of it?"), RESULT)
    office.follows("button", words("Write down the result"))
    office.looks()
    office.hub.deliver()
    assert session == case.sessions.get().pk


def hold_talk(case: Case) -> int:
    """Note a talk of yesterday; typing into a field for date and time is the browser's business."""
    yesterday = timezone.now() - timedelta(days=1)
    made = Session.objects.create(
        case=case, coach=case.coach, state="held", starts_at=yesterday, hours=2
    )
    return made.pk


def rate(asker: Person, email: str) -> None:
    words = asker.words
    asker.opens(asker.hub.link_in_mail_to(email))
    asker.looks("advice-result")
    asker.sees(RESULT)
    asker.sees(NOTES)
    assert SECRET not in asker.page.content()
    asker.follows_to(asker.page.get_by_role("button", name=words("Done")).first)
    asker.looks()
    asker.picks(words.of(Helped.YES.label))
    asker.follows("button", words("Send"))
    asker.looks()
    asker.hub.deliver()


def look_back(asker: Person, email: str, case: Case) -> None:
    """Three months later: one link in the mail, one button."""
    words = asker.words
    Case.objects.filter(pk=case.pk).update(due_on=timezone.localdate())
    assert ask_again(case.pk)
    asker.hub.deliver()
    asker.opens(asker.hub.link_in_mail_to(email))
    asker.looks("advice-later")
    asker.picks(words.of(Helped.PARTLY.label))
    asker.follows("button", words("Tell the service office"))
    asker.looks()
    asker.sees(words("Thank you"))


def write_practice(office: Person, case: Case) -> None:
    """The text, everything checked; those who asked are asked for their consent."""
    words = office.words
    office.page.reload()
    office.follows("link", words("Begin a practice case"))
    office.looks()
    office.writes(words("Title"), "Ruhige Wochenenden am Gewerbegebiet")
    office.writes(
        words("What was the challenge?"), "Lärm in der Nacht, und niemand sprach miteinander."
    )
    office.writes(words("What was done?"), "Drei Gespräche mit allen Seiten.")
    office.writes(words("What would you do differently?"), "Früher einladen.")
    office.follows("button", words("Save the text"))
    office.looks("advice-practice")
    for check in Softening:
        office.ticks(words.of(check.label))
    office.follows("button", words("Save what has been checked"))
    office.looks()
    office.hub.deliver()
    assert case.practice.consents.count() == 1


def consent(body: Person, email: str) -> None:
    words = body.words
    body.opens(body.hub.link_in_mail_to(email))
    body.looks("advice-consent")
    body.follows("button", words("We agree"))
    body.looks()


def approve(second: Person, language: str, case: Case) -> None:
    words = second.words
    second.logs_in(f"adviser-2-{language}@example.org")
    second.works_on(words("Advice", context="noun"))
    second.follows("link", words("All"))
    second.follows_to(second.page.get_by_role("link", name=case.public_id))
    second.follows("link", words("Go on with the practice case"))
    second.looks()
    second.follows("button", words("I agree, the text is ready"))
    second.looks("advice-approved")
    second.sees(words("Approved by two people"))
    case.practice.refresh_from_db()
    assert case.practice.library_key
