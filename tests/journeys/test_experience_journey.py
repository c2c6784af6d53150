"""A situation, a case like it with reasons, a request for contact, the other side's yes, and its end."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from drehscheibe.capabilities.directory.services.profile_index import index_profiles
from drehscheibe.capabilities.experience.choices import RequestState
from drehscheibe.capabilities.experience.models import ContactRequest
from drehscheibe.capabilities.library.services.practice_cases import findable
from drehscheibe.capabilities.library.tests.factories import PracticeCaseFactory
from drehscheibe.core.accounts.models import User
from drehscheibe.core.organisations.choices import MandateRole, OrganisationKind
from drehscheibe.core.organisations.tests.factories import OrganisationFactory
from drehscheibe.core.text.topics import Topic
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import Hub, add_coordinator, add_person, grant
from tests.journeys.looking import Guard
from tests.journeys.person import Person

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize(("language", "width"), [("de", WIDE), ("en", NARROW)]),
]

SITUATION = (
    "Die Nachbarschaft klagt über Lastwagen und Lärm. Werk und Stadt reden aneinander vorbei."
)
QUESTION = "Wie kam die Nachbarschaft beim ersten Treffen an den Tisch?"
PHONE, ANSWER = "030 222 333", "Am besten morgens."


def test_from_a_situation_to_contact_and_back(
    hub: Hub, make_person: MakePerson, guard: Guard, language: str, width: int
) -> None:
    guard.forgive(422)  # what somebody is answered who leaves a field empty
    key = f"{language}-{width}"
    emails = {who: f"{who}-{key}@example.org" for who in ("asks", "answers")}
    initiative = add_coordinator(emails["answers"], f"Beispieltisch {key}", "03241")
    initiative.verified_at = timezone.now()
    initiative.verified_by = User.objects.get(email=emails["answers"])
    initiative.save()
    index_profiles([initiative])
    case = PracticeCaseFactory.create(
        title=f"Runder Tisch gegen Lärm {key}",
        slug=f"runder-tisch-{key}",
        challenge=SITUATION,
        contrary="Ohne die Spedition half es nicht.",
        organisation=initiative.organisation,
        initiative_name=initiative.name,
    )
    findable.refresh(case)
    works = OrganisationFactory.create(kind=OrganisationKind.MEMBER, name=f"Beispielwerk {key}")
    add_person(emails["asks"], "Sam Anfrage")
    grant(emails["asks"], works, MandateRole.COORDINATOR)
    asks, answers = make_person(language, width), make_person(language, width)

    finds_a_case(asks, emails["asks"], case.title)
    asks_for_contact(asks, initiative.name)
    hub.deliver()
    agrees(answers, emails["answers"], works.name)
    hub.deliver()
    sees_the_contact(asks, emails["answers"])
    withdraws(answers)
    hub.deliver()
    sees_that_it_has_ended(asks, emails["answers"])

    request = ContactRequest.objects.get(asking_organisation=works)
    assert (request.state, request.asked_email, request.asking_email) == (
        RequestState.ENDED,
        "",
        "",
    )


def finds_a_case(person: Person, email: str, title: str) -> None:
    """Describe a situation and read why a case was found."""
    words = person.words
    person.logs_in(email)
    person.opens(person.start)
    person.navigates(
        words("Library", context="navigation"), words("A case like mine", context="experience")
    )
    person.looks("experience-start")
    person.follows("button", words("Show what is like it", context="experience"))
    person.looks()
    person.writes(words("What is your situation?", context="experience"), SITUATION)
    person.chooses(
        words("Topic", context="experience"),
        words.of(Topic.ACCEPTANCE.label),
    )
    person.follows("button", words("Show what is like it", context="experience"))
    person.looks("experience-found")
    hit = person.page.locator(".case-hit", has_text=title)
    expect(hit.locator(".why__chip").first).to_be_visible()
    expect(hit).to_contain_text(words("It did not work when", context="experience"))
    person.follows_to(hit.get_by_role("link", name=words("Ask for contact", context="experience")))


def asks_for_contact(person: Person, name: str) -> None:
    """Send a request; without a question the form says so and keeps the rest."""
    words = person.words
    person.looks("experience-ask")
    person.sees(words("What they see before they answer"))
    person.writes(words("Telephone", context="contact request"), "030 111")
    person.follows("button", words("Send the request for contact"))
    person.looks()
    field = person.page.get_by_label(words("Telephone", context="contact request"))
    expect(field).to_have_value("030 111")
    person.writes(words("What do you want to ask?", context="contact request"), QUESTION)
    person.go_to(person.page.get_by_role("checkbox"))
    person.page.keyboard.press("Space")
    person.follows("button", words("Send the request for contact"))
    person.looks("experience-waits")
    person.sees(name)
    person.sees(QUESTION)


def agrees(person: Person, email: str, asking: str) -> None:
    """The other side reads the request and says yes, with a telephone number."""
    words = person.words
    person.logs_in(email)
    person.opens_newest_notification()
    person.looks("experience-answer")
    person.sees(asking)
    person.sees(QUESTION)
    person.picks(words("Yes. Show them the contact below.", context="contact request"))
    person.writes(words("Telephone", context="contact request"), PHONE)
    person.writes(words("A few words with it", context="contact request"), ANSWER)
    person.follows("button", words("Send the answer"))
    person.looks("experience-contact")
    person.sees(words("How you reach the other side"))


def sees_the_contact(person: Person, email: str) -> None:
    words = person.words
    person.opens_newest_notification()
    person.looks()
    person.sees(words("How you reach the other side"))
    person.sees(PHONE)
    person.sees(email)


def withdraws(person: Person) -> None:
    words = person.words
    person.unfolds(words("Withdraw the consent"))
    person.follows("button", words("Withdraw the consent now"))
    person.looks()
    person.sees(words("A consent was withdrawn"))


def sees_that_it_has_ended(person: Person, email: str) -> None:
    words = person.words
    person.opens_newest_notification()
    person.looks("experience-ended")
    person.sees(words("A consent was withdrawn"))
    expect(person.page.locator("main")).not_to_contain_text(PHONE)
    expect(person.page.locator("main")).not_to_contain_text(email)
    person.works_on(words("Requests for contact", context="experience"))
    person.looks("experience-list")
