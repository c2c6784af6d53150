"""Home, regions and editorial pages, as a visitor gets them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory, make_kreise
from drehscheibe.capabilities.exchange.tests.factories import (
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.core.places.models import Kreis
from drehscheibe.core.places.reference import load_reference_places
from drehscheibe.portal.models import NewsPage, OperatorSettings
from drehscheibe.portal.pages import SEEDS, load_pages

pytestmark = pytest.mark.django_db

BOTTROP, NEIGHBOURS = "05512", ("05113", "05562", "05170", "05119")
_CARD = re.compile(r'<h\d class="card__title"><a href="([^"]*)"')


def fill_bottrop(count: int) -> None:
    """Let some initiatives work in Bottrop, each of which raised a concern there."""
    kreis = Kreis.objects.get(pk=BOTTROP)
    for number in range(count):
        InitiativeFactory.create(
            slug=f"emscher-{number}", name=f"Emscher {number}", land_id="NW", kreise=[kreis]
        )
        signal = make_handed_over(make_house(), title=f"Anliegen {number}")
        signal.kreise.set([kreis])
        signal.laender.set([kreis.land])


# -- Home ----------------------------------------------------------------------------------------


def test_home_counts_shows_what_moved_and_leads_on(client: Client) -> None:
    load_pages()
    load_reference_places()
    fill_bottrop(1)
    make_submitted(make_house(), title="Noch nicht öffentlich")

    page = client.get("/de/").text

    assert "In 1 von 400 Kreisen kennen wir mindestens eine Initiative." in page
    assert "Anliegen 0" in page
    assert "Noch nicht öffentlich" not in page
    assert f'<a href="/de/regionen/kreis/{BOTTROP}/"><title>Bottrop: 1 Initiative</title>' in page
    for path in ("/de/initiativen/", "/de/anliegen/", "/de/initiativen/karte/"):
        assert f'href="{path}"' in page


def test_home_of_an_empty_hub_is_whole(client: Client) -> None:
    load_pages()

    for path in ("/de/", "/en/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_no_more_for_more(
    client: Client, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    load_pages()
    load_reference_places()
    fill_bottrop(count)
    client.get("/en/")

    with django_assert_max_num_queries(24):
        assert f"Anliegen {count - 1}" in client.get("/de/").text


# -- Regions -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", [f"/de/regionen/kreis/{BOTTROP}/", "/de/regionen/NW/"])
def test_region_shows_everything_in_ten_queries(
    client: Client, path: str, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    load_reference_places()
    load_pages()
    fill_bottrop(count)
    client.get("/de/regionen/kreis/05515/")  # what a process reads once

    with django_assert_max_num_queries(10):
        page = client.get(path).text

    initiatives = [f"/de/initiativen/emscher-{number}/" for number in range(count)]
    cards = _CARD.findall(page)
    assert [card for card in cards if "initiativen" in card] == initiatives
    assert len([card for card in cards if "anliegen" in card]) == count


def test_kreis_names_neighbours_figures_date_and_source(client: Client) -> None:
    load_reference_places()

    page = client.get(f"/de/regionen/kreis/{BOTTROP}/").text

    near = Kreis.objects.get(pk=BOTTROP).neighbours.all()
    assert [key for key in (n.pk for n in near) if f'"/de/regionen/kreis/{key}/"' not in page] == []
    assert "117.311" in page
    assert "Stand 31. Dez. 2021" in page
    assert "Statistisches Bundesamt (Destatis)" in page
    assert 'rel="license"' in page


def test_kreis_without_anything_says_so_and_asks(client: Client) -> None:
    load_reference_places()

    page = client.get("/en/regions/kreis/01051/").text

    assert "We know of no initiative here yet." in page
    assert "No public concern names this Kreis." in page
    assert 'href="/en/initiatives/new/"' in page


@pytest.mark.parametrize(
    "path", ["kreis/99999/", "kreis/bottrop/", "XX/", "kreis/05512000000000000000/", "0/"]
)
def test_a_region_that_is_none_is_not_there(client: Client, path: str) -> None:
    make_kreise(BOTTROP)

    assert client.get(f"/de/regionen/{path}").status_code == 404


def test_a_dissolved_kreis_is_gone(client: Client) -> None:
    make_kreise(BOTTROP)
    Kreis.objects.update(valid_until=timezone.localdate())

    assert client.get(f"/de/regionen/kreis/{BOTTROP}/").status_code == 404


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("Muenster", "/de/regionen/kreis/05515/"),
        ("thueringen", "/de/regionen/TH/"),
        ("05512", f"/de/regionen/kreis/{BOTTROP}/"),
    ],
)
def test_a_single_find_is_opened_at_once(client: Client, words: str, target: str) -> None:
    load_reference_places()

    assert client.get("/de/regionen/", {"q": words}).headers["Location"] == target


def test_region_search_lists_several_and_helps_where_there_is_none(client: Client) -> None:
    load_reference_places()

    several = client.get("/de/regionen/?q=schwarzwald").text
    none = client.get("/de/regionen/", {"q": "<b>Entenhausen"}).text

    assert "Landkreis Breisgau-Hochschwarzwald" in several
    assert "Kleinere Orte gehören" in none
    assert "&lt;b&gt;Entenhausen" in none


# -- Editorial pages -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_editorial_page_is_there_in_its_language(
    client: Client, seed: object, language: str
) -> None:
    load_pages()
    position = ("de", "en").index(language)
    page = Page.objects.get(slug=seed.slugs[position], locale__language_code=language)  # type: ignore[attr-defined]

    answer = client.get(page.url)

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert answer.text.count("<h1") == 1
    assert page.title in answer.text
    assert 'class="breadcrumbs' in answer.text


def test_pages_are_made_once_and_then_belong_to_the_editors() -> None:
    made = load_pages()
    Page.objects.filter(slug="impressum").update(title="Von uns geändert")

    assert made == 2 * len(SEEDS)
    assert load_pages() == 0
    assert Page.objects.get(slug="impressum").title == "Von uns geändert"


def test_imprint_says_what_the_operator_entered_and_what_is_missing(client: Client) -> None:
    load_pages()
    before = client.get("/en/imprint/?a").text
    OperatorSettings.objects.update(name="Amt für Beispiele", email="amt@example.org")
    after = client.get("/en/imprint/?b").text

    assert "Not filled in yet" in before
    assert "Not filled in yet" not in after
    assert 'href="mailto:amt@example.org"' in after


def test_news_come_newest_first_in_pages_of_twelve(client: Client) -> None:
    load_pages()
    index = Page.objects.get(slug="aktuelles")
    for number in range(1, 15):
        index.add_child(
            instance=NewsPage(
                title=f"Neues {number:02}", slug=f"n{number}", published_on=f"2027-01-{number:02}"
            )
        )

    first, second = (client.get(f"/de/aktuelles/?page={number}").text for number in (1, 2))

    titles = re.findall(r">(Neues \d\d)<", first)
    assert titles == [f"Neues {number:02}" for number in range(14, 2, -1)]
    assert re.findall(r">(Neues \d\d)<", second) == ["Neues 02", "Neues 01"]
    assert re.findall(r">(Neues \d\d)<", client.get("/de/").text) == titles[:3]
