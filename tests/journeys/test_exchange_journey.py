"""Several concerns of one kind: bundled, handed over, asked about, passed on, answered once.

A second region joins one of them while it writes the same, and a measure comes out of the answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.core import mail

from drehscheibe.capabilities.exchange.choices.signal import (
    Decision,
    Helped,
    Scope,
    SignalState,
    Visibility,
)
from drehscheibe.capabilities.exchange.models import Dossier, Measure, Signal
from drehscheibe.core.organisations.choices import Bench, Level
from drehscheibe.core.places.models import Land
from drehscheibe.core.text.topics import Topic
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import DESK, OFFICE, Hub, add_coordinator, add_desk, send_concern
from tests.journeys.person import Person

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize(("language", "width"), [("de", WIDE), ("en", NARROW)]),
]

#: What is about the same thing in each way through, so that neither finds the other as similar.
THINGS = {"de": "Schwertransporte", "en": "Rohrleitungen"}
KREISE = {"de": ("01053", "09171", "14625"), "en": ("05562", "07338", "16054")}
LAENDER = {"de": "BY", "en": "RP"}
HAPPENS = "Jede Fahrt braucht drei Bescheide. Auf den letzten warten wir acht Wochen."
WISH = "Ein Antrag und ein Bescheid für die ganze Strecke."
JOINED = "Bei uns sind es neun Wochen, und zwei Werke sind betroffen."
PATTERN = "Jede Region wartet einzeln. Das trifft mittlere Betriebe. Aufträge gehen verloren."
WHY_NOW = "Die Verordnung wird gerade überarbeitet."
ASKED = "Ein Bescheid für die ganze Strecke."
QUESTION = "Auf welcher Strecke fahren Sie?"
REPLY = "Vom Werk zum Hafen, 40 Kilometer."
PASSED_ON = "Das entscheidet die Straßenbehörde des Landes."
ANSWER = "Wir führen einen gemeinsamen Antrag ein."
CHANGES = "Ein Antrag reicht für die ganze Strecke."
ADAPTED = "Für Ihre Strecke gilt das schon ab dem Sommer."
CONTACT = "Referat Straße, strasse@example.org"
NEXT_STEP = "Der Entwurf geht in die Anhörung"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part in one way through, and how their concerns are called."""

    author: Person
    author_email: str
    neighbour: Person
    neighbour_email: str
    office: Person
    desk: Person
    land: Person
    land_email: str
    land_desk: str
    public: Person
    raised: str
    alike: str
    elsewhere: str
    dossier: str


@pytest.fixture
def cast(hub: Hub, make_person: MakePerson, language: str, width: int) -> Cast:
    """Give everybody a browser; two of the three concerns have been sent already."""
    author, neighbour, third, land = (
        f"bundle-{name}-{language}@example.org" for name in ("author", "neighbour", "third", "land")
    )
    for email, kreis in zip((author, neighbour, third), KREISE[language], strict=True):
        add_coordinator(email, f"Beispiel Bündnis {kreis}", kreis)
    land_desk = f"Landesbehörde {language} (Beispiel)"
    add_desk(land, land_desk, level=Level.LAND, bench=Bench.LAND, land_id=LAENDER[language])
    thing = THINGS[language]
    alike, elsewhere = f"{thing} zum Hafen dürfen nur nachts", f"{thing} in der Stadt warten"
    send_concern(author, alike)
    send_concern(third, elsewhere)
    hub.deliver()
    people = [make_person(language, width) for _person in range(6)]
    return Cast(
        author=people[0],
        author_email=author,
        neighbour=people[1],
        neighbour_email=neighbour,
        office=people[2],
        desk=people[3],
        land=people[4],
        land_email=land,
        land_desk=land_desk,
        public=people[5],
        raised=f"{thing} brauchen drei Bescheide für eine Strecke",
        alike=alike,
        elsewhere=elsewhere,
        dossier=f"{thing}: ein Bescheid statt drei",
    )


