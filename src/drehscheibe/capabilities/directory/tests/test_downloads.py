"""Files, feed and read API: the same filtered set, safe for what reads them."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from ninja.testing import TestClient

from drehscheibe.capabilities.directory import api
from drehscheibe.capabilities.directory.exports import COLUMNS
from drehscheibe.capabilities.directory.http_api import router
from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory, make_kreise

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def read_api() -> TestClient:
    return TestClient(router)


def test_csv_is_for_spreadsheets(client: Client) -> None:
    InitiativeFactory.create(
        name='=HYPERLINK("x")', topics=["skills", "digital"], benches={"union": 3}
    )
    InitiativeFactory.create(name="Ärmel hoch, jetzt")

    response = client.get("/en/initiatives/export.csv")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="initiatives-')
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert [row["name"] for row in rows] == ["Ärmel hoch, jetzt", '\'=HYPERLINK("x")']
    assert (rows[1]["topics"], rows[1]["benches"], rows[1]["founded_year"]) == (
        "skills;digital",
        "union",
        "",
    )


def test_json_has_the_filtered_set_and_null_for_unknown(client: Client) -> None:
    InitiativeFactory.create(name="In", topics=["skills"])
    InitiativeFactory.create(name="Out")

    data = json.loads(client.get("/en/initiatives/export.json?topic=skills").content)

    assert (data["count"], [r["name"] for r in data["results"]]) == (1, ["In"])
    assert (data["results"][0]["founded_year"], data["results"][0]["website"]) == (None, None)


def test_geojson_points_are_means_of_centres_and_say_so(client: Client) -> None:
    one, two = make_kreise("05515", "05512")
    InitiativeFactory.create(slug="placed", kreise=[one, two])
    InitiativeFactory.create(slug="nowhere")

    data = json.loads(client.get("/en/initiatives/export.geojson").content)

    places = {f["id"]: f["geometry"] for f in data["features"]}
    mean = [
        round((one.longitude + two.longitude) / 2, 4),
        round((one.latitude + two.latitude) / 2, 4),
    ]
    assert places == {"placed": {"type": "Point", "coordinates": mean}, "nowhere": None}
    assert "not an address" in data["description"]


def test_unknown_formats_do_not_exist(client: Client) -> None:
    assert client.get("/en/initiatives/export.exe").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "json", "geojson"])
def test_files_cost_no_more_for_three_than_for_one(
    client: Client, kind: str, django_assert_max_num_queries: object
) -> None:
    kreise = make_kreise("05515")
    InitiativeFactory.create(kreise=kreise)
    with django_assert_max_num_queries(6) as few:  # type: ignore[operator]
        client.get(f"/en/initiatives/export.{kind}")
    InitiativeFactory.create(kreise=kreise), InitiativeFactory.create(kreise=kreise)

    with django_assert_max_num_queries(6) as many:  # type: ignore[operator]
        client.get(f"/en/initiatives/export.{kind}?x=1")

    assert len(many) <= len(few)


def test_feed_follows_the_filters_and_is_valid_atom(client: Client) -> None:
    InitiativeFactory.create(name="Shown & <more>", topics=["skills"], summary="What it does")
    InitiativeFactory.create(name="Hidden")

    response = client.get("/en/initiatives/feed/?topic=skills")

    root = ET.fromstring(response.content)  # noqa: S314 -- our own output
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert [e.findtext(f"{ATOM}title") for e in root.iter(f"{ATOM}entry")] == ["Shown & <more>"]
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == "http://testserver/en/initiatives/feed/?topic=skills"


def test_api_pages_and_names_its_neighbours(read_api: TestClient) -> None:
    make_kreise("05515")
    for name in "ABC":
        InitiativeFactory.create(name=name, land_id="NW", topics=["skills"])
    InitiativeFactory.create(name="Else", land_id="NW")

    data = read_api.get("/initiatives?land=NW&topic=skills&limit=1&offset=1").json()

    assert (data["count"], [r["name"] for r in data["results"]]) == (3, ["B"])
    assert data["next"].endswith("?land=NW&topic=skills&limit=1&offset=2")
    assert data["previous"].endswith("?land=NW&topic=skills&limit=1&offset=0")
    assert read_api.get("/initiatives?topic=skills&land=NW&offset=2&limit=5").json()["next"] is None


def test_api_bears_nonsense(read_api: TestClient) -> None:
    InitiativeFactory.create()

    for query in ("topic=nonsense", "limit=100000", f"q={'x' * 5000}"):
        assert read_api.get(f"/initiatives?{query}").status_code == 200
    for query in ("limit=abc", "limit=-5", "offset=-9", f"offset={'9' * 20}"):
        assert read_api.get(f"/initiatives?{query}").status_code == 422


def test_api_shows_one_and_hides_what_is_not_public(read_api: TestClient) -> None:
    InitiativeFactory.create(slug="public", benches={"union": None})
    InitiativeFactory.create(slug="hidden", state="proposed")

    assert read_api.get("/initiatives/public").json()["benches"] == ["union"]
    assert read_api.get("/initiatives/hidden").status_code == 404


def test_front_door_answers_other_rooms() -> None:
    kreise = make_kreise("05515", "05512")
    local = InitiativeFactory.create(kreise=kreise[:1], land_id="NW")
    InitiativeFactory.create(kreise=kreise, types=["land-dialogue"])
    hidden = InitiativeFactory.create(state="proposed")
    owners = [local.organisation_id, hidden.organisation_id]

    links = api.find_by_organisations(owners)

    assert list(links) == [local.organisation_id]
    assert links[local.organisation_id].kreise == (kreise[0].pk,)
    assert api.list_kreise_with_initiative() == {kreise[0].pk: 1}
    assert api.list_kreise_with_initiative(leave_out_wide=False) == {
        kreise[0].pk: 2,
        kreise[1].pk: 1,
    }
    rows = api.list_initiatives(api.filters_from_query(f"kreis={kreise[0].pk}"))
    assert len(rows) == 2
    assert [e.slug for e in api.list_sitemap_entries()].count(hidden.slug) == 0
