"""The gallery and the error pages, through the front door."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from drehscheibe.ui import icons, specimens

GALLERY = icons.SPRITE.parents[2] / "templates" / "ui" / "gallery"


def _broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def _closed(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [
    path("de/", include("drehscheibe.ui.urls")),
    path("de/broken/", _broken),
    path("de/closed/", _closed),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_gallery_shows_every_component() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in GALLERY.glob("*.html"))
    names = [
        name
        for name in specimens.component_names()
        if not re.search(rf'specimen\("{name}"', sources)
    ]

    assert names == []


def test_gallery_shows_every_icon_and_drawing(client: Client) -> None:
    html = client.get("/de/gestaltung/").text

    assert [name for name in icons.icon_names() if f"<code>{name}</code>" not in html] == []
    assert len(set(re.findall(r"illustration--(\w+)", html))) == 10


def test_gallery_is_one_document_with_unique_ids(client: Client) -> None:
    response = client.get("/de/gestaltung/")

    ids = re.findall(r'\sid="([^"]+)"', response.text)
    assert response.status_code == 200
    assert sorted({name for name in ids if ids.count(name) > 1}) == []
    assert response.text.count("<h1") == 1


def test_page_has_skip_link_language_switch_and_one_stylesheet(client: Client) -> None:
    html = client.get("/de/gestaltung/").text

    assert '<html lang="de"' in html
    assert '<a class="skip-link" href="#content">Zum Inhalt springen</a>' in html
    assert 'lang="en" hreflang="en"' in html
    assert len(re.findall(r'rel="stylesheet"', html)) == 2  # the bundle, and the gallery's own
    # Only its own address, which the head says in full.
    assert re.findall(r'(?:src|href)="https?://(?!www\.example\.org|testserver/)', html) == []


def test_hostile_specimens_stay_text(client: Client) -> None:
    assert "<script>alert" not in client.get("/de/gestaltung/").text


def test_missing_page_helps_to_go_on(client: Client) -> None:
    response = client.get("/de/nowhere/")

    assert response.status_code == 404
    assert "Hier endet das Gleis" in response.text


def test_closed_page_says_why(client: Client) -> None:
    response = client.get("/de/closed/")

    assert response.status_code == 403
    assert "Diese Tür ist für Sie geschlossen" in response.text


@pytest.mark.django_db
def test_a_book_in_a_field_gets_an_answer(settings: Settings) -> None:
    settings.ROOT_URLCONF = "drehscheibe.config.urls"

    response = Client().post("/de/konto/login/", {"login": "a" * 6 * 1024 * 1024})

    assert response.status_code == 413
    assert "Das ist zu viel Text" in response.text


def test_our_own_mistake_is_ours(client: Client) -> None:
    client.raise_request_exception = False

    response = client.get("/de/broken/")

    assert response.status_code == 500
    assert "Das war unser Fehler" in response.text


@pytest.mark.django_db(databases=[])
@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "413.html", "500.html"])
def test_pages_for_bad_days_need_nothing(name: str) -> None:
    html = get_template(name).render()

    assert html.startswith("<!doctype html>")
    assert '<link rel="stylesheet"' in html