def test_concerns_are_bundled_answered_once_and_become_a_measure(cast: Cast) -> None:
    raise_concern(cast)
    bundle(cast)
    hand_over(cast)
    join(cast)
    take_up_and_ask(cast)
    answer_question(cast)
    pass_on(cast)
    answer_once(cast)
    rate(cast)
    record_measure(cast)
    read_the_chain(cast)
    read_answer_times(cast)


def raise_concern(cast: Cast) -> None:
    """The coordinator of the first region raises a concern."""
    person, words = cast.author, cast.author.words
    person.logs_in(cast.author_email)
    person.works_on(words("Our concerns"))
    person.looks("own-concerns")
    person.follows_to(person.get("link", words("Raise a concern")))
    person.follows("button", words("Begin a draft"))
    person.writes(words("The concern in one sentence"), cast.raised)
    person.writes(words("What happens?"), HAPPENS)
    person.writes(words("What should change?"), WISH)
    person.writes(words("Whom does it affect?"), "Betriebe mit großen Bauteilen.")
    person.chooses(words("Topic"), words.of(Topic.PERMITTING.label))
    person.picks(words.of(Level.FEDERAL.label))
    person.picks(words.of(Scope.NATIONWIDE.label))
    everybody = "Everybody. Others see that they are not alone, and can read the answer."
    person.picks(words(everybody))
    person.follows("button", words("Go on and look it over"))
    person.follows("button", words("Send the concern"))
    person.looks()
    person.hub.deliver()


def bundle(cast: Cast) -> None:
    """The office begins a dossier, picks one concern, and then those that say the same."""
    office, words = cast.office, cast.office.words
    office.logs_in("office@example.org")
    office.works_on(words("Dossiers"))
    office.looks("dossiers")
    office.writes(words("What is it about?"), cast.dossier)
    office.follows("button", words("Begin"))
    office.looks("dossier-pick")
    office.ticks(cast.raised)
    office.follows("button", words("Put into the dossier"))
    office.looks("dossier-begun")
    office.follows("link", words("Pick concerns"))
    office.looks("dossier-similar")
    for title in (cast.alike, cast.elsewhere):
        box = office.get("checkbox", title).first
        office.go_to(box)
        office.page.keyboard.press("Space")
        assert box.is_checked()
    office.follows("button", words("Put into the dossier"))
    office.looks()


def hand_over(cast: Cast) -> None:
    """It writes the core, looks at page and PDF as the desk will, and hands all of it over."""
    office, words = cast.office, cast.office.words
    office.writes(words("The pattern in three sentences"), PATTERN)
    office.writes(words("Why now"), WHY_NOW)
    office.writes(words("Ask %(number)s", number=1), ASKED)
    office.picks(words.of(Visibility.PUBLIC.label))
    office.follows("button", words("Save"))
    office.looks(
        "dossier-core", at=office.page.get_by_label(words("The pattern in three sentences"))
    )
    at_work = office.page.url
    office.follows("link", words("Page for readers"))
    office.looks("dossier-page")
    office.sees(PATTERN)
    pdf = office.get("link", words("Dossier as PDF"))
    office.go_to(pdf)
    file = office.page.context.request.get(f"{office.hub.url}{pdf.get_attribute('href')}")
    assert file.headers["content-type"] == "application/pdf"
    assert file.body().startswith(b"%PDF")
    office.opens(at_work)
    office.chooses(words("Addressee"), DESK)
    office.follows("button", words("Hand over the dossier"))
    office.looks("dossier-handed-over")
    assert Dossier.objects.get(title=cast.dossier).state == "handed_over"
    office.hub.deliver()


def join(cast: Cast) -> None:
    """Somebody of a second region begins to write the same, sees it and joins instead."""
    person, words = cast.neighbour, cast.neighbour.words
    person.logs_in(cast.neighbour_email)
    person.works_on(words("Our concerns"))
    person.follows_to(person.get("link", words("Raise a concern")))
    person.follows("button", words("Begin a draft"))
    person.writes(words("The concern in one sentence"), cast.raised)
    person.sees(words("Others have raised something alike"))
    person.looks("similar", at=person.page.get_by_label(words("The concern in one sentence")))
    other = person.page.get_by_role("link", name=words("Join instead of writing anew"))
    window = person.follows_to_window(other.filter(has_text=cast.raised))
    window.looks("join")
    window.writes(words("What is it like in your region?"), JOINED)
    if not window.page.locator("input[name=laender]:checked").count():
        window.ticks(words.of(Land.objects.get(pk=LAENDER[words.language])))
    window.follows("button", words("Support this concern"))
    window.looks("joined")
    window.sees(JOINED)
    window.page.close()
    person.hub.deliver()


