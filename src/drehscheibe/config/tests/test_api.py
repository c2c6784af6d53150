"""The read API through its front door."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.capabilities.exchange.tests import dossier_factories as dossiers
from drehscheibe.capabilities.exchange.tests.factories import make_handed_over, make_house
from drehscheibe.capabilities.exchange.tests.impulse_factories import make_impulse, make_measure
from drehscheibe.core.places.models import Figure, Kreis
from drehscheibe.core.places.reference import load_reference_places

pytestmark = pytest.mark.django_db

BOTTROP, SECRET = "05512", "09161"


@pytest.fixture
def places() -> None:
    load_reference_places()


@pytest.fixture
def concern(places: None) -> str:
    """Return the number of a public concern in Bottrop, where one initiative works."""
    kreis = Kreis.objects.get(pk=BOTTROP)
    InitiativeFactory.create(slug="emscher", land_id="NW", kreise=[kreis])
    signal = make_handed_over(make_house())
    signal.kreise.set([kreis])
    signal.laender.set([kreis.land])
    return signal.public_id


def read(client: Client, path: str, status: int = 200) -> Any:  # noqa: ANN401 -- JSON
    response = client.get(f"/api/v1{path}")
    assert response.status_code == status, response.content[:300]
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response.json()


def test_regions_are_a_list_with_pages(client: Client, places: None) -> None:
    first = read(client, "/regions?limit=150")
    second = read(client, first["next"].partition("/api/v1")[2])
    third = read(client, second["next"].partition("/api/v1")[2])

    assert [first["count"], second["count"], third["count"]] == [400, 400, 400]
    keys = [region["key"] for page in (first, second, third) for region in page["results"]]
    assert sorted(keys) == sorted(Kreis.objects.values_list("pk", flat=True))
    assert first["previous"] is None
    assert third["next"] is None
    assert second["previous"].endswith("/api/v1/regions?limit=150&offset=0")


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("?q=muenster", ["05515"]),
        ("?q=05512", [BOTTROP]),
        ("?land=sl&q=Saarbr%C3%BCcken", ["10041"]),
        ("?land=HB", ["04011", "04012"]),
        ("?land=XX", []),
        ("?q=%3Cscript%3E", []),
    ],
)
def test_regions_are_narrowed_by_land_and_name(
    client: Client, places: None, query: str, keys: list[str]
) -> None:
    assert [region["key"] for region in read(client, f"/regions{query}")["results"]] == keys


def test_a_region_has_neighbours_figures_initiatives_and_concerns(
    client: Client, concern: str
) -> None:
    region = read(client, f"/regions/{BOTTROP}")

    assert (region["name"], region["land"], region["nuts3"]) == ("Bottrop", "NW", "DEA31")
    near = set(Kreis.objects.get(pk=BOTTROP).neighbours.values_list("pk", flat=True))
    assert {neighbour["key"] for neighbour in region["neighbours"]} == near
    assert [row["slug"] for row in region["initiatives"]] == ["emscher"]
    assert [row["public_id"] for row in region["signals"]] == [concern]
    people = Figure.objects.get(kreis_id=BOTTROP, indicator="population")
    assert region["figures"][0] == {
        "indicator": "population",
        "label": "Population",
        "unit": "persons",
        "value": float(people.value or 0),
        "reference_date": "2021-12-31",
        "missing_kreise": 0,
        "source": people.source.attribution,
        "changes": people.source.changes,
        "licence": "dl-de/by-2-0",
        "licence_url": "https://www.govdata.de/dl-de/by-2-0",
    }


def test_what_the_source_keeps_secret_is_null(client: Client, places: None) -> None:
    figures = {row["indicator"]: row for row in read(client, f"/regions/{SECRET}")["figures"]}
    rows = read(client, f"/figures?kreis={SECRET}&indicator=manufacturing_employees")["results"]

    assert figures["manufacturing_employees"]["value"] is None
    assert [row["value"] for row in rows] == [None]


def test_a_land_sums_its_kreise_and_says_what_is_missing(client: Client, concern: str) -> None:
    land = read(client, "/laender/NW")
    bavaria = {row["indicator"]: row for row in read(client, "/laender/by")["figures"]}

    assert (land["name_en"], land["kreise_count"], len(land["kreise"])) == (
        "North Rhine-Westphalia",
        53,
        53,
    )
    assert land["initiatives_count"] == 1
    assert [row["public_id"] for row in land["signals"]] == [concern]
    assert bavaria["manufacturing_employees"]["missing_kreise"] == 2
    assert read(client, "/laender")["count"] == 16


def test_initiatives_answer_without_a_slash_and_without_a_detour(
    client: Client, concern: str
) -> None:
    Initiative.objects.filter(slug="emscher").update(topics=["skills"])

    found = read(client, "/initiatives?land=NW")

    assert [row["slug"] for row in found["results"]] == ["emscher"]
    assert read(client, "/initiatives?land=BY")["count"] == 0


@pytest.mark.parametrize(
    "path",
    [
        "/regions/99999",
        "/regions/Bottrop",
        "/laender/ZZ",
        "/initiatives/nobody",
        "/signals/S-1999-0001",
        "/initiatives/",
        "/nothing",
        "/",
    ],
)
def test_what_is_not_there_is_said_in_json(client: Client, places: None, path: str) -> None:
    assert read(client, path, status=404)["detail"]


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/regions?limit=abc", "limit"),
        ("/regions?limit=0", "limit"),
        ("/regions?offset=-1", "offset"),
        ("/figures?limit=1e3", "limit"),
        *(
            (f"/{name}?{parameter}", "offset")
            for name in ("regions", "laender", "figures", "initiatives", "signals")
            for parameter in ("offset=99999999999999999999", "offset=1000001")
        ),
        ("/initiatives?limit=many", "limit"),
        ("/signals?limit=abc", "limit"),
    ],
)
def test_a_wrong_parameter_is_named(
    client: Client, places: None, path: str, parameter: str
) -> None:
    answer = read(client, path, status=422)

    assert [error["parameter"] for error in answer["errors"]] == [parameter]
    assert answer["detail"].startswith(f"{parameter}: ")


def test_limit_is_cut_to_two_hundred(client: Client, places: None) -> None:
    assert len(read(client, "/regions?limit=5000")["results"]) == 200


@pytest.mark.parametrize("name", ["regions", "laender", "figures", "initiatives", "signals"])
@pytest.mark.parametrize("limit", ["201", "9" * 30])
def test_every_list_cuts_a_limit_and_says_so(
    client: Client, concern: str, name: str, limit: str
) -> None:
    page = read(client, f"/{name}?limit={limit}")
    operation = read(client, "/openapi.json")["paths"][f"/api/v1/{name}"]["get"]
    words = {
        each["name"]: each["description"]
        for each in operation["parameters"]
        if "description" in each
    }

    assert 0 < len(page["results"]) <= 200
    assert "more is cut to 200" in words["limit"]
    assert page["next"] is None or "limit=200" in page["next"]


@pytest.mark.parametrize("name", ["regions", "laender", "figures", "initiatives", "signals"])
def test_beyond_the_end_a_list_is_empty(client: Client, concern: str, name: str) -> None:
    page = read(client, f"/{name}?offset=1000000")

    assert page["results"] == []
    assert page["count"] > 0
    assert page["next"] is None


def test_an_unchanged_answer_costs_a_304(client: Client, places: None) -> None:
    first = client.get("/api/v1/laender/NW")
    again = client.get("/api/v1/laender/NW", headers={"If-None-Match": first.headers["ETag"]})
    Figure.objects.filter(indicator="population", kreis__land="NW").update(value=1)
    other = Client().get("/api/v1/laender/NW?x=1", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, other.status_code) == (200, 304, 200)
    assert again.content == b""
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in first.headers.get("Vary", "")


def test_a_browser_may_ask_whether_it_may(client: Client) -> None:
    answer = client.options("/api/v1/regions")

    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Methods"] == "GET"
    assert client.post("/api/v1/regions").status_code == 405


def test_an_answer_does_not_depend_on_the_language_of_the_reader(
    client: Client, concern: str
) -> None:
    german = client.get("/api/v1/regions/05512?a", headers={"Accept-Language": "de"})
    english = client.get("/api/v1/regions/05512?b", headers={"Accept-Language": "en"})

    assert german.json() == english.json()


# -- The document that describes all this ------------------------------------------------------------

EXAMPLES = {"ags5": BOTTROP, "kreis": BOTTROP, "code": "NW", "slug": "emscher"}


def conforms(
    value: object, schema: dict[str, Any], parts: dict[str, Any], at: str = ""
) -> list[str]:
    """Return where a value differs from its JSON schema."""
    if "$ref" in schema:
        return conforms(value, parts[schema["$ref"].rpartition("/")[2]], parts, at)
    if "anyOf" in schema:
        tried = [conforms(value, each, parts, at) for each in schema["anyOf"]]
        return [] if [] in tried else tried[0]
    kinds: dict[str, type | tuple[type, ...]] = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "null": type(None),
    }
    kind = schema.get("type")
    if kind and not isinstance(value, kinds[kind]):
        return [f"{at}: {value!r} is no {kind}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: {value!r} is not listed"]
    if isinstance(value, list):
        return [
            f
            for n, v in enumerate(value)
            for f in conforms(v, schema["items"], parts, f"{at}[{n}]")
        ]
    if isinstance(value, dict):
        known = schema.get("properties", {})
        faults = [
            f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value
        ]
        faults += [f"{at}.{name} is not described" for name in value if name not in known]
        return faults + [
            fault
            for name, each in known.items()
            if name in value
            for fault in conforms(value[name], each, parts, f"{at}.{name}")
        ]
    return []


def test_every_described_path_answers_as_described(client: Client, concern: str) -> None:
    document = read(client, "/openapi.json")
    parts = document["components"]["schemas"]
    house = make_house()
    desk = house.desk
    dossier = dossiers.begin(house, dossiers.make_other(house, "Initiative Nord"))
    numbers = {
        "signals": concern,
        "dossiers": dossiers.hand_over(house, dossier).public_id,
        "impulses": make_impulse(desk).public_id,
        "measures": make_measure(desk).public_id,
    }
    asked = []
    for path, operations in document["paths"].items():
        room = path.removeprefix("/api/v1/").partition("/")[0]
        examples = {**EXAMPLES, "public_id": numbers.get(room, "")}
        assert set(operations) == {"get"}
        assert operations["get"]["description"]
        schema = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        answer = read(client, path.removeprefix("/api/v1").format(**examples))
        assert conforms(answer, schema, parts) == []
        if "results" in answer:
            assert answer["results"], f"{path} has nothing to be compared"
        asked.append(path)

    assert sorted(asked) == [
        f"/api/v1/{path}"
        for path in (
            "dossiers",
            "dossiers/{public_id}",
            "figures",
            "impulses",
            "impulses/{public_id}",
            "initiatives",
            "initiatives/{slug}",
            "laender",
            "laender/{code}",
            "measures",
            "measures/{public_id}",
            "regions",
            "regions/{ags5}",
            "signals",
            "signals/{public_id}",
            "white-spots",
            "white-spots/{kreis}",
        )
    ]


hostile = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "\0",
            "'; DROP TABLE x;--",
            "9" * 40,
            "-1",
            "1e9",
            "NaN",
            "٣",
            "<b>",
            "%",
            "_",
            "𝟙",
            "\ud7ff",
        ]
    ),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    values=st.dictionaries(
        st.sampled_from(
            [
                "limit",
                "offset",
                "q",
                "land",
                "kreis",
                "indicator",
                "topic",
                "sort",
                "status",
                "level",
                "organisation",
                "overdue",
            ]
        ),
        hostile,
        max_size=4,
    ),
    key=hostile,
)
def test_no_parameter_breaks_the_server(
    client: Client, places: None, values: dict[str, str], key: str
) -> None:
    for path in ("regions", "laender", "figures", "initiatives", "signals"):
        assert client.get(f"/api/v1/{path}", values).status_code in {200, 422}
        plain = key.replace("?", "").replace("#", "")
        assert client.get(f"/api/v1/{path}/{plain}").status_code in {200, 404, 422}
