"""A stranger asks an initiative, and reads the answer at an address of their own."""

from __future__ import annotations

import pytest

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.exchange.choices.question import Publicity
from drehscheibe.capabilities.exchange.choices.signal import Helped
from drehscheibe.capabilities.exchange.models import Question
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import Hub, add_coordinator
from tests.journeys.looking import Guard
from tests.journeys.person import Person

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize(("language", "width"), [("de", WIDE), ("en", NARROW)]),
]

KREISE = {"de": "01053", "en": "14625"}
SUBJECT = "Wann ist der Gleisanschluss am Hafen fertig?"
TEXT = "Wir wollen dort eine Lehrwerkstatt bauen."
ANSWER = "Der Anschluss ist im Frühjahr fertig. Der letzte Abschnitt wird gerade gebaut."


def test_a_stranger_asks_and_everybody_reads_the_answer(
    hub: Hub, make_person: MakePerson, guard: Guard, language: str, width: int
) -> None:
    guard.forgive(422)
    stranger, initiative = make_person(language, width), make_person(language, width)
    public = make_person(language, width)
    asker, coordinator = (f"{name}-{language}@example.org" for name in ("asker", "answerer"))
    entry = add_coordinator(coordinator, f"Beispiel Frage {language}", KREISE[language])

    ask(stranger, entry, asker)
    assert not Question.objects.exclude(confirmed_at=None).filter(email=asker).exists()
    confirm(stranger, asker)
    answer(initiative, coordinator)
    read_and_rate(stranger, asker)
    read_in_public(public, entry)


def ask(stranger: Person, entry: Initiative, email: str) -> None:
    """Ask without an account, after a first try in which everything but the words is missing."""
    words = stranger.words
    stranger.opens(f"{stranger.start}{words('initiatives/', context='url')}{entry.slug}/")
    stranger.follows_to(stranger.get("link", words("Ask a question")))
    stranger.looks("question-ask")
    stranger.writes(words("Your question in one sentence"), SUBJECT)
    stranger.follows("button", words("Ask the question"))
    stranger.looks()
    assert stranger.page.get_by_label(words("Your question in one sentence")).input_value()
    stranger.writes(words("What should the initiative know about it?"), TEXT)
    stranger.picks(words.of(Publicity.NAMED.label))
    stranger.writes(words("Your name"), "Conny Nachbarschaft")
    stranger.writes(words("Your e-mail address"), email)
    consent = (
        "The initiative and the service office may read my question and keep it until I have it"
        " erased."
    )
    stranger.ticks(words(consent))
    stranger.follows("button", words("Ask the question"))
    stranger.looks("question-sent")
    stranger.sees(words("Please look into your mailbox"))
    stranger.hub.deliver()


def confirm(stranger: Person, email: str) -> None:
    """Prove the address by the link in the e-mail; only the button asks."""
    words = stranger.words
    stranger.opens(stranger.hub.link_in_mail_to(email))
    stranger.looks("question-confirm")
    stranger.follows("button", words("Yes, ask this question"))
    stranger.looks("question-status")
    stranger.sees(SUBJECT)
    stranger.hub.deliver()


def answer(initiative: Person, email: str) -> None:
    """The initiative is told, finds the question among its work and answers it."""
    words = initiative.words
    initiative.logs_in(email)
    initiative.works_on(words("Questions"))
    initiative.looks("question-queue")
    initiative.follows("link", SUBJECT)
    initiative.looks("question-work")
    assert "@" not in initiative.page.locator("main").inner_text()
    initiative.writes(words("Your answer"), ANSWER)
    initiative.follows("button", words("Send the answer"))
    initiative.looks("question-answered")
    initiative.hub.deliver()


def read_and_rate(stranger: Person, email: str) -> None:
    """The asker comes by the personal link in the e-mail and says whether it helps."""
    words = stranger.words
    stranger.opens(stranger.hub.link_in_mail_to(email))
    stranger.looks("question-read")
    stranger.sees(ANSWER)
    stranger.picks(words.of(Helped.YES.label))
    stranger.follows("button", words("Send"))
    stranger.looks()
    stranger.sees(helped(stranger))
    stranger.hub.deliver()


def read_in_public(public: Person, entry: Initiative) -> None:
    """Everybody finds question and answer on the page of the initiative."""
    words = public.words
    public.opens(f"{public.start}{words('initiatives/', context='url')}{entry.slug}/")
    public.follows("link", SUBJECT)
    public.looks("question")
    public.sees(ANSWER)
    public.sees(words("Asked by %(name)s", name="Conny Nachbarschaft"))
    public.sees(helped(public))


def helped(person: Person) -> str:
    return person.words(
        "Does it help? The asker says: %(helped)s", helped=person.words.of(Helped.YES.label)
    )