def take_up_and_ask(cast: Cast) -> None:
    """The desk reads the dossier, takes one concern up and asks its authors something."""
    desk, words = cast.desk, cast.desk.words
    desk.logs_in("desk@example.org")
    desk.works_on(words("Answer concerns"))
    desk.looks("desk-dossier-queue")
    desk.follows("link", cast.dossier)
    desk.looks("desk-dossier")
    desk.follows("link", cast.raised)
    desk.follows("link", words("You are working on this concern. Open it in your workspace"))
    desk.looks()
    desk.follows("button", words("Take it up"))
    desk.looks("taken-up")
    desk.unfolds(words("Ask the authors something first"))
    desk.writes(words("Your question to the authors"), QUESTION)
    desk.follows("button", words("Send the question"))
    desk.looks("asked-back")
    desk.hub.deliver()


def answer_question(cast: Cast) -> None:
    """The authors are told and answer."""
    person, words = cast.author, cast.author.words
    person.opens_newest_notification()
    person.looks("question-back")
    person.sees(QUESTION)
    person.writes(words("Your answer"), REPLY)
    person.follows("button", words("Send the answer"))
    person.looks()
    person.hub.deliver()


def pass_on(cast: Cast) -> None:
    """The desk passes one concern on to the Land, which finds it in its own queue."""
    desk, words = cast.desk, cast.desk.words
    desk.opens_newest_notification()
    desk.looks()
    desk.sees(REPLY)
    desk.works_on(words("Answer concerns"))
    desk.follows("link", cast.elsewhere)
    desk.unfolds(words("Another body decides this"))
    desk.chooses(words("Who can decide it?"), cast.land_desk)
    desk.writes(words("Why do you pass it on?"), PASSED_ON)
    desk.looks("forward", at=desk.page.get_by_label(words("Who can decide it?")))
    desk.follows("button", words("Pass on", context="button"))
    desk.looks("forwarded")
    desk.hub.deliver()

    land = cast.land
    land.logs_in(cast.land_email)
    land.works_on(words("Answer concerns"))
    land.looks()
    land.follows("link", cast.elsewhere)
    land.looks("forwarded-to-land")
    land.sees(PASSED_ON)


def answer_once(cast: Cast) -> None:
    """It answers the rest at once, one of them with words of its own, and sees who is told."""
    desk, words = cast.desk, cast.desk.words
    signal = raised_by(cast)
    public_id = signal.public_id
    desk.works_on(words("Answer concerns"))
    for title in (cast.raised, cast.alike):
        desk.ticks(words("Answer together: %(title)s", title=title))
    desk.follows("button", words("Answer the ticked ones together"))
    desk.looks("answer-many")
    desk.picks(words.of(Decision.ACCEPTED.label))
    desk.writes(words("Your answer"), ANSWER)
    desk.writes(words("What changes now"), CHANGES)
    desk.writes(words("Contact for questions"), CONTACT)
    desk.unfolds(public_id)
    desk.writes(words("Own paragraph for %(public_id)s", public_id=public_id), ADAPTED)
    desk.looks("answer-many-adapted", at=desk.heading(words("For one of them only")))
    desk.follows("button", words("Look it over"))
    desk.looks("answer-many-preview")
    desk.sees(ADAPTED)
    desk.sees(words("Who will be told"))
    desk.sees(f"Beispiel Bündnis {KREISE[words.language][1]}")
    told = {email: count_told(email) for email in (cast.author_email, cast.neighbour_email)}
    news = {person: count_news(person) for person in (cast.author, cast.neighbour)}
    button = words_for_two(desk)
    desk.follows("button", button)
    desk.looks("answered-many")
    desk.hub.deliver()
    assert {email: count_told(email) - before for email, before in told.items()} == {
        cast.author_email: 1,
        cast.neighbour_email: 1,
    }
    assert [count_news(person) - before for person, before in news.items()] == [1, 1]


