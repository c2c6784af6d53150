from __future__ import annotations

import pytest
from django.test import Client

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    make_answered,
    make_handed_over,
    make_house,
    make_submitted,
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
