"""One page, two languages: the switch, and what search engines are told."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.models import Page

from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.portal.models import ArticlePage
from drehscheibe.portal.pages import SEEDS, load_pages

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
SWITCH = re.compile(r'<a class="language-switch" href="([^"]*)"')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">')


def switch_of(client: Client, path: str) -> str:
    """Return where the switch of a page leads; head and menu have the same."""
    (target,) = set(SWITCH.findall(client.get(path).text))
    return str(target)


EDITORIAL = [
    (f"/de/{seed.slugs[0]}/", f"/en/{seed.slugs[1]}/") for seed in SEEDS if seed.parent == "home"
]


@pytest.mark.parametrize(
    ("german", "english"),
    [*EDITORIAL, ("/de/", "/en/"), ("/de/aktuelles/verzeichnis/", "/en/news/directory/")],
)
def test_switch_leads_to_the_translated_page_and_back(
    client: Client, german: str, english: str
) -> None:
    load_pages()

    assert switch_of(client, german) == english
    assert switch_of(client, english) == german
    assert client.get(english).status_code == 200


def test_switch_leads_home_where_nobody_has_translated(client: Client) -> None:
    load_pages()
    home = Page.objects.get(slug="start-de")
    home.add_child(instance=ArticlePage(title="Nur deutsch", slug="nur-deutsch"))

    page = client.get("/de/nur-deutsch/").text

    assert set(SWITCH.findall(page)) == {"/en/"}
    assert CANONICAL.findall(page) == [f"{HOST}/de/nur-deutsch/"]
    assert ALTERNATE.findall(page) == []


def test_switch_does_not_lead_to_a_draft(client: Client) -> None:
    load_pages()
    Page.objects.get(slug="imprint").unpublish()

    assert switch_of(client, "/de/impressum/") == "/en/"


def test_switch_keeps_the_filters_of_a_list(client: Client) -> None:
    assert switch_of(client, "/de/initiativen/?land=NW&q=a") == "/en/initiatives/?land=NW&amp;q=a"


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("/de/impressum/", "/en/imprint/"),
        ("/de/initiativen/", "/en/initiatives/"),
        ("/de/initiativen/eins/", "/en/initiatives/eins/"),
        ("/de/anliegen/", "/en/concerns/"),
        ("/de/regionen/", "/en/regions/"),
    ],
)
def test_head_names_the_page_in_every_language(client: Client, german: str, english: str) -> None:
    load_pages()
    InitiativeFactory.create(slug="eins")

    for path in (german, english):
        page = client.get(path).text
        assert CANONICAL.findall(page) == [HOST + path]
        assert ALTERNATE.findall(page) == [
            ("de", HOST + german),
            ("en", HOST + english),
            ("x-default", HOST + german),
        ]


@pytest.mark.parametrize(
    ("query", "canonical"),
    [("?land=NW&page=1", ""), ("?page=2&q=x", "?page=2"), ("?page=-1", ""), ("?page=<b>", "")],
)
def test_canonical_forgets_filters_and_keeps_the_page_of_a_list(
    client: Client, query: str, canonical: str
) -> None:
    page = client.get(f"/de/anliegen/{query}").text

    assert CANONICAL.findall(page) == [f"{HOST}/de/anliegen/{canonical}"]


@pytest.mark.parametrize("path", ["/de/gibt-es-nicht/", "/de/initiativen/niemand/"])
def test_a_page_that_is_not_there_names_no_address(client: Client, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert CANONICAL.findall(answer.text) == []


def test_switch_of_an_address_that_nobody_has_leads_home(client: Client) -> None:
    load_pages()

    assert switch_of(client, "/de/gibt-es-nicht/") == "/en/"
    assert switch_of(client, "/en/no-such-page/") == "/de/"
