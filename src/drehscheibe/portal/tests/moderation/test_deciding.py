"""The office decides with reasons; who may, and who is told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.tests.factories import House
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.moderation import services
from drehscheibe.core.moderation.models import Decision
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.outbox.tests.delivering import deliver_all
from drehscheibe.portal.tests.moderation.cases import (
    PASSAGE,
    decide,
    report,
    second_of_office,
    stranger,
)

pytestmark = pytest.mark.django_db


def test_the_office_decides_beside_the_house_rules(house: House, signal: Signal) -> None:
    case = report("concern", signal.public_id).case
    client = client_of(house.office)
    page = client.get(reverse("moderation_case", args=[case.number])).content.decode()

    response = client.post(
        reverse("moderation_case", args=[case.number]),
        {"outcome": "leave", "words": "Scharf, aber zur Sache.", "form_token": "t"},
    )
    deliver_all()

    assert ("Fair zu Menschen" in page, "Beleidigt." in page, PASSAGE in page) == (True,) * 3
    assert response.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.due_on) == ("decided", None)
    told = {mail.to: mail.text for mail in Mail.objects.exclude(key__contains="received")}
    assert "Scharf, aber zur Sache." in told["gast@example.org"]
    assert "Scharf, aber zur Sache." in told[house.author.email]
    assert "gast@example.org" not in told[house.author.email]
    assert Entry.objects.filter(verb="moderation.case_decided", item_key=case.number).exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"outcome": "hide_item", "words": "x"}, "Bitte wählen Sie eine Möglichkeit aus"),
        ({"outcome": "hide_passage", "ground": "insult", "words": "x"}, "Bitte kopieren Sie"),
        (
            {"outcome": "hide_passage", "ground": "insult", "words": "x", "passage": "nirgends"},
            "Die Stelle wurde nicht gefunden",
        ),
        ({"outcome": "restore", "words": "x"}, "Bitte wählen Sie eine der Möglichkeiten aus"),
        ({"outcome": "leave", "words": ""}, "Bitte füllen Sie dieses Feld aus"),
    ],
)
def test_a_decision_owes_reasons(
    house: House, signal: Signal, fields: dict[str, str], message: str
) -> None:
    case = report("concern", signal.public_id).case

    response = client_of(house.office).post(reverse("moderation_case", args=[case.number]), fields)

    assert message in response.content.decode()
    assert Decision.objects.count() == 0


def test_a_recorded_concern_has_no_author_to_be_told(house: House, signal: Signal) -> None:
    Signal.objects.filter(pk=signal.pk).update(
        organisation=None, mandate=None, raised_in_public_by="Verband (Beispiel)"
    )
    case = report("concern", signal.public_id).case

    decide(house, case, "leave")
    deliver_all()

    assert Notification.objects.filter(kind="moderation.decided_for_author").count() == 0


def test_nobody_judges_their_own_report_words_or_decision(house: House, signal: Signal) -> None:
    own_report = report("concern", signal.public_id, house.office).case
    with pytest.raises(NotAllowed):
        decide(house, own_report, "leave")
    for actor in (house.author, house.desk, Actor(), stranger()):
        with pytest.raises(NotAllowed):
            services.decide_case(actor, own_report.pk, outcome="leave", words="x")
    services.decide_case(second_of_office(house), own_report.pk, outcome="leave", words="x")

    with pytest.raises(Conflict):
        services.decide_case(second_of_office(house), own_report.pk, outcome="leave", words="x")
    services.appeal_as_reporter(own_report.reports.get(), "Doch.")
    first = Decision.objects.get().decided_by
    assert first is not None
    again = client_of(Actor(person_id=first.pk)).get(
        reverse("moderation_case", args=[own_report.number])
    )
    assert "Jemand anderes muss entscheiden" in again.content.decode()


def test_a_second_person_hears_of_the_objection(house: House, signal: Signal) -> None:
    second = second_of_office(house)
    case = report("concern", signal.public_id).case
    decide(house, case, "leave")
    deliver_all()
    Notification.objects.all().delete()

    services.appeal_as_reporter(case.reports.get(), "Bitte noch einmal.")
    deliver_all()

    case.refresh_from_db()
    told = Notification.objects.filter(kind="moderation.appealed")
    assert list(told.values_list("person_id", flat=True)) == [second.person_id]
    assert (case.state, case.due_on is not None) == ("appealed", True)
    with pytest.raises(NotAllowed):
        decide(house, case, "uphold")
    services.decide_case(second, case.pk, outcome="uphold", words="Es bleibt dabei.")
    case.refresh_from_db()
    assert case.state == "settled"
