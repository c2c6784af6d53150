"""A small office: who decides when nobody of it may, and what those are told who wait."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.tests import dossier_factories as dossiers
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    colleague_of,
    make_answered,
    make_house,
    make_submitted,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.moderation import services
from drehscheibe.core.moderation.models import Case
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.outbox.tests.delivering import deliver_all
from drehscheibe.portal.tests.moderation.cases import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def case(house: House) -> Case:
    """Return a case that the only person of the office has decided, and to which somebody objects."""
    signal = make_answered(house)
    reported = report("concern", signal.public_id)
    services.decide_case(
        house.office, reported.case_id, outcome="leave", words="Scharf, aber fair."
    )
    services.appeal_as_reporter(reported, "Bitte noch einmal lesen.")
    deliver_all()
    Mail.objects.all().delete()
    reported.case.refresh_from_db()
    return reported.case


def make_operator() -> Actor:
    person = UserFactory.create(is_superuser=True, is_staff=True)
    return Actor(person_id=person.pk, name=str(person), email=person.email)


def page_of(actor: Actor, case: Case) -> str:
    return client_of(actor).get(reverse("moderation_case", args=[case.number])).text


def told(actor: Actor) -> list[str]:
    notes = Notification.objects.filter(person_id=actor.person_id).order_by("pk")
    return [note.kind.removeprefix("moderation.") for note in notes]


def let_the_date_pass(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    for _day in range(2):
        services.look_after_cases(timezone.now())
        deliver_all()


def test_the_page_says_who_is_missing_and_who_can_be_asked(house: House, case: Case) -> None:
    operator = make_operator()

    page = page_of(house.office, case)

    assert "Zurzeit kann niemand entscheiden" in page
    assert operator.name in page
    assert reverse("organisation_people", args=[house.office.organisation_uuid]) in page
    assert "second_person_missing" in told(house.office)


def test_the_page_names_the_colleagues_who_can_decide(house: House, case: Case) -> None:
    second = colleague_of(house.office)
    make_operator()

    page = page_of(house.office, case)

    assert second.name in page
    assert "Den Plattformbetrieb um die Entscheidung bitten" not in page


def test_the_operator_decides_when_asked_and_only_then(house: House, case: Case) -> None:
    operator = make_operator()
    address = reverse("moderation_case", args=[case.number])
    assert client_of(operator).get(address).status_code == 404
    with pytest.raises(NotAllowed):
        services.decide_case(operator, case.pk, outcome="uphold", words="Es bleibt.")

    client_of(house.office).post(reverse("moderation_ask_operator", args=[case.number]))
    deliver_all()

    assert told(operator) == ["operator_asked"]
    assert "Der Plattformbetrieb wurde am" in page_of(house.office, case)
    decided = client_of(operator).post(
        address, {"outcome": "uphold", "words": "Es bleibt dabei.", "form_token": "t"}
    )
    assert decided.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.due_on) == ("settled", None)
    deliver_all()
    assert "Es bleibt dabei." in Mail.objects.get(to="gast@example.org").text


def test_others_cannot_ask_the_operator(house: House, case: Case) -> None:
    make_operator()

    address = reverse("moderation_ask_operator", args=[case.number])
    assert client_of(house.author).post(address).status_code == 404
    case.refresh_from_db()
    assert case.operator_asked_at is None


def test_nobody_is_asked_while_a_colleague_can_decide(house: House, case: Case) -> None:
    make_operator()
    colleague_of(house.office)

    with pytest.raises(Conflict, match="Jemand anderes in der Servicestelle"):
        services.ask_operator(house.office, case.pk)


def test_an_operator_who_decided_first_is_not_asked(house: House, case: Case) -> None:
    User.objects.filter(pk=house.office.person_id or 0).update(is_superuser=True)

    with pytest.raises(Conflict, match="an diesem Fall beteiligt"):
        services.ask_operator(house.office, case.pk)
    assert "In der Servicestelle gibt es sonst niemanden" in page_of(house.office, case)


def test_whoever_objected_is_told_once_that_it_takes_longer(house: House, case: Case) -> None:
    operator = make_operator()

    let_the_date_pass(case)

    mails = Mail.objects.filter(to="gast@example.org")
    assert mails.count() == 1
    assert "Es dauert länger" in mails[0].subject
    assert "Der Plattformbetrieb ist um die Entscheidung gebeten." in mails[0].text
    assert told(house.office).count("overdue") == 1
    assert told(operator) == ["operator_asked"]
    case.refresh_from_db()
    assert case.state == "appealed"
    assert case.due_on is not None
    status = Client().get(reverse("moderation_status", args=[case.reports.get().token])).text
    assert "Es kann länger dauern" in status


def test_a_decision_in_time_delays_nobody(house: House, case: Case) -> None:
    services.decide_case(colleague_of(house.office), case.pk, outcome="uphold", words="Ja.")
    deliver_all()
    Mail.objects.all().delete()

    assert services.look_after_cases(timezone.now() + timedelta(days=90)) == 0
    assert Mail.objects.count() == 0


def test_a_person_whose_mandate_ended_meanwhile_decides_nothing(house: House, case: Case) -> None:
    second = colleague_of(house.office)
    ended = timezone.now() - timedelta(seconds=1)
    Mandate.objects.filter(pk=second.mandate_id or 0).update(valid_until=ended)

    with pytest.raises(NotAllowed, match="Mandat für die Servicestelle ist inzwischen beendet"):
        services.decide_case(second, case.pk, outcome="uphold", words="Es bleibt.")
    case.refresh_from_db()
    assert case.state == "appealed"


def test_nobody_of_the_office_decides_about_a_dossier_they_wrote(house: House) -> None:
    signal = make_submitted(house, visibility=Visibility.PUBLIC)
    dossier = dossiers.hand_over(house, dossiers.begin(house, signal))
    second = colleague_of(house.office)
    case = report("dossier", dossier.public_id).case

    with pytest.raises(NotAllowed):
        services.decide_case(house.office, case.pk, outcome="leave", words="Gut so.")
    services.decide_case(second, case.pk, outcome="leave", words="Es stimmt.")

    case.refresh_from_db()
    assert case.state == "decided"
