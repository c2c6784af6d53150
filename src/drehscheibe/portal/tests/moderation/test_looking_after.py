"""What the office keeps: the queue, the house rules, the figures, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.tests.factories import House
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.moderation import services
from drehscheibe.core.privacy.services import apply_retention
from drehscheibe.portal.tests.moderation.cases import PASSAGE, decide, report, second_of_office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_costs_the_same_for_one_and_for_three(
    house: House, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        InitiativeFactory.create(slug=f"entry-{each}")
        report("initiative", f"entry-{each}")
    client = client_of(house.office)
    client.get(reverse("moderation_queue"))

    with django_assert_num_queries(5):
        page = client.get(reverse("moderation_queue")).content.decode()

    assert page.count("M-20") >= number


def test_the_office_writes_the_house_rules(house: House) -> None:
    client = client_of(house.office)

    client.post(reverse("house_rules_edit"), {"text": "Nur Gutes.\r\n\r\n<b>Zweitens</b>"})

    page = Client().get(reverse("house_rules")).content.decode()
    assert ("Nur Gutes." in page, "&lt;b&gt;Zweitens" in page) == (True, True)
    assert "Fair to people" in Client().get("/en/house-rules/").content.decode()
    entry = Entry.objects.get(verb="moderation.house_rules_changed")
    assert "Fair zu Menschen" in entry.changes["text"][0]


def test_the_figures_are_public_and_name_nobody(house: House, signal: Signal) -> None:
    with time_machine.travel("2027-05-31T10:00:00Z", tick=False):
        found = report("concern", signal.public_id)
    with time_machine.travel("2027-06-02T10:00:00Z", tick=False):
        decide(house, found.case, "hide_passage", passage=PASSAGE)
    with time_machine.travel("2027-07-05T10:00:00Z", tick=False):
        services.appeal_as_author(house.author, found.case_id, "Nein.")
        services.decide_case(
            second_of_office(house), found.case_id, outcome="restore", words="Stimmt."
        )

    page = Client().get(reverse("moderation_figures")).content.decode()

    first, second = page.split("Erstes Halbjahr 2027")[1], page.split("Zweites Halbjahr 2027")[1]
    assert ("Beleidigung oder Hetze" in first, "eine Stelle wird ausgeblendet" in first) == (
        True,
        True,
    )
    assert "1 zweite Entscheidung hat die erste geändert" in second
    assert (signal.title in page, "gast@" in page) == (False, False)


def test_names_of_reporters_go_after_three_years(house: House, signal: Signal) -> None:
    found = report("concern", signal.public_id, name="Gast Beispiel")
    decide(house, found.case, "leave")

    early = apply_retention(timezone.now() + timedelta(days=1090))["moderation.reports"]
    late = apply_retention(timezone.now() + timedelta(days=1100))["moderation.reports"]

    found.refresh_from_db()
    assert (early, late) == (0, 1)
    assert (found.email, found.name, found.reason) == ("", "", "Beleidigt.")
