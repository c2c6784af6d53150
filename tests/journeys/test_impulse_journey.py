"""A desk asks, two regions react, one stays silent, and the desk says what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.exchange.choices.impulse import (
    AnswerForm,
    Consent,
    ImpulseKind,
    Stance,
)
from drehscheibe.capabilities.exchange.models import Impulse
from drehscheibe.capabilities.exchange.services.impulses.sending import run_impulse_clock
from drehscheibe.core.text.topics import Topic
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import Hub, add_coordinator
from tests.journeys.person import Person

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize(("language", "width"), [("de", WIDE), ("en", NARROW)]),
]

#: Where the three initiatives work, the last of which stays silent, and what its Land is called.
KREISE = {"de": ("01053", "09171", "14625"), "en": ("05562", "07338", "16054")}
SILENT = {"de": "Sachsen", "en": "Thuringia"}
QUESTION = "Hilft Ihnen ein Zuschuss für den Anschluss an das Wärmenetz?"
ABOUT = "Wir schreiben eine Richtlinie. Sie gilt ab dem nächsten Jahr."
FOLLOWS = "Wir lesen jede Rückmeldung und ändern den Entwurf."
FIRST, SECOND = "Ja, wenn er vor dem Bau zugesagt wird.", "Nur für kurze Leitungen."
OUTCOME = "Der Zuschuss wird vor dem Bau zugesagt. Lange Leitungen fördern wir noch nicht."


def test_an_impulse_shows_who_reacted_and_where_it_is_silent(
    hub: Hub, make_person: MakePerson, language: str, width: int
) -> None:
    desk, first, second, public = (make_person(language, width) for _person in range(4))
    emails = [f"impulse-{number}-{language}@example.org" for number in range(3)]
    entries = [
        add_coordinator(email, f"Beispiel Impuls {kreis}", kreis)
        for email, kreis in zip(emails, KREISE[language], strict=True)
    ]
    title = f"Zuschuss für Wärmenetze ({language})"

    write(desk, title, entries)
    react(first, emails[0], title, Stance.AGREE, FIRST)
    react(second, emails[1], title, Stance.PARTLY, SECOND)
    read_resonance(public, title)
    say_what_follows(desk, title)
    for person in (first, second):
        learn_what_follows(person)
    read_outcome(public, title)


def write(desk: Person, title: str, entries: list[Initiative]) -> None:
    """Write an impulse to three initiatives, look at whom it reaches, and publish it."""
    words = desk.words
    today = timezone.localdate()
    desk.logs_in("desk@example.org")
    desk.works_on(words("Impulses"))
    desk.looks("impulse-work")
    desk.follows_to(desk.get("link", words("Write an impulse")).first)
    desk.looks("impulse-new")
    desk.writes(words("Title"), title)
    desk.picks(words.of(ImpulseKind.QUESTION.label))
    desk.chooses(words("Topic"), words.of(Topic.PERMITTING.label))
    desk.writes(words("What it is about"), ABOUT)
    desk.writes(words("Your question"), QUESTION)
    desk.picks(words.of(AnswerForm.SCALE.label))
    desk.unfolds(words("One by one"))
    for entry in entries:
        desk.ticks(entry.name)
    desk.dates(words("Reactions until"), today + timedelta(days=28))
    desk.writes(words("What happens with the reactions"), FOLLOWS)
    desk.dates(words("By when you say what follows"), today + timedelta(days=42))
    desk.looks("impulse-write", at=desk.page.get_by_text(words("Who is asked"), exact=True))
    desk.follows("button", words("Look it over"))
    desk.looks("impulse-review")
    for entry in entries:
        desk.sees(entry.name)
    desk.follows("button", words("Publish the impulse"))
    desk.looks("impulse-published")
    desk.hub.deliver()


def react(person: Person, email: str, title: str, stance: Stance, said: str) -> None:
    """An initiative is told and reacts with its name."""
    words = person.words
    person.logs_in(email)
    person.works_on(words("Impulses to us"))
    person.looks("impulse-inbox")
    person.follows("link", title)
    person.looks("impulse-react")
    person.picks(words.of(stance.label))
    person.writes(words("In your own words"), said)
    person.picks(words.of(Consent.NAMED.label))
    person.follows("button", words("Send the reaction"))
    person.looks("impulse-reacted")
    person.sees(said)
    person.hub.deliver()


def read_resonance(public: Person, title: str) -> None:
    """Everybody reads who reacted, on the page, on the map and in the table."""
    words = public.words
    public.opens(public.start)
    public.navigates(words("Concerns"), words("Impulses"))
    public.looks("impulses")
    public.follows("link", title)
    public.looks("impulse")
    public.sees(SECOND)
    silent = SILENT[words.language]
    public.sees(words("Silent so far: %(names)s.", names=silent))
    public.follows("link", words("Map and table of the reactions"))
    public.looks("impulse-resonance", at=public.page.locator("main figure").first)
    public.sees(words("Silent: %(names)s.", names=silent))
    lines = public.page.get_by_role("row").filter(has_text=silent)
    assert words("asked, nobody reacted") in lines.first.inner_text()
    public.follows("link", words("By Kreis"))
    public.looks("impulse-resonance-kreise")


def say_what_follows(desk: Person, title: str) -> None:
    """The date passes; the desk sees all reactions and says what follows."""
    words = desk.words
    impulse = Impulse.objects.get(title=title)
    yesterday = timezone.localdate() - timedelta(days=1)
    Impulse.objects.filter(pk=impulse.pk).update(open_until=yesterday)
    run_impulse_clock(timezone.now())
    desk.hub.deliver()

    desk.works_on(words("Impulses"))
    desk.follows("link", title)
    desk.looks("impulse-evaluate")
    desk.sees(FIRST)
    desk.writes(words("What follows", context="impulse"), OUTCOME)
    desk.follows("button", words("Publish what follows"))
    desk.looks("impulse-evaluated")
    desk.hub.deliver()


def learn_what_follows(person: Person) -> None:
    """Whoever reacted is told what became of it."""
    person.opens_newest_notification()
    person.looks("impulse-outcome")
    person.sees(OUTCOME)


def read_outcome(public: Person, title: str) -> None:
    words = public.words
    impulse = Impulse.objects.get(title=title)
    public.opens(f"{public.start}{words('impulses/', context='url')}{impulse.public_id}/")
    public.looks()
    public.sees(OUTCOME)
    public.sees(words("Silent: %(names)s.", names=SILENT[words.language]))
