"""The search over everything: regions and editorial pages are part of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.core.places.models import Kreis
from drehscheibe.core.places.reference import load_reference_places
from drehscheibe.core.search import api as search
from drehscheibe.core.search.models import Miss
from drehscheibe.portal import findable
from drehscheibe.portal.models import ArticlePage
from drehscheibe.portal.pages import load_pages

pytestmark = pytest.mark.django_db

_HIT = re.compile(r'<h2 class="card__title"><a href="([^"]*)"')
_CHIP = re.compile(r'<a class="chip[^"]*" href="([^"]*)"')


@pytest.fixture
def regions() -> None:
    load_reference_places()
    findable.load_regions()


def hits(client: Client, words: str, language: str = "de") -> list[str]:
    address = {"de": "/de/suche/", "en": "/en/search/"}[language]
    answer = client.get(address, {"q": words})
    assert answer.status_code == 200
    return _HIT.findall(answer.text)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("spellings", "german"),
    [
        (("Köln", "köln", "Koeln", "KOELN", "Koln"), "/de/regionen/kreis/05315/"),
        (("Görlitz", "Goerlitz", "Gorlitz", "Landkreis Görlitz"), "/de/regionen/kreis/14626/"),
        (("Thüringen", "Thueringen", "Thuringen", "Thuringia"), "/de/regionen/TH/"),
        (("Baden-Württemberg", "baden wuerttemberg"), "/de/regionen/BW/"),
        (("05315",), "/de/regionen/kreis/05315/"),
    ],
)
def test_a_region_is_found_by_its_name_in_any_spelling(
    client: Client, regions: None, spellings: tuple[str, ...], german: str, language: str
) -> None:
    wanted = german if language == "de" else german.replace("/de/regionen/", "/en/regions/")

    for words in spellings:
        assert wanted in hits(client, words, language), words


def test_a_dissolved_kreis_is_not_found(client: Client, regions: None) -> None:
    Kreis.objects.filter(pk="05315").update(valid_until=timezone.localdate())
    findable.load_regions()

    assert "/de/regionen/kreis/05315/" not in hits(client, "Köln")


def test_loading_regions_again_changes_nothing(client: Client, regions: None) -> None:
    before = hits(client, "Rosenheim")
    findable.load_regions()

    assert len(before) == 2  # the town and the Landkreis around it
    assert hits(client, "Rosenheim ") == before


def test_a_page_is_found_as_soon_as_it_is_published_and_no_longer_than_that(
    client: Client,
) -> None:
    load_pages()
    home = Page.objects.get(slug="start-de")
    page = home.add_child(instance=ArticlePage(title="Zuckerrübe", slug="ruebe", live=False))

    seen = [hits(client, "Zuckerrübe")]
    page.save_revision().publish()
    seen.append(hits(client, "Zuckerruebe"))
    page.slug = "zucker"
    page.save_revision().publish()
    seen.append(hits(client, "zuckerrüben"))
    page.refresh_from_db()
    page.unpublish()
    seen.append(hits(client, "ZUCKERRÜBE"))

    assert seen == [[], ["/de/ruebe/"], ["/de/zucker/"], []]


def test_pages_of_a_new_hub_are_found_in_their_language(client: Client) -> None:
    load_pages()
    findable.load_pages()

    assert "/de/impressum/" in hits(client, "Impressum")
    assert "/en/imprint/" in hits(client, "Imprint", "en")
    assert hits(client, "Impressum", "en") == []


def test_a_deleted_page_is_forgotten(client: Client) -> None:
    load_pages()
    findable.load_pages()
    Page.objects.get(slug="ueber-uns").specific.delete()

    assert "/de/ueber-uns/" not in hits(client, "Drehscheibe")


def test_search_says_how_to_search_before_there_are_words(client: Client) -> None:
    page = client.get("/de/suche/").text

    assert "beide Schreibweisen" in page
    assert '<meta name="robots" content="noindex">' in page
    assert _HIT.findall(page) == []


def test_chips_narrow_to_one_kind(client: Client, regions: None) -> None:
    InitiativeFactory.create(slug="koeln", name="Köln und Umland")

    everything = hits(client, "Köln")
    answer = client.get("/de/suche/?q=K%C3%B6ln&kind=initiative")

    assert _HIT.findall(answer.text) == ["/de/initiativen/koeln/"]
    assert {"/de/initiativen/koeln/", "/de/regionen/kreis/05315/"} <= set(everything)
    assert "?q=K%C3%B6ln&amp;kind=region" in _CHIP.findall(answer.text)


@pytest.mark.parametrize("query", ["?q=%22&page=x", "?q=a&page=99999999999", "?q=%00&kind=%3Cb%3E"])
def test_search_bears_nonsense(client: Client, query: str) -> None:
    assert client.get(f"/de/suche/{query}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_more_results_cost_no_more_queries(
    client: Client, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        document = search.Document(
            kind="page",
            key=str(number),
            language="de",
            title=f"Hafen {number}",
            summary="",
            body="",
            path=f"/de/hafen-{number}/",
        )
        search.put([document])

    hits(client, "Kran")  # this process reads what is new

    with django_assert_max_num_queries(4):
        assert len(hits(client, "Hafen")) == count


def test_hits_say_why_and_filters_narrow(client: Client, regions: None) -> None:
    InitiativeFactory.create(slug="lehre", name="Ausbildungsplätze am Rhein", topics=["skills"])

    page = client.get("/de/suche/?q=Lehrstellen&topic=skills").text

    assert _HIT.findall(page) == ["/de/initiativen/lehre/"]
    assert "„Ausbildungsplätze“ bedeutet „Lehrstellen“" in page
    assert _HIT.findall(client.get("/de/suche/?q=Lehrstellen&topic=digital").text) == []


def test_words_that_nothing_answers_together_find_what_comes_closest(
    client: Client, regions: None
) -> None:
    page = client.get("/de/suche/?q=K%C3%B6ln+Zuckerr%C3%BCbe").text

    assert "/de/regionen/kreis/05315/" in _HIT.findall(page)
    assert "Nichts passt zu allen Ihren Wörtern" in page


def test_words_without_result_are_counted_for_the_office(client: Client) -> None:
    client.get("/de/suche/?q=Werkswohnung")
    client.get("/de/suche/?q=Werkswohnung&topic=skills")

    assert list(Miss.objects.values_list("words", "count")) == [("werkswohnung", 1)]
