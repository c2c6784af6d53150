"""The main journey: from an unclaimed entry to an answer that finds its way back.

Example bodies only: no real initiative and no real desk is given words that it did not say.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from drehscheibe.capabilities.directory.choices import Criterion
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.exchange.choices.signal import Decision, Helped, Reason, Scope
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.core.organisations.choices import Bench, Level, MandateRole
from drehscheibe.core.text.topics import Topic
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import (
    DESK,
    OFFICE,
    PASSWORD,
    Hub,
    add_example_initiative,
    add_person,
    grant,
    require_two_keys,
)
from tests.journeys.person import Person

pytestmark = pytest.mark.e2e

#: One initiative and one Kreis for each way through, so that none meets another.
REGIONS = {
    ("de", WIDE): ("Nord", "01053"),
    ("de", NARROW): ("Süd", "09171"),
    ("en", WIDE): ("Ost", "14625"),
    ("en", NARROW): ("West", "05562"),
}
SUMMARY = "Bringt Betriebe, Kammern und Gewerkschaft dreimal im Jahr an einen Tisch."
TITLE = "Die Erweiterung einer Halle wartet seit 14 Monaten auf ihre Genehmigung"
HAPPENS = "Die Unterlagen sind vollständig. Niemand kann sagen, wann entschieden wird."
WISH = "Eine Frist, nach der eine Genehmigung als erteilt gilt."
AFFECTED = "Mittlere Betriebe, die jetzt bauen wollen."
ANSWER = "Wir prüfen eine feste Frist für kleine Erweiterungen. Die Länder müssen zustimmen."
CHANGES = "Ein Entwurf kommt in diesem Jahr in die Anhörung."
CONTACT = "Referat Genehmigungen, genehmigung@example.org"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part in one way through."""

    initiative: Initiative
    coordinator: Person
    coordinator_email: str
    second: Person
    second_email: str
    office: Person
    desk: Person
    public: Person


@pytest.fixture(params=list(REGIONS), ids=[f"{language}-{width}" for language, width in REGIONS])
def cast(request: pytest.FixtureRequest, hub: Hub, make_person: MakePerson) -> Cast:
    return make_cast(make_person, *request.param)


def make_cast(make_person: MakePerson, language: str, width: int) -> Cast:
    """Give everybody a browser, and the region an entry that nobody has claimed."""
    region, kreis = REGIONS[language, width]
    suffix = f"{language}-{width}@example.org"
    add_person(f"second-{suffix}", "Robin Zweitschlüssel", language)
    return Cast(
        initiative=add_example_initiative(
            f"Industriebündnis Musterregion {region} (Beispiel)", kreis
        ),
        coordinator=make_person(language, width),
        coordinator_email=f"coordination-{suffix}",
        second=make_person(language, width),
        second_email=f"second-{suffix}",
        office=make_person(language, width),
        desk=make_person(language, width),
        public=make_person(language, width),
    )


def test_entry_is_claimed_and_concern_comes_back_answered(cast: Cast) -> None:
    walk(cast)


def walk(cast: Cast) -> None:
    """Go the whole way, each step in the browser of whoever takes it."""
    sign_up(cast)
    claim_entry(cast)
    verify_claim(cast)
    propose_change(cast)
    turn_second_key(cast)
    read_changed_entry(cast)
    raise_concern(cast)
    release_concern(cast)
    hand_over(cast)
    answer(cast)
    learn_of_answer(cast)
    say_whether_it_helps(cast)
    read_the_chain(cast)


def sign_up(cast: Cast) -> None:
    """The coordinator makes an account and proves that the address is theirs."""
    person, words = cast.coordinator, cast.coordinator.words
    person.opens(person.start)
    if person.is_narrow:
        person.unfolds(words("Menu"))
    person.follows("link", words("Log in"))
    person.looks("log-in")
    person.follows("link", words("Sign up"))
    person.looks("sign-up")
    person.writes(words("First and last name"), "Toni Koordination")
    person.writes(words("E-mail address"), cast.coordinator_email)
    person.writes(words("Password"), PASSWORD)
    person.follows("button", words("Sign up"))
    person.looks()

    person.hub.deliver()
    person.opens(person.hub.link_in_mail_to(cast.coordinator_email))
    person.looks()
    person.follows("button", words("Yes, confirm"))
    person.looks("workspace-empty")
    person.sees(words("You do not act for an organisation yet"))


