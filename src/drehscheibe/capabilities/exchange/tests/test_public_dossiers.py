"""Public dossiers where programs and searchers look: search, feed, interface; and their reminders."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.exports.dossier import as_dossier_record
from drehscheibe.capabilities.exchange.models import Dossier, Signal
from drehscheibe.capabilities.exchange.queries.dossier_content import with_public_content
from drehscheibe.capabilities.exchange.queries.dossiers import public_dossiers
from drehscheibe.capabilities.exchange.services.reminding import remind_overdue
from drehscheibe.capabilities.exchange.tests import dossier_factories as made
from drehscheibe.capabilities.exchange.tests.factories import House, make_house, make_submitted
from drehscheibe.capabilities.exchange.tests.impulse_factories import (
    make_impulse,
    make_measure,
    make_stage,
)
from drehscheibe.capabilities.exchange.tests.telling import events_of
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.search import api as search
from drehscheibe.core.search.models import Entry

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("drehscheibe.capabilities.exchange.tests.api_urls"),
]


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


def handed_over(house: House, *signals: Signal, **words: str) -> Dossier:
    signals = signals or (make_submitted(house, visibility=Visibility.PUBLIC),)
    return made.hand_over(house, made.begin(house, *signals), **words)


def found(text: str) -> list[str]:
    return search.find_keys(text, actor=ANONYMOUS, language="de", kind="dossier", limit=10)


def linked_data(client: Client, address: str) -> dict[str, Any]:
    page = client.get(address).text
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert match is not None
    return dict(json.loads(match.group(1)))


def test_public_dossier_is_found_once_it_is_handed_over(house: House) -> None:
    dossier = made.begin(house, make_submitted(house, visibility=Visibility.PUBLIC))
    made.write_core(house, dossier)
    assert found("Genehmigungen") == []

    made.hand_over(house, dossier)

    assert found("Verordnung Winter") == [dossier.public_id]


def test_dossier_of_a_smaller_circle_is_found_by_mandate_holders_alone(house: House) -> None:
    dossier = handed_over(house, visibility="network")

    assert found("Genehmigungen") == []
    hits = search.find_keys(
        "Genehmigungen", actor=house.author, language="de", kind="dossier", limit=9
    )
    assert hits == [dossier.public_id]


def test_feed_names_public_dossiers_only(client: Client, house: House) -> None:
    dossier = handed_over(house)
    handed_over(house, made.make_other(house, "Nord"), title="Nur intern", visibility="network")

    feed = client.get(reverse("dossier_feed")).text

    assert dossier.public_id in feed
    assert "Nur intern" not in feed
    assert reverse("dossier_feed") in client.get(reverse("dossier_list")).text


def test_interface_lists_public_dossiers_in_pages(client: Client, house: House) -> None:
    numbers = [
        handed_over(house, made.make_other(house, f"Initiative {number}")).public_id
        for number in range(3)
    ]
    handed_over(house, made.make_other(house, "Nord"), visibility="network")

    first = client.get("/api/v1/dossiers?limit=2").json()
    second = client.get(first["next"]).json()

    assert (first["count"], second["next"]) == (3, None)
    listed = [row["public_id"] for row in first["results"] + second["results"]]
    assert listed == list(reversed(numbers))


def test_interface_says_nothing_of_concerns_that_are_not_public(
    client: Client, house: House
) -> None:
    public = make_submitted(house, visibility=Visibility.PUBLIC, affected_companies=4)
    hidden = made.make_other(
        house, "Stille Initiative", visibility=Visibility.PRIVATE, affected_companies=900
    )
    dossier = made.begin(house, public, hidden)
    made.write_core(house, dossier, public.public_id, hidden.public_id)
    dossier = made.hand_over(house, dossier)

    answer = client.get(f"/api/v1/dossiers/{dossier.public_id}")

    record = answer.json()
    assert (record["concerns"], record["concerns_not_public"]) == ([public.public_id], 1)
    assert record["affected_companies"] == 4
    assert "Stille Initiative" not in answer.text
    assert hidden.public_id not in answer.text


def test_interface_hides_dossiers_that_are_not_public(client: Client, house: House) -> None:
    internal = handed_over(house, visibility="network")
    unsent = made.begin(house, made.make_other(house, "Nord"))

    for dossier in (internal, unsent):
        assert client.get(f"/api/v1/dossiers/{dossier.public_id}").status_code == 404


def test_records_of_many_dossiers_cost_no_more_queries(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    today = timezone.localdate()
    handed_over(house)
    with django_assert_num_queries(7):
        records = [as_dossier_record(row, today) for row in with_public_content(public_dossiers())]
    handed_over(house, made.make_other(house, "Nord"), made.make_other(house, "Süd"))
    with django_assert_num_queries(7):
        records = [as_dossier_record(row, today) for row in with_public_content(public_dossiers())]
    assert [len(record.concerns) for record in records] == [2, 1]


def test_pages_describe_themselves_to_programs(client: Client, house: House) -> None:
    signal = make_submitted(house, visibility=Visibility.PUBLIC)
    dossier = handed_over(house, signal)
    stage = make_stage()
    impulse, measure = make_impulse(stage.desk), make_measure(stage.desk)

    report = linked_data(client, reverse("dossier_detail", args=[dossier.public_id]))
    asked = linked_data(client, reverse("impulse_detail", args=[impulse.public_id]))
    done = linked_data(client, reverse("measure_detail", args=[measure.public_id]))

    assert (report["@type"], report["reportNumber"]) == ("Report", dossier.public_id)
    assert [part["name"] for part in report["hasPart"]] == [signal.title]
    assert (asked["name"], asked["author"]["name"]) == (impulse.title, str(impulse.sender))
    assert (done["@type"], done["agent"]["name"]) == ("Action", str(measure.lead))


def test_examples_do_not_describe_themselves(client: Client, house: House) -> None:
    dossier = handed_over(house)
    Dossier.objects.filter(pk=dossier.pk).update(is_example=True)

    page = client.get(reverse("dossier_detail", args=[dossier.public_id])).text

    assert "ld+json" not in page


def make_late(dossier: Dossier) -> None:
    missed = timezone.localdate() - timedelta(days=1)
    Dossier.objects.filter(pk=dossier.pk).update(due_on=missed)
    Signal.objects.filter(dossier_entries__dossier=dossier).update(due_on=missed)


def test_desk_and_office_are_reminded_once_of_a_late_dossier(house: House) -> None:
    dossier = handed_over(house, make_submitted(house), made.make_other(house, "Nord"))
    made.deliver_all()
    make_late(dossier)

    for _day in range(2):
        remind_overdue(timezone.localdate())
        made.deliver_all()

    # Its concerns are due on the same day: one reminder speaks for all of them.
    assert [each for each in events_of(house.desk) if "late" in each] == ["dossier_desk_late"]
    assert [each for each in events_of(house.office) if "late" in each] == ["dossier_office_late"]


def test_answered_dossier_reminds_no_desk(house: House) -> None:
    signal = make_submitted(house)
    dossier = handed_over(house, signal)
    made.deliver_all()
    make_late(dossier)
    made.answer(house, signal)
    remind_overdue(timezone.localdate())
    made.deliver_all()

    assert made.again(dossier).state == "answered"
    assert "dossier_desk_late" not in events_of(house.desk)


def test_office_is_reminded_of_a_dossier_that_it_left_lying(house: House) -> None:
    dossier = made.begin(house, make_submitted(house))
    made.deliver_all()
    Dossier.objects.filter(pk=dossier.pk).update(due_on=timezone.localdate() - timedelta(days=1))

    assert remind_overdue(timezone.localdate()) == 1
    made.deliver_all()

    assert "dossier_office_due" in events_of(house.office)


def test_dossiers_from_before_they_could_be_found_come_in_with_a_rebuild(house: House) -> None:
    open_to_all = handed_over(house)
    internal = handed_over(house, made.make_other(house, "Nord"), visibility="network")
    unsent = made.begin(house, made.make_other(house, "Süd"))
    for one in (open_to_all, internal, unsent):
        search.remove("dossier", one.public_id)
    assert found("Genehmigungen") == []

    call_command("search", "rebuild")

    rows = Entry.objects.filter(kind="dossier").values_list("key", "language", "audience")
    assert set(rows) == {
        (one.public_id, language, audience)
        for one, audience in ((open_to_all, "public"), (internal, "network"))
        for language in ("de", "en")
    }
    assert found("Genehmigungen") == [open_to_all.public_id]