def raised_by(cast: Cast) -> Signal:
    """Return the concern that was sent; the second region has a draft of the same name."""
    return Signal.objects.exclude(state=SignalState.DRAFT).get(title=cast.raised)


def words_for_two(desk: Person) -> str:
    """Return the button that publishes two answers."""
    return "2 Antworten veröffentlichen" if desk.words.language == "de" else "Publish 2 answers"


def count_told(email: str) -> int:
    return sum(message.to == [email] for message in mail.outbox)


def count_news(person: Person) -> int:
    """Return how many notifications somebody has not read yet."""
    person.opens(f"{person.start}{person.words('notifications/', context='url')}")
    person.looks()
    return person.page.locator(".note--new").count()


def rate(cast: Cast) -> None:
    """The authors say whether it helps; the second region reads the answer as well."""
    signal = raised_by(cast)
    neighbour = cast.neighbour
    neighbour.opens_newest_notification()
    neighbour.looks("answered-supporter")
    neighbour.sees(ANSWER)

    person, words = cast.author, cast.author.words
    person.opens_newest_notification()
    person.looks("answered-many-author")
    own = words("workspace/concerns/", context="url")
    person.opens(f"{person.start}{own}{signal.public_id}/")
    person.sees(ADAPTED)
    person.picks(words.of(Helped.YES.label))
    person.follows("button", words("Send"))
    person.looks()
    person.hub.deliver()


def record_measure(cast: Cast) -> None:
    """The desk records what it does now; everybody finds it in the register."""
    desk, words = cast.desk, cast.desk.words
    signal = raised_by(cast)
    desk.opens(f"{desk.start}{words('concerns/', context='url')}{signal.public_id}/")
    desk.follows("link", words("Record a measure that follows"))
    desk.looks("measure-new")
    desk.writes(words("The measure in one line"), measure_of(cast))
    desk.chooses(words("Field of action"), words.of(Topic.PERMITTING.label))
    desk.writes(words("Goal"), CHANGES)
    desk.writes(words("Next step"), NEXT_STEP)
    desk.follows("button", words("Put it into the register"))
    desk.looks("measure-recorded")
    desk.hub.deliver()

    public = cast.public
    public.opens(public.start)
    public.navigates(words("Concerns"), words("Measures"))
    public.looks("measures")
    public.follows("link", measure_of(cast))
    public.looks("measure")
    public.sees(NEXT_STEP)
    assert Measure.objects.get(title=measure_of(cast)).lead.name == DESK


def measure_of(cast: Cast) -> str:
    return f"Ein Bescheid für {THINGS[cast.public.words.language]}"


def read_the_chain(cast: Cast) -> None:
    """Everybody goes back from the measure to the concern and reads its whole way."""
    public, words = cast.public, cast.public.words
    public.follows("link", cast.raised)
    public.looks("concern-chain")
    public.sees(JOINED)
    public.sees(ANSWER)
    public.sees(ADAPTED)
    helped = words.of(Helped.YES.label)
    public.sees(words("Does it help? The authors say: %(helped)s", helped=helped))
    way = public.page.get_by_role("list", name=words("The way of this concern")).inner_text()
    for station in (OFFICE, DESK, cast.dossier, measure_of(cast)):
        assert station in way
    public.follows("link", words("This answer was given to several concerns. See all of them"))
    public.looks("common-answer")
    public.sees(cast.alike)


def read_answer_times(cast: Cast) -> None:
    """Everybody sees what waits with each body, and that this one answered in time."""
    public, words = cast.public, cast.public.words
    public.navigates(words("Concerns"), words("Answer times"))
    public.looks("answer-times", at=public.page.locator("main figure").first)
    lines = public.page.get_by_role("row")
    for body in (DESK, cast.land_desk):
        assert lines.filter(has_text=body).count()
