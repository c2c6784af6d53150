"""Those who write pages can do what the tutorial promises: news, translation, the operator's words."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from drehscheibe.config import content
from drehscheibe.core.accounts.tests.factories import make_person
from drehscheibe.portal.editors import load_editors
from drehscheibe.portal.models import NewsPage, OperatorSettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    for _label, load in content.steps(demo=False):
        load()
    person = make_person("editor@example.org")
    person.groups.add(load_editors())
    client.force_login(person)
    return client


def add_news(editor: Client, title: str) -> NewsPage:
    index = Page.objects.get(slug="aktuelles")
    address = reverse("wagtailadmin_pages:add", args=["portal", "newspage", index.pk])
    fields = {
        "title": title,
        "slug": "probe",
        "published_on": "2026-03-01",
        "lead": "Vorspann",
        "body-count": "0",
        "action-publish": "1",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    editor.post(address, fields)
    news: NewsPage = NewsPage.objects.get(title=title)
    return news


def test_an_editor_publishes_news(editor: Client) -> None:
    add_news(editor, "Neu hier")

    assert "Neu hier" in Client().get("/de/aktuelles/").content.decode()


def test_an_editor_makes_the_english_page(editor: Client) -> None:
    news = add_news(editor, "Neu hier")
    address = reverse("simple_translation:submit_page_translation", args=[news.pk])
    (english,) = editor.get(address).context["form"].fields["locales"].queryset

    editor.post(address, {"locales": [english.pk]})

    translation = news.get_translation(english)
    assert (translation.title, translation.live) == ("Neu hier", False)
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[translation.pk])).status_code == 200


def test_an_editor_keeps_the_words_of_the_operator(editor: Client) -> None:
    address = reverse("wagtailsettings:edit", args=["portal", "operatorsettings"])

    page = editor.get(address, follow=True)

    assert page.status_code == 200
    assert page.context["form"].instance.__class__ is OperatorSettings
