"""Head, menus and foot of a page are drawn once and kept; they still are those of who asks, and of now."""

from __future__ import annotations

import re

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page

from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import make_person
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import MandateFactory
from drehscheibe.portal.pages import load_pages

pytestmark = pytest.mark.django_db

RULES = {"de": "/de/hausregeln/", "en": "/en/house-rules/"}
WORKSPACE = "/de/arbeitsplatz/"
REPORTS = "moderation_queue"  # in the side of the workspace, for the office alone


def logged_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def make_member(kind: str, **mandate: object) -> tuple[Client, Mandate]:
    made = MandateFactory.create(organisation__kind=kind, **mandate)
    return logged_in(made.person), made


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def links_of(page: str, part: str) -> list[str]:
    """Return the addresses in one part of a page, named by its class."""
    found = re.search(rf'<(\w+) [^>]*class="{part}[ "].*?</\1>', page, re.DOTALL)
    assert found, part
    return re.findall(r'href="([^"]+)"', found[0])


def marked_in(page: str) -> set[tuple[str, str]]:
    return set(re.findall(r'<a href="([^"]+)" aria-current="(\w+)"', page))


def address_of(name: str, language: str = "de") -> str:
    with override(language):
        return reverse(name)


def test_languages_in_turn_each_get_their_own_frame() -> None:
    for language in ("de", "en", "de", "en"):
        caches["pages"].clear()
        page = text_of(Client(), RULES[language])
        other = {"de": "en", "en": "de"}[language]

        assert f'<html lang="{language}"' in page
        links = [*links_of(page, "site-header__nav"), *links_of(page, "site-footer__links")]
        assert links
        assert all(link.startswith(f"/{language}/") for link in links)
        assert f'action="{address_of("search", language)}"' in page
        assert f'class="language-switch" href="{RULES[other]}' in page


def test_only_the_page_itself_is_marked() -> None:
    first, second = address_of("initiative_list"), address_of("signal_list")

    for _round in range(2):
        caches["pages"].clear()
        assert (first, "page") in marked_in(text_of(Client(), first))
        there = marked_in(text_of(Client(), second))
        assert (second, "page") in there
        assert not any(href == first for href, _here in there)
        assert (first, "true") in marked_in(text_of(Client(), f"{address_of('initiative_map')}"))


def test_each_role_has_its_own_workspace_in_any_order() -> None:
    reports = address_of(REPORTS)
    office, _mandate = make_member("office")
    member, _mandate = make_member("initiative")
    nobody = logged_in(make_person("plain@example.org"))

    for _round in range(2):
        assert reports in links_of(text_of(office, WORKSPACE), "workspace__nav")
        assert reports not in links_of(text_of(member, WORKSPACE), "workspace__nav")
        assert reports not in links_of(text_of(nobody, WORKSPACE), "workspace__nav")
        assert "account-link--bell" not in text_of(Client(), RULES["de"])


def test_ended_mandate_takes_its_links_away_at_once() -> None:
    client, mandate = make_member("office")
    assert address_of(REPORTS) in text_of(client, WORKSPACE)

    Mandate.objects.filter(pk=mandate.pk).update(valid_until=timezone.now())

    assert address_of(REPORTS) not in text_of(client, WORKSPACE)


def test_unread_note_is_counted_at_once_and_for_its_person_alone() -> None:
    person, other = make_person("one@example.org"), make_person("two@example.org")
    first, second = logged_in(person), logged_in(other)
    count = 'class="account-link__count"'
    assert count not in text_of(first, WORKSPACE)

    note = Notification.objects.create(person=person, kind="x", fact_key="x", context={})
    assert f'{count}><span aria-hidden="true">1</span>' in text_of(first, WORKSPACE)
    assert count not in text_of(second, WORKSPACE)

    Notification.objects.filter(pk=note.pk).update(read_at=timezone.now())
    assert count not in text_of(first, WORKSPACE)


def test_published_page_stands_in_menu_and_foot_at_once() -> None:
    load_pages()
    page = Page.objects.get(slug="hilfe").specific
    assert page.url in links_of(text_of(Client(), RULES["de"]), "site-footer__links")

    page.unpublish()
    assert page.url not in links_of(text_of(Client(), RULES["de"]), "site-footer__links")

    page.save_revision().publish()
    assert page.url in links_of(text_of(Client(), RULES["de"]), "site-footer__links")


def test_two_people_with_one_role_get_forms_of_their_own() -> None:
    tokens = set()
    for number in range(2):
        client, mandate = make_member("initiative", person__email=f"p{number}@example.org")
        MandateFactory.create(person=mandate.person, organisation__kind="initiative")
        page = text_of(client, WORKSPACE)
        tokens.update(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page))
        assert str(mandate.organisation) in page

    assert len(tokens) == 2
