"""Public pages of webinars: what readers, searches and programs find, and what they do not."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.library.choices.webinar import Access, WebinarState
from drehscheibe.capabilities.library.services.webinars import findable, planning, recordings
from drehscheibe.capabilities.library.tests.factories import WebinarFactory
from drehscheibe.capabilities.library.tests.webinars.pages import page, recorded
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.files.models import StoredFile
from drehscheibe.core.moderation.kinds import find_kind
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.search import api as search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]


def test_the_list_shows_what_comes_and_what_can_be_watched(client: Client, office: Actor) -> None:
    coming = WebinarFactory.create(title="Demnächst im Netz")
    shown = recorded(office, title="Schon aufgezeichnet")
    draft = WebinarFactory.create(state=WebinarState.DRAFT, title="Noch ein Entwurf")

    text = page(client, "webinar_list")

    assert text.index(coming.title) < text.index(shown.title)
    assert draft.title not in text
    assert coming.title not in page(client, "webinar_list", topic="skills")
    assert coming.title in page(client, "webinar_list", topic="permitting")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    client: Client, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    WebinarFactory.create_batch(number)
    page(client, "webinar_list")

    with django_assert_max_num_queries(6):
        text = page(client, "webinar_list")

    assert text.count("card--link") == number


def test_a_webinar_of_the_network_leaks_nowhere(client: Client, office: Actor) -> None:
    webinar = recorded(office, access=Access.NETWORK, title="Geheimer Kreis")
    coming = WebinarFactory.create(access=Access.NETWORK, title="Geheimes Treffen")
    findable.refresh(coming)
    recordings.add_material(office, webinar.uuid, SimpleUploadedFile("a.txt", b"geheim"))
    member = client_of(make_actor())
    film = StoredFile.objects.get(kind="mp4")
    paper = StoredFile.objects.get(kind="txt")
    addresses = [
        reverse("webinar_detail", args=[webinar.slug]),
        reverse("webinar_register", args=[coming.slug]),
        reverse("webinar_calendar", args=[coming.slug]),
        reverse("webinar_captions", args=[webinar.slug, "de"]),
        reverse("webinar_series", args=[webinar.series.slug]),
        f"/dateien/{film.uuid}/",
        f"/dateien/{paper.uuid}/",
    ]
    lists = [
        reverse("webinar_list"),
        reverse("library_start"),
        reverse("webinar_feed"),
        "/sitemap-webinars.xml",
        reverse("search") + "?q=Zufahrt",
        reverse("search") + "?q=Geheimer",
    ]

    for address in addresses:
        assert client.get(address).status_code == 404, address
        answer = member.get(address)
        assert answer.status_code == 200, address
        answer.getvalue()
    for address in lists:
        page = client.get(address).text
        assert "Geheimer Kreis" not in page, address
        assert "Geheimes Treffen" not in page, address
    assert "Geheimes Treffen" in member.get(lists[0]).text
    assert "Geheimer Kreis" in member.get(lists[4]).text
    for word in ("Zufahrt", "Geheimer"):
        assert not search.find(word, actor=ANONYMOUS, language="de").total
    kind = find_kind("webinar")
    assert kind is not None
    assert kind.find_public(webinar.slug) is None


@pytest.mark.parametrize("state", [WebinarState.DRAFT, WebinarState.HIDDEN])
def test_what_is_not_announced_is_for_the_office_alone(
    client: Client, office: Actor, state: str
) -> None:
    webinar = WebinarFactory.create(state=state, title="Noch nicht")

    assert client.get(reverse("webinar_detail", args=[webinar.slug])).status_code == 404
    assert client.get(reverse("webinar_series", args=[webinar.series.slug])).status_code == 404
    assert "Noch nicht" in page(client_of(office), "webinar_detail", webinar.slug)


def test_the_calendar_tells_of_moves_and_cancelling(client: Client, office: Actor) -> None:
    webinar = WebinarFactory.create(title="Mit; Zeichen, \\ und mehr")
    planning.cancel_webinar(office, webinar.uuid, reason="")

    text = client.get(reverse("webinar_feed")).content.decode()

    assert "SUMMARY:Mit\\; Zeichen\\, \\\\ und mehr" in text
    assert "STATUS:CANCELLED" in text
    assert "SEQUENCE:1" in text
    assert f"UID:webinar-{webinar.uuid}@drehscheibe" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_hidden_and_shown_again(client: Client) -> None:
    webinar = WebinarFactory.create(title="Seltsames Wort")
    kind = find_kind("webinar")
    assert kind is not None

    was = kind.hide(webinar.slug)
    assert client.get(reverse("webinar_detail", args=[webinar.slug])).status_code == 404
    kind.write(webinar.slug, {"title": "Besser", "slug": "anders"})
    kind.restore(webinar.slug, was)

    assert "Besser" in page(client, "webinar_detail", webinar.slug)


def test_programs_are_told_of_events_but_never_of_examples(client: Client) -> None:
    real = WebinarFactory.create()
    example = WebinarFactory.create(series__is_example=True)

    assert '"@type": "Event"' in page(client, "webinar_detail", real.slug)
    text = page(client, "webinar_detail", example.slug)
    assert "ld+json" not in text
    assert "noindex" in text
    sitemap = client.get("/sitemap-webinars.xml").text
    assert f"/{real.slug}/" in sitemap
    assert f"/{example.slug}/" not in sitemap
