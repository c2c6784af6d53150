"""The essential jobs in a browser that runs no script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import Decision, Scope, SignalState
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals.hand_over import hand_over_signal
from drehscheibe.core.organisations.choices import Level
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.text.topics import Topic
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import DESK, Hub, actor_of, add_coordinator
from tests.journeys.person import Person

pytestmark = pytest.mark.e2e

TITLE = "Der Gleisanschluss des Gewerbegebiets ist seit drei Jahren gesperrt"
ANSWER = "Der Anschluss wird im Frühjahr wieder geöffnet."


def test_directory_is_filtered_without_script(make_person: MakePerson) -> None:
    visitor = make_person("de", NARROW, java_script_enabled=False)
    words = visitor.words

    visitor.opens(visitor.start)
    visitor.navigates(words("Initiatives"), words("All initiatives"))
    visitor.chooses(words("Topic"), words.of(Topic.CIRCULAR.label))
    visitor.follows("button", words("Show results"))
    visitor.looks()

    assert "topic=circular" in visitor.page.url
    visitor.sees("Circular Rhein.Ruhr")
    assert visitor.page.get_by_text("Masterplan Industrie Essen").count() == 0


def test_concern_is_raised_and_answered_without_script(hub: Hub, make_person: MakePerson) -> None:
    email = "coordination-plain@example.org"
    initiative = add_coordinator(email, "Industriebündnis Ohneskript (Beispiel)", "09162")
    coordinator = make_person("de", WIDE, java_script_enabled=False)
    desk = make_person("de", WIDE, java_script_enabled=False)

    raise_concern(coordinator, email)
    signal = Signal.objects.get(organisation=initiative.organisation)
    assert signal.state == SignalState.SUBMITTED
    hand_over_signal(
        actor_of("office@example.org"),
        signal.pk,
        desk_id=Organisation.objects.get(name=DESK).pk,
        due_on=timezone.localdate() + timedelta(days=28),
    )
    hub.deliver()
    answer(desk, signal)

    coordinator.opens(f"{coordinator.start}anliegen/{signal.public_id}/")
    coordinator.looks()
    coordinator.sees(ANSWER)


def raise_concern(person: Person, email: str) -> None:
    words = person.words
    person.logs_in(email)
    person.works_on(words("Our concerns"))
    person.follows_to(person.get("link", words("Raise a concern")))
    person.follows("button", words("Begin a draft"))
    person.writes(words("The concern in one sentence"), TITLE)
    person.writes(words("What happens?"), "Kein Zug erreicht die Werke.")
    person.writes(words("What should change?"), "Das Gleis wird repariert.")
    person.writes(words("Whom does it affect?"), "Vier Betriebe.")
    person.chooses(words("Topic"), words.of(Topic.SITES_INFRASTRUCTURE.label))
    person.picks(words.of(Level.FEDERAL.label))
    person.picks(words.of(Scope.NATIONWIDE.label))
    everybody = "Everybody. Others see that they are not alone, and can read the answer."
    person.picks(words(everybody))
    person.looks()
    person.follows("button", words("Go on and look it over"))
    person.follows("button", words("Send the concern"))
    person.looks()


def answer(desk: Person, signal: Signal) -> None:
    words = desk.words
    desk.logs_in("desk@example.org")
    desk.works_on(words("Answer concerns"))
    desk.follows_to(desk.page.get_by_role("link", name=signal.title).first)
    desk.picks(words.of(Decision.ACCEPTED.label))
    desk.writes(words("Your answer"), ANSWER)
    desk.writes(words("What changes now"), "Das Gleis ist wieder frei.")
    desk.writes(words("Contact for questions"), "Referat Schiene, schiene@example.org")
    desk.follows("button", words("Look it over"))
    desk.looks()
    desk.follows("button", words("Publish the answer"))
    desk.looks()
