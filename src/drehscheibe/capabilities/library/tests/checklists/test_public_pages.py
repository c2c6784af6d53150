from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.library import api
from drehscheibe.capabilities.library.models import HelpVote
from drehscheibe.capabilities.library.tests.factories import ChecklistFactory, make_checklist
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import MandateFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lists", [1, 3])
def test_the_list_costs_the_same_queries_whatever_its_length(
    client: Client, lists: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(lists):
        make_checklist()
    client.get(reverse("checklist_list"))

    with django_assert_max_num_queries(6):
        page = client.get(reverse("checklist_list")).content.decode()

    assert page.count('class="card card--link"') == lists


def test_what_is_not_published_is_seen_by_nobody_but_the_office(client: Client) -> None:
    unpublished = ChecklistFactory.create()
    office = MandateFactory.create(organisation__kind=OrganisationKind.OFFICE)

    assert client.get(reverse("checklist_detail", args=[unpublished.slug])).status_code == 404
    assert unpublished.title not in client.get(reverse("library_start")).content.decode()
    client.force_login(office.person)
    assert unpublished.title not in client.get(reverse("checklist_list")).content.decode()
    assert api.list_checklists(ANONYMOUS) == []


def test_a_page_shows_every_item_with_its_time(client: Client) -> None:
    checklist = make_checklist("Raum buchen", "Einladen")

    for name in ("checklist_detail", "checklist_print"):
        page = client.get(reverse(name, args=[checklist.slug])).content.decode()
        assert "Raum buchen" in page
        assert "1 Woche vorher" in page


def test_filters_narrow_the_list_and_can_be_taken_away(client: Client) -> None:
    make_checklist(title="Für Betriebe", audience="companies")
    make_checklist(title="Für Initiativen", audience="initiatives")

    page = client.get(reverse("checklist_list"), {"audience": "companies", "phase": "unknown"})

    text = page.content.decode()
    assert "Für Betriebe" in text
    assert "Für Initiativen" not in text


def test_a_reader_says_whether_it_helped_and_is_counted_once(client: Client) -> None:
    checklist = make_checklist()
    address = reverse("checklist_helped", args=[checklist.slug])
    form = {
        "help-helped": "partly",
        "help-note": "Das Catering fehlt.",
        "help-form_token": "t" * 30,
    }

    answers = [client.post(address, form).status_code for _ in range(2)]
    empty = client.post(address, {"help-note": "Nur Worte"})

    assert answers == [302, 302]
    vote = HelpVote.objects.get()
    assert (vote.kind, vote.key, vote.helped) == ("checklist", checklist.slug, "partly")
    assert empty.status_code == 422
    assert "Nur Worte" in empty.content.decode()


def test_english_readers_get_titles_and_are_told_what_is_german_only(client: Client) -> None:
    checklist = make_checklist(
        title="Rundgang", title_en="Tour", date_name_en="Day of the tour", summary_en="A tour."
    )

    with translation.override("en"):
        page = client.get(reverse("checklist_detail", args=[checklist.slug])).content.decode()

    assert "<h1" in page
    assert "Tour" in page
    assert "Day of the tour" in page
    assert "Not everything here is in English" in page
    assert '<span lang="de">Raum buchen</span>' in page