def claim_entry(cast: Cast) -> None:
    """They find their entry in the list and ask to take it over."""
    person, words = cast.coordinator, cast.coordinator.words
    person.follows("link", words("Find my initiative"))
    person.writes(words("Words"), cast.initiative.name)
    person.presses_enter()
    person.follows("link", cast.initiative.name)
    person.looks()
    person.follows("link", words("Take over the entry"))
    person.looks("claim", at=person.page.get_by_role("navigation", name=words("You are here")))
    person.chooses(words("Your role"), words.of(MandateRole.COORDINATOR.label))
    person.chooses(words("You speak for"), words.of(Bench.COMPANIES.label))
    person.writes(words("How you act for the initiative"), "Ich leite die Geschäftsstelle.")
    person.writes(words("Where we can check this"), "Musterkammer, Abteilung Industrie")
    person.follows("button", words("Send the request"))
    person.looks("claim-sent")
    person.sees(words("Your request is with the service office"))
    person.hub.deliver()


def verify_claim(cast: Cast) -> None:
    """The office checks the visible criteria and accepts."""
    office, words = cast.office, cast.office.words
    office.logs_in("office@example.org")
    office.looks("workspace")
    office.works_on(words("Entries to check"))
    office.looks("claim-queue")
    office.follows("link", cast.initiative.name)
    for criterion in Criterion:
        if criterion != Criterion.NO_DUPLICATE:
            office.ticks(words.of(criterion.label))
    office.looks("verify", at=office.heading(words("Your decision")))
    office.follows("button", words("Accept"))
    office.looks()
    office.hub.deliver()


def propose_change(cast: Cast) -> None:
    """The coordinator learns of it and mends the entry, which needs a second key."""
    person, words = cast.coordinator, cast.coordinator.words
    grant(cast.second_email, cast.initiative.organisation, MandateRole.SPEAKER, Bench.UNION)
    require_two_keys(cast.initiative.organisation)
    person.hub.deliver()
    accepted = words("Accepted: %(name)s", name=cast.initiative.name)
    person.opens_newest_notification(accepted)
    person.looks("claim-accepted")
    person.follows("link", words("Complete the entry now"))
    person.looks("edit")
    person.follows("link", words("Identity"))
    person.writes(words("What it does, in one sentence"), SUMMARY)
    person.writes(words("What you changed and why"), "Satz ergänzt")
    person.looks("edit-section")
    person.follows("button", words("Propose the change"))
    person.looks("edit-waiting")
    person.sees(words("A change waits for the second key"))
    person.hub.deliver()


def turn_second_key(cast: Cast) -> None:
    """A second person, of the other side, reads old beside new and agrees."""
    second, words = cast.second, cast.second.words
    second.logs_in(cast.second_email)
    second.opens_newest_notification()
    second.looks("second-key")
    second.sees(SUMMARY)
    second.follows("button", words("Agree and publish"))
    second.looks()
    second.sees(words("The change is public now."))
    second.hub.deliver()


def read_changed_entry(cast: Cast) -> None:
    """Everybody reads the change and how it came about."""
    public, words = cast.public, cast.public.words
    public.opens(f"{public.start}{words('initiatives/', context='url')}{cast.initiative.slug}/")
    public.looks("profile-changed")
    public.sees(SUMMARY)
    public.sees(words("edited by the initiative, not yet confirmed as a whole"))


