"""From a white spot on the map along the path to a published profile."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator

from drehscheibe.capabilities.directory.choices import Criterion
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.founding.choices.project import MilestoneState, SeatState
from drehscheibe.capabilities.founding.models import Project
from drehscheibe.core.organisations.choices import Bench
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import Hub, add_person
from tests.journeys.looking import Guard
from tests.journeys.person import Person

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize(("language", "width"), [("de", WIDE), ("en", NARROW)]),
]

#: Two white spots, each for one journey.
KREISE = {"de": "09279", "en": "09778"}
REASON = "Drei Betriebe suchen Auszubildende, und am Werkstor gibt es Streit um Lastwagen."
GOAL = "Betriebe und Nachbarschaft reden miteinander, bevor ein Streit groß wird."


def test_from_a_white_spot_to_a_published_profile(
    hub: Hub, make_person: MakePerson, guard: Guard, language: str, width: int
) -> None:
    guard.forgive(422)
    lead, body, office = (make_person(language, width) for _ in range(3))
    email = f"founder-{language}@example.org"
    name = f"Gründung Beispiel {language}"
    add_person(email, "Sascha Anstoß", language)

    lead.logs_in(email)
    begin(lead, KREISE[language], name)
    project = Project.objects.get(name=name)
    work_on_first_station(lead)
    fill_the_table(lead)
    read_the_texts(lead)
    ask_for_signature(lead, f"body-{language}@example.org")
    sign(body, f"body-{language}@example.org")
    publish_and_propose(lead)
    accept(office, name)
    hub.deliver()

    project.refresh_from_db()
    entry = Initiative.objects.get(name=name)
    read_in_public(body, entry, name)
    assert (project.state, entry.state) == ("founded", "published")


def begin(lead: Person, key: str, name: str) -> None:
    """Find the Kreis in the list, look why it is there, begin with one wrong try."""
    words = lead.words
    lead.opens(f"{lead.start}{words('founding/', context='url')}")
    lead.looks("founding-home")
    lead.navigates(
        words("Founding", context="founding"), words("White spots", context="white spots")
    )
    lead.looks("white-spots")
    lead.opens(f"{lead.page.url}?q={key}")
    lead.follows_to(lead.page.locator(".spot__title a").first)
    lead.looks("white-spot")
    lead.follows("link", words("Begin a founding here", context="founding"))
    lead.looks("founding-begin")
    title = words("Working title", context="founding")
    lead.writes(title, " ")
    lead.follows("button", words("Make the project", context="founding"))
    lead.looks()
    lead.writes(title, name)
    lead.writes(words("Why here, why now", context="founding"), REASON)
    lead.writes(words("What shall be different in two years", context="founding"), GOAL)
    lead.follows("button", words("Make the project", context="founding"))
    lead.looks("founding-project")
    lead.sees(name)


def work_on_first_station(lead: Person) -> None:
    words = lead.words
    lead.follows("link", words("Work on this station", context="founding"))
    lead.looks("founding-station")
    lead.picks(words.of(MilestoneState.DONE.label))
    lead.writes(words("Note of the team", context="founding"), REASON)
    lead.follows("button", words("Save", context="founding"))
    lead.looks()


def fill_the_table(lead: Person) -> None:
    """Set two chairs on two sides; the picture and the table say the same."""
    words = lead.words
    lead.follows_to(tab(lead, "Round table"))
    lead.looks("founding-table-empty")
    for bench, body in ((Bench.COMPANIES, "Musterwerk"), (Bench.UNION, "Mustergewerkschaft")):
        lead.follows_to(
            lead.page.locator(".side a", has_text=words("Set a chair", context="founding")).first
        )
        lead.looks()
        lead.writes(words("Body", context="founding"), body)
        lead.chooses(words("Bench", context="founding"), words.of(bench.label))
        lead.chooses(words("State", context="founding"), words.of(SeatState.AGREED.label))
        lead.ticks(words("The body agrees to be named in public", context="founding"))
        lead.follows("button", words("Save", context="founding"))
        lead.sees(body)
    lead.looks("founding-table")


def read_the_texts(lead: Person) -> None:
    words = lead.words
    lead.follows_to(tab(lead, "Texts"))
    lead.looks()
    lead.follows("link", words("Founding declaration", context="founding"))
    lead.looks("founding-declaration")
    lead.sees("Musterwerk")
    lead.follows("link", words("Write", context="founding"))
    lead.looks()
    lead.follows("button", words("Save", context="founding"))


def ask_for_signature(lead: Person, email: str) -> None:
    words = lead.words
    lead.follows_to(tab(lead, "Signatures"))
    lead.writes(words("Body", context="founding"), "Musterwerk")
    lead.chooses(words("Bench", context="founding"), words.of(Bench.COMPANIES.label))
    lead.writes(words("E-mail address", context="founding"), email)
    lead.follows("button", words("Send the request", context="founding"))
    lead.looks("founding-signatures")
    lead.hub.deliver()


def sign(body: Person, email: str) -> None:
    """Sign without an account, by the link in the e-mail."""
    words = body.words
    body.opens(body.hub.link_in_mail_to(email))
    body.looks("founding-sign")
    body.writes(words("Your name", context="founding"), "Conny Muster")
    body.writes(words("Your function", context="founding"), "Werksleitung")
    body.ticks(
        words(
            "I may sign for this body. Its name, my name and my function may stand under the declaration"
            " in public.",
            context="founding",
        )
    )
    body.follows("button", words("Sign for %(body)s", body="Musterwerk"))
    body.looks()
    body.sees(words("You have signed", context="founding"))


def publish_and_propose(lead: Person) -> None:
    words = lead.words
    lead.follows_to(tab(lead, "Publish"))
    lead.looks("founding-publish")
    lead.follows("button", words("Publish the plan", context="founding"))
    lead.looks()
    lead.follows("button", words("Propose the entry", context="founding"))
    lead.looks()
    lead.sees(words("The office checks the entry", context="founding"))
    lead.hub.deliver()


def accept(office: Person, name: str) -> None:
    words = office.words
    office.logs_in("office@example.org")
    office.works_on(words("Entries to check"))
    office.follows("link", name)
    for criterion in Criterion:
        office.ticks(words.of(criterion.label))
    office.follows("button", words("Accept"))
    office.hub.deliver()


def read_in_public(public: Person, entry: Initiative, name: str) -> None:
    """Everybody goes from the entry to the plan that it came from, and sees who signed."""
    words = public.words
    public.opens(f"{public.start}{words('initiatives/', context='url')}{entry.slug}/")
    public.looks("founded-profile")
    public.follows_to(public.page.locator("#founding a, [aria-labelledby=founding] a").first)
    public.looks("founded-plan")
    public.sees(name)
    public.sees("Conny Muster")


def tab(person: Person, label: str) -> Locator:
    nav = person.page.locator(".founding-head nav")
    return nav.get_by_role("link", name=person.words(label, context="founding"))


@dataclass(slots=True)
class Counted:
    """Somebody whose inputs and presses are counted."""

    person: Person
    inputs: list[str] = field(default_factory=list)
    presses: list[str] = field(default_factory=list)

    def writes(self, label: str, text: str) -> None:
        self.inputs.append(label)
        self.person.writes(self.person.words(label, context="founding"), text)

    def chooses(self, label: str, option: object) -> None:
        self.inputs.append(label)
        words = self.person.words
        self.person.chooses(words(label, context="founding"), words.of(option))

    def presses_on(self, target: Locator, name: str) -> None:
        self.presses.append(name)
        self.person.follows_to(target)

    def presses_button(self, name: str) -> None:
        self.presses_on(
            self.person.get("button", self.person.words(name, context="founding")), name
        )


def test_from_zero_to_a_public_plan_takes_six_inputs(
    hub: Hub, make_person: MakePerson, guard: Guard, language: str, width: int
) -> None:
    """From the page of a white spot; whoever has to type more has to think more, not wait longer."""
    lead = make_person(language, width)
    words = lead.words
    email = f"quick-{language}@example.org"
    add_person(email, "Kim Schnell", language)
    lead.logs_in(email)
    key = {"de": "09572", "en": "09374"}[language]
    lead.opens(f"{lead.start}{words('founding/white-spots/', context='url')}{key}/")
    counted = Counted(lead)

    counted.presses_on(
        lead.get("link", words("Begin a founding here", context="founding")), "begin"
    )
    counted.writes("Why here, why now", REASON)
    counted.writes("What shall be different in two years", GOAL)
    counted.presses_button("Make the project")
    counted.presses_on(tab(lead, "Round table"), "table")
    chair = lead.page.locator(".side a", has_text=words("Set a chair", context="founding")).first
    counted.presses_on(chair, "chair")
    for name, press in (
        ("Musterwerk", "Save, and set the next chair"),
        ("Mustergewerkschaft", "Save"),
    ):
        counted.writes("Body", name)
        counted.chooses("State", SeatState.AGREED.label)
        counted.presses_button(press)
    counted.presses_on(tab(lead, "Publish"), "publish")
    counted.presses_button("Publish the plan")
    lead.looks()

    project = Project.objects.get(members__person__email=email)
    print(f"{len(counted.inputs)} inputs, {len(counted.presses)} presses")  # noqa: T201 -- what was asked for
    assert project.item is not None
    assert len(counted.inputs) == 6
    assert len(counted.presses) == 8
