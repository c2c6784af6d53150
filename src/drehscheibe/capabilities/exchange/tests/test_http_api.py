from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.services.signals import draft, promises, sending
from drehscheibe.capabilities.exchange.tests.factories import (
    WORDS,
    House,
    hand_over_to_desk,
    make_answered,
    make_handed_over,
    make_house,
    make_promised,
    make_submitted,
    rejected_in_public,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("drehscheibe.capabilities.exchange.tests.api_urls"),
]


@pytest.fixture
def house() -> House:
    return make_house()


def test_api_lists_with_filter_and_pages(client: Client, house: House) -> None:
    for number in range(3):
        make_handed_over(house, title=f"Anliegen {number}")
    make_answered(house)

    first = client.get("/api/v1/signals?status=waiting&limit=2").json()
    second = client.get(first["next"]).json()

    assert (first["count"], first["previous"], second["next"]) == (3, None, None)
    titles = [row["title"] for row in first["results"] + second["results"]]
    assert titles == ["Anliegen 2", "Anliegen 1", "Anliegen 0"]


def test_api_reads_one_and_hides_the_rest(client: Client, house: House) -> None:
    signal = make_answered(house)
    hidden = make_submitted(house)

    found = client.get(f"/api/v1/signals/{signal.public_id}")
    assert (found.status_code, found.json()["answers"][0]["decision"]) == (200, "accepted")
    assert client.get(f"/api/v1/signals/{hidden.public_id}").status_code == 404


@pytest.mark.parametrize("query", ["limit=0", "offset=-1", "offset=" + "9" * 20, "limit=x"])
def test_api_refuses_nonsense(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/signals?{query}").status_code == 422


def test_api_lists_nothing_that_is_not_public(client: Client, house: House) -> None:
    make_answered(house, title="Geheim", visibility=Visibility.PRIVATE)
    make_submitted(house, title="Noch nicht öffentlich")
    make_answered(house, title="Öffentlich")

    answer = client.get("/api/v1/signals").json()

    assert [row["title"] for row in answer["results"]] == ["Öffentlich"]


def test_api_names_an_origin_only_if_it_is_public(client: Client, house: House) -> None:
    for circle, named in ((Visibility.NETWORK, False), (Visibility.PUBLIC, True)):
        origin = make_handed_over(house, visibility=circle)
        begun = draft.begin_draft(house.author, taken_up=origin.public_id)
        draft.save_draft(house.author, begun.pk, draft.DraftContent(WORDS))
        signal = hand_over_to_desk(house, sending.send_signal(house.author, begun.pk))

        found = client.get(f"/api/v1/signals/{signal.public_id}").json()

        assert found["taken_up_from"] == (origin.public_id if named else "")


def test_api_tells_of_promises_that_come_later_and_of_what_is_in_effect(
    client: Client, house: House
) -> None:
    signal = make_promised(house)
    later = timezone.localdate() + timedelta(days=90)
    promises.postpone_promise(house.desk, signal.pk, until=later, reason="Das Gesetz dauert.")
    promises.report_in_effect(
        house.desk, signal.pk, text="Die Liste steht.", link="https://example.org/liste"
    )

    answer = client.get(f"/api/v1/signals/{signal.public_id}").json()["answers"][0]

    [postponed] = answer["postponements"]
    assert (postponed["from_now"], postponed["reason"]) == (later.isoformat(), "Das Gesetz dauert.")
    assert postponed["until_now"] < postponed["from_now"]
    assert (answer["in_effect"], answer["in_effect_by"]) == ("Die Liste steht.", "Bundesressort")
    assert answer["in_effect_link"] == "https://example.org/liste"


def test_api_finds_what_was_not_passed_on(client: Client, house: House) -> None:
    rejected = rejected_in_public(house)

    found = client.get("/api/v1/signals?status=rejected").json()

    assert [row["public_id"] for row in found["results"]] == [rejected.public_id]
