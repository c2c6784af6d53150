"""Somebody reports what is public, with an account or without."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.accounts.tests.pages import link_in
from drehscheibe.core.moderation.models import Case, Report
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.outbox.tests.delivering import deliver_all
from drehscheibe.portal.tests.moderation.cases import report, send, stranger

pytestmark = pytest.mark.django_db


def test_a_stranger_reports_and_follows_the_report(signal: Signal) -> None:
    client = Client()
    address = reverse("moderation_report", args=["concern", signal.public_id])
    assert address in client.get(reverse("signal_detail", args=[signal.public_id])).content.decode()

    response = send(client, "concern", signal.public_id)
    deliver_all()

    case = Case.objects.get()
    mail = Mail.objects.get(to="gast@example.org")
    assert response["Location"] == link_in(mail)
    page = Client().get(link_in(mail)).content.decode()
    assert (case.number in page, "wird geprüft" in page, signal.title in page) == (True,) * 3
    assert Notification.objects.get().kind == "moderation.case_opened"


def test_who_is_logged_in_needs_no_address(signal: Signal) -> None:
    actor = stranger()

    page = client_of(actor).get(reverse("moderation_report", args=["concern", signal.public_id]))
    send(client_of(actor), "concern", signal.public_id, email="fremd@example.org")
    deliver_all()

    assert 'name="email"' not in page.content.decode()
    made = Report.objects.get()
    assert (made.person_id, made.email) == (actor.person_id, "")
    assert Mail.objects.filter(to=actor.email).count() == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"email": ""}, "Bitte geben Sie Ihre E-Mail-Adresse ein"),
        ({"email": "gast@"}, "Das ist noch keine E-Mail-Adresse"),
        ({"reason": " "}, "Bitte füllen Sie dieses Feld aus"),
        ({"category": "ugly"}, "Bitte wählen Sie eine der Möglichkeiten aus"),
        ({"good_faith": ""}, "Bitte setzen Sie hier ein Häkchen"),
    ],
)
def test_faults_are_said_and_nothing_is_lost(
    signal: Signal, fields: dict[str, str], message: str
) -> None:
    response = send(Client(), "concern", signal.public_id, **fields)

    page = response.content.decode()
    assert message in page
    assert ("Der zweite Satz beleidigt." in page) == ("reason" not in fields)
    assert Case.objects.count() == 0


def test_harm_to_children_is_reported_without_an_address(signal: Signal) -> None:
    response = send(Client(), "concern", signal.public_id, category="child_safety", email="")

    assert response.status_code == 302
    assert Report.objects.get().email == ""


def test_a_report_sent_twice_is_one(signal: Signal) -> None:
    client = Client()

    answers = [send(client, "concern", signal.public_id, form_token="t") for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Report.objects.count() == 1


def test_further_reports_join_the_case_and_the_office_is_told_once(signal: Signal) -> None:
    first = report("concern", signal.public_id)
    second = report("concern", signal.public_id, stranger())
    same = report("concern", signal.public_id)
    deliver_all()

    assert (second.case_id, same.pk) == (first.case_id, first.pk)
    assert Notification.objects.filter(kind="moderation.case_opened").count() == 1


def test_a_program_that_fills_in_everything_reports_nothing(signal: Signal) -> None:
    response = send(Client(), "concern", signal.public_id, website="https://spam.example")

    assert response.status_code == 302
    assert Report.objects.count() == 0


def test_a_stranger_cannot_flood_the_office(signal: Signal) -> None:
    answers = [
        send(Client(), "concern", signal.public_id, email=f"gast{n}@example.org").status_code
        for n in range(12)
    ]

    assert (answers[:10], answers[10:]) == ([302] * 10, [429, 429])
