"""White spots: the page, the list, the files and the API say the same, and follow the directory."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.services.profile_index import index_profiles
from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.capabilities.founding.queries.white_spots import find_spot, survey_country
from drehscheibe.capabilities.founding.tests.factories import (
    FAR,
    HERE,
    NEAR,
    add_figures,
    make_places,
)
from drehscheibe.core.places.models import Kreis

pytestmark = pytest.mark.django_db


@pytest.fixture
def country() -> None:
    make_places()
    add_figures(HERE, manufacturing_employees=20_000, employees_total=50_000, population=200_000)
    add_figures(NEAR, manufacturing_employees=5_000, employees_total=50_000, population=90_000)
    add_figures(FAR, manufacturing_employees=None, employees_total=60_000, population=100_000)


def add_initiative(*keys: str, **fields: object) -> Initiative:
    return InitiativeFactory.create(kreise=list(Kreis.objects.filter(pk__in=keys)), **fields)


def keys_of(answer: object) -> list[str]:
    return [row["kreis"] for row in json.loads(answer.content)["results"]]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("country")
def test_a_kreis_leaves_the_list_as_soon_as_an_initiative_covers_it(client: Client) -> None:
    address = reverse("white_spot_export", args=["json"])
    assert keys_of(client.get(address))[0] == HERE

    initiative = add_initiative(HERE)
    assert HERE not in keys_of(client.get(address))

    initiative.status = "ended"
    initiative.save()
    index_profiles([initiative])
    assert keys_of(client.get(address))[0] == HERE


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize("fields", [{"types": ["land-dialogue"]}, {"is_example": True}])
def test_bodies_of_a_whole_land_and_examples_cover_nothing(fields: dict[str, object]) -> None:
    add_initiative(HERE, **fields)

    spot = find_spot(HERE)

    assert spot is not None
    assert spot.is_white


@pytest.mark.usefixtures("country")
def test_a_secret_figure_is_an_interval_and_stands_behind_the_others() -> None:
    survey = survey_country()
    secret = survey.spots[FAR]

    assert list(survey.spots)[-1] == FAR
    assert secret.is_unknown
    assert (secret.score.value.low, secret.manufacturing) == (0, None)
    assert (secret.best, secret.worst) == (1, 3)


@pytest.mark.usefixtures("country")
def test_decline_counts_as_soon_as_there_are_two_dates() -> None:
    before = find_spot(HERE)
    assert before is not None
    assert before.change is None

    add_figures(HERE, date(2019, 6, 30), manufacturing_employees=25_000)
    after = find_spot(HERE)

    assert after is not None
    assert after.change == pytest.approx(-0.2)
    assert survey_country().change_from == date(2019, 6, 30)
    other = find_spot(NEAR)
    assert other is not None
    assert other.is_unknown  # its change is not known, and that is said


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [HERE, NEAR, FAR]),
        ("size=over-20k", [HERE]),
        ("size=5k-10k", [NEAR]),
        ("unknown=1", [FAR]),
        ("land=NW", [HERE, NEAR, FAR]),
        ("land=XX", [HERE, NEAR, FAR]),
        ("land=BY", []),
        ("kind=city", []),
        ("coverage=some", []),
        ("coverage=all&sort=name", [NEAR, FAR, HERE]),
        (f"q={NEAR}", [NEAR]),
        ("sort=nonsense&size=nonsense", [HERE, NEAR, FAR]),
    ],
)
def test_page_files_and_api_show_the_same_set(
    client: Client, query: str, expected: list[str]
) -> None:
    data = keys_of(client.get(reverse("white_spot_export", args=["json"]) + f"?{query}"))
    table = b"".join(
        client.get(reverse("white_spot_export", args=["csv"]) + f"?{query}").streaming_content  # type: ignore[attr-defined]
    ).decode()
    rows = [row for row in csv.reader(io.StringIO(table)) if row and row[0].isdigit()]
    page = client.get(reverse("white_spot_list") + f"?{query}")

    assert data == [row[0] for row in rows] == expected
    assert keys_of(client.get(f"/api/v1/white-spots?{query}")) == expected
    shown = re.findall(r'spot__title"><a href="[^"]*/(\d{5})/"', page.content.decode())
    assert shown == expected


@pytest.mark.usefixtures("country")
def test_sources_and_gaps_are_printed(client: Client) -> None:
    page = client.get(reverse("white_spot_list")).content.decode()
    table = b"".join(client.get(reverse("white_spot_export", args=["csv"])).streaming_content)  # type: ignore[attr-defined]

    for text in (page, table.decode()):
        assert "Quellen: Amt, dl-de/by-2-0, Daten bearbeitet." in text
    assert "unbekannt, nicht null" in page


@pytest.mark.usefixtures("country")
def test_page_of_a_kreis_names_neighbours_who_could_help(client: Client) -> None:
    mentor = add_initiative(NEAR)

    page = client.get(reverse("white_spot", args=[HERE])).content.decode()

    assert mentor.name in page
    assert f"{reverse('founding_begin')}?kreis={HERE}" in page


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize("key", ["99999", "abc", "0551", "%00"])
def test_an_unknown_kreis_is_a_clear_404(client: Client, key: str) -> None:
    assert client.get(f"/de/gruendung/weisse-flecken/{key}/").status_code == 404
    assert client.get(f"/api/v1/white-spots/{key}").status_code in (404, 422)


@pytest.mark.usefixtures("country")
def test_the_list_asks_the_database_only_after_a_change(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(reverse("white_spot_list"))

    with django_assert_max_num_queries(0):
        client.get(reverse("white_spot_list"))