def raise_concern(cast: Cast) -> None:
    """The coordinator writes a draft, looks it over and sends it."""
    person, words = cast.coordinator, cast.coordinator.words
    person.navigates(words("Concerns"), words("All concerns"))
    person.looks("concerns")
    person.follows("link", words("Raise a concern"))
    person.looks("concern-new")
    person.follows("button", words("Begin a draft"))
    person.writes(words("The concern in one sentence"), TITLE)
    person.writes(words("What happens?"), HAPPENS)
    person.writes(words("What should change?"), WISH)
    person.writes(words("Whom does it affect?"), AFFECTED)
    person.chooses(words("Topic"), words.of(Topic.PERMITTING.label))
    person.picks(words.of(Level.FEDERAL.label))
    person.picks(words.of(Scope.NATIONWIDE.label))
    everybody = "Everybody. Others see that they are not alone, and can read the answer."
    person.picks(words(everybody))
    person.looks("concern-write")
    person.follows("button", words("Go on and look it over"))
    person.looks("concern-review")
    person.follows("button", words("Send the concern"))
    person.looks("concern-sent")
    person.hub.deliver()


def release_concern(cast: Cast) -> None:
    """The second person agrees that it goes out in the name of both sides."""
    second, words = cast.second, cast.second.words
    second.opens_newest_notification()
    second.looks("concern-release")
    second.follows("button", words("I agree, send it"))
    second.looks()
    second.hub.deliver()


def hand_over(cast: Cast) -> None:
    """The office hands it to the federal desk, with a date."""
    office, words = cast.office, cast.office.words
    office.works_on(words("Check concerns"))
    office.looks("concern-queue")
    office.follows_to(office.page.get_by_role("link", name=TITLE).first)
    office.chooses(words("Addressee"), DESK)
    office.writes(words("Covering note"), "Betrifft mehrere Regionen.")
    office.looks("hand-over", at=office.heading(words("Hand over")))
    office.follows("button", words("Hand over"))
    office.looks("handed-over")
    office.sees(DESK)
    office.hub.deliver()


def answer(cast: Cast) -> None:
    """The desk sees who will be told before it answers."""
    desk, words = cast.desk, cast.desk.words
    desk.logs_in("desk@example.org")
    desk.looks("desk-workspace")
    desk.works_on(words("Answer concerns"))
    desk.looks("desk-queue")
    desk.follows_to(desk.page.get_by_role("link", name=TITLE).first)
    desk.picks(words.of(Decision.PARTLY.label))
    desk.chooses(words("Reason"), words.of(Reason.UNDER_WAY.label))
    desk.writes(words("Your answer"), ANSWER)
    desk.writes(words("What changes now"), CHANGES)
    desk.writes(words("Contact for questions"), CONTACT)
    desk.looks("answer", at=desk.heading(words("Your answer")))
    desk.follows("button", words("Look it over"))
    desk.looks("answer-preview")
    desk.sees(cast.initiative.name)
    desk.follows("button", words("Publish the answer"))
    desk.looks()
    desk.hub.deliver()


def learn_of_answer(cast: Cast) -> None:
    """The coordinator is told in the app and by e-mail; the link in the e-mail opens the answer."""
    person = cast.coordinator
    person.opens_newest_notification()
    person.looks("answered")
    person.sees(ANSWER)

    subject = str(person.hub.mail_to(cast.coordinator_email).subject)
    assert subject.endswith(TITLE)
    person.opens(person.hub.link_in_mail_to(cast.coordinator_email))
    person.looks()
    person.sees(ANSWER)


def say_whether_it_helps(cast: Cast) -> None:
    """The author has the last word on the answer."""
    person, words = cast.coordinator, cast.coordinator.words
    person.picks(words.of(Helped.YES.label))
    person.looks("rate", at=person.page.get_by_text(words("Does the answer help you?")))
    person.follows("button", words("Send"))
    person.looks()
    person.hub.deliver()


def read_the_chain(cast: Cast) -> None:
    """Everybody reads who raised it, its stations, the answer and whether it helped."""
    public, words = cast.public, cast.public.words
    signal = Signal.objects.get(organisation=cast.initiative.organisation)
    public.opens(f"{public.start}{words('concerns/', context='url')}{signal.public_id}/")
    public.looks("concern")
    public.sees(words("Raised by %(name)s", name=cast.initiative.name))
    public.sees(ANSWER)
    public.sees(words("Answer of %(desk)s", desk=DESK))
    helped = words("Does it help? The authors say: %(helped)s", helped=words.of(Helped.YES.label))
    public.sees(helped)
    way = public.page.get_by_role("list", name=words("The way of this concern"))
    for station in (OFFICE, DESK):
        assert station in way.inner_text()
