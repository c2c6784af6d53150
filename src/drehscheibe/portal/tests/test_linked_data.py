"""What pages say to programs: JSON-LD that can be read and cannot break out."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, Site

from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory, make_kreise
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.tests.factories import ANSWER, make_answered, make_house
from drehscheibe.portal.models import OperatorSettings
from drehscheibe.portal.pages import load_pages

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
HOSTILE = 'Ende </script><script>alert("1")</script> & mehr'
_SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def said(client: Client, path: str) -> list[dict[str, Any]]:
    """Return the linked data of a page."""
    return [json.loads(text) for text in _SCRIPT.findall(client.get(path).text)]


def test_profile_is_an_organisation_and_leaves_out_what_is_unknown(client: Client) -> None:
    initiative = InitiativeFactory.create(
        slug="eins", name=HOSTILE, founded_year=2015, kreise=make_kreise("05512")
    )

    (data,) = said(client, "/de/initiativen/eins/")

    assert data == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": f"{HOST}/de/initiativen/eins/",
        "name": initiative.name,
        "foundingDate": "2015",
        "areaServed": [{"@type": "AdministrativeArea", "name": "Kreis 05512"}],
    }


def test_an_example_says_nothing_to_programs(client: Client) -> None:
    InitiativeFactory.create(slug="beispiel", is_example=True)
    signal = make_answered(make_house())
    Signal.objects.update(is_example=True)

    for path in ("/de/initiativen/beispiel/", f"/de/anliegen/{signal.public_id}/"):
        assert said(client, path) == []
        assert '<meta name="robots" content="noindex">' in client.get(path).text


def test_concern_names_author_and_answer(client: Client) -> None:
    signal = make_answered(make_house(), title=HOSTILE)

    (data,) = said(client, f"/de/anliegen/{signal.public_id}/")

    assert (data["@type"], data["name"], data["identifier"]) == (
        "CreativeWork",
        HOSTILE,
        signal.public_id,
    )
    assert data["author"] == {"@type": "Organization", "name": "Initiative Nord"}
    (answer,) = data["comment"]
    assert answer["text"] == ANSWER.text
    assert answer["author"]["name"] == "Bundesressort"
    assert "abstract" not in data


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/de/", "WebSite", "Drehscheibe"),
        ("/en/imprint/", "WebPage", "Imprint"),
        ("/de/aktuelles/", "WebPage", "Aktuelles"),
        ("/de/aktuelles/verzeichnis/", "NewsArticle", None),
    ],
)
def test_editorial_page_says_what_it_is(
    client: Client, path: str, kind: str, name: str | None
) -> None:
    load_pages()
    OperatorSettings.objects.create(site=Site.objects.get(), name="Amt für Beispiele")

    (data,) = said(client, path)

    assert (data["@type"], data["url"]) == (kind, HOST + path)
    assert data["inLanguage"] == path[1:3]
    assert name in (None, data["name"])
    if kind in {"WebSite", "NewsArticle"}:
        assert data["publisher"]["name"] == "Amt für Beispiele"


def test_title_of_a_page_cannot_end_the_element(client: Client) -> None:
    load_pages()
    Page.objects.filter(slug="impressum").update(title=HOSTILE)

    (data,) = said(client, "/de/impressum/")

    assert data["name"] == HOSTILE
