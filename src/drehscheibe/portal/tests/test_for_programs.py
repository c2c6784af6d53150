"""What programs ask for at the root of the host: robots, security, sitemap."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, PageViewRestriction, Site

from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory, make_kreise
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.tests.factories import (
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.portal.models import ArticlePage, OperatorSettings
from drehscheibe.portal.pages import load_pages

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
HOST = "http://testserver"


def test_robots_names_the_sitemap_and_leaves_pages_of_people_out(client: Client) -> None:
    answer = client.get("/robots.txt")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "User-agent: *",
        "Disallow: /redaktion/",
        "Disallow: /de/konto/",
        "Disallow: /de/arbeitsplatz/",
        "Disallow: /en/account/",
        "Disallow: /en/workspace/",
        f"Sitemap: {HOST}/sitemap.xml",
    ]


def test_security_txt_says_where_weaknesses_are_reported(client: Client) -> None:
    OperatorSettings.objects.create(site=Site.objects.get(), email="technik@example.org")

    lines = client.get("/.well-known/security.txt").text.splitlines()
    said = dict(line.split(": ", 1) for line in lines)

    assert said["Contact"] == "mailto:technik@example.org"
    assert said["Canonical"] == f"{HOST}/.well-known/security.txt"
    until = parse_datetime(said["Expires"])
    assert until is not None
    assert timedelta(days=170) < until - timezone.now() < timedelta(days=365)


def test_security_txt_is_not_there_before_the_operator_named_an_address(client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


def urls(client: Client, section: str) -> dict[str, dict[str, str]]:
    """Return each address of a section with its addresses by language."""
    answer = client.get(f"/sitemap-{section}.xml")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml"
    return {
        url.findtext(f"{SITEMAP}loc", ""): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall(LINK)
        }
        for url in ET.fromstring(answer.content)  # noqa: S314 -- our own document
    }


def test_sitemap_lists_its_sections(client: Client) -> None:
    answer = client.get("/sitemap.xml")

    found = [each.text for each in ET.fromstring(answer.content).iter(f"{SITEMAP}loc")]  # noqa: S314 -- our own document
    assert found == [
        f"{HOST}/sitemap-{name}.xml"
        for name in (
            *("house", "initiatives", "concerns", "dossiers", "impulses", "measures"),
            *("questions", "foundings", "checklists", "formats", "packages"),
            *("experience", "webinars", "regions", "pages"),
        )
    ]
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_sitemap_names_public_initiatives_in_both_languages(client: Client) -> None:
    InitiativeFactory.create(slug="real")
    InitiativeFactory.create(slug="made-up", is_example=True)
    InitiativeFactory.create(slug="proposed", state="proposed", published_at=None)

    german, english = f"{HOST}/de/initiativen/real/", f"{HOST}/en/initiatives/real/"
    both = {"de": german, "en": english}
    assert urls(client, "initiatives") == {german: both, english: both}


def test_sitemap_names_public_concerns_only(client: Client) -> None:
    house = make_house()
    public = make_handed_over(house)
    make_submitted(house)
    example = make_handed_over(house)
    Signal.objects.filter(pk=example.pk).update(is_example=True)

    assert list(urls(client, "concerns")) == [
        f"{HOST}/de/anliegen/{public.public_id}/",
        f"{HOST}/en/concerns/{public.public_id}/",
    ]


def test_sitemap_names_regions_of_today(client: Client) -> None:
    make_kreise("05512")
    gone = make_kreise("03152")[0]
    gone.valid_until = timezone.localdate()
    gone.save()

    found = urls(client, "regions")

    assert f"{HOST}/de/regionen/kreis/05512/" in found
    assert f"{HOST}/en/regions/NW/" in found
    assert f"{HOST}/de/regionen/kreis/03152/" not in found
    assert len(found) == (16 + 1) * 2


def test_sitemap_joins_translated_pages_and_leaves_hidden_ones_out(client: Client) -> None:
    load_pages()
    home = Page.objects.get(slug="start-de")
    alone = home.add_child(instance=ArticlePage(title="Nur deutsch", slug="nur-deutsch"))
    hidden = home.add_child(instance=ArticlePage(title="Intern", slug="intern"))
    home.add_child(instance=ArticlePage(title="Entwurf", slug="entwurf", live=False))
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)

    found = urls(client, "pages")

    german, english = f"{HOST}/de/impressum/", f"{HOST}/en/imprint/"
    assert found[german] == found[english] == {"de": german, "en": english}
    assert found[f"{HOST}/de/"] == {"de": f"{HOST}/de/", "en": f"{HOST}/en/"}
    assert found[f"{HOST}/de/{alone.slug}/"] == {"de": f"{HOST}/de/{alone.slug}/"}
    assert f"{HOST}/de/intern/" not in found
    assert f"{HOST}/de/entwurf/" not in found


def test_every_address_of_the_sitemap_opens(client: Client) -> None:
    load_pages()
    make_kreise("05512")
    InitiativeFactory.create()
    make_handed_over(make_house())

    for section in ("house", "initiatives", "concerns", "dossiers", "questions", "pages"):
        for address in urls(client, section):
            assert client.get(address.removeprefix(HOST)).status_code == 200, address


@pytest.mark.parametrize("count", [1, 3])
def test_a_longer_sitemap_costs_no_more_queries(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_pages()
    make_kreise(*["05512", "05515", "05913"][:count])
    InitiativeFactory.create_batch(count)
    house = make_house()
    for _number in range(count):
        make_handed_over(house)

    for section, queries in (("initiatives", 1), ("concerns", 1), ("questions", 1), ("regions", 2)):
        with django_assert_num_queries(queries):
            urls(client, section)
    with django_assert_num_queries(4):
        urls(client, "pages")
    with django_assert_num_queries(17):
        client.get("/sitemap.xml")
