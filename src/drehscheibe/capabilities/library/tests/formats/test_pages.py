from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.library.models import EventFormat, HelpVote
from drehscheibe.capabilities.library.services.formats.reference_data import (
    load_formats,
    read_formats,
)
from drehscheibe.capabilities.library.services.practice_cases.reference_data import read_rows
from drehscheibe.capabilities.library.tests.factories import EventFormatFactory
from drehscheibe.capabilities.library.views.formats.sheet import make_sheet, usual_size
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.search import api as search

pytestmark = pytest.mark.django_db


def test_the_catalogue_has_35_whole_formats_that_lead_to_each_other() -> None:
    assert load_formats() == 35
    assert load_formats() == 0

    slugs = set(read_formats())
    cases = {row["slug"] for row in read_rows()}
    for each in EventFormat.objects.all():
        for name in ("title_en", "summary_en", "purpose_en", "roles", "steps", "accessible_by"):
            assert getattr(each, name), (each.slug, name)
        assert each.materials
        assert each.risks
        assert each.reading_grade is not None
        assert set(each.related) <= slugs - {each.slug}
        assert set(each.cases) <= cases
        sizes = [up_to for up_to, _minutes in each.durations]
        assert sizes == sorted(sizes)
        assert sizes[-1] >= each.max_people
        assert each.min_people <= usual_size(each) <= each.max_people


def test_what_the_office_changed_is_not_overwritten() -> None:
    load_formats()
    EventFormat.objects.filter(slug="fishbowl").update(title="Unser Fischglas", source_hash="")
    EventFormat.objects.filter(slug="webinar").update(title="Alt", source_hash="other")

    load_formats()

    titles = dict(EventFormat.objects.values_list("slug", "title"))
    assert titles["fishbowl"] == "Unser Fischglas"
    assert titles["webinar"] == "Webinar"


def test_formats_are_found_in_both_languages() -> None:
    load_formats()

    german = search.find_keys("Redezeit", actor=ANONYMOUS, language="de", kind="format")
    english = search.find_keys("round table", actor=ANONYMOUS, language="en", kind="format")

    assert "magische-runde" in german
    assert "runder-tisch" in english


@pytest.mark.parametrize("formats", [1, 3])
def test_the_list_costs_the_same_queries_whatever_its_length(
    client: Client, formats: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    EventFormatFactory.create_batch(formats)
    client.get(reverse("format_list"))

    with django_assert_max_num_queries(4):
        page = client.get(reverse("format_list")).text

    assert page.count('class="card card--link"') == formats


def test_filters_narrow_the_list_and_unknown_ones_do_nothing(client: Client) -> None:
    EventFormatFactory.create(title="Für Streit", goals=["agree"])
    EventFormatFactory.create(title="Für Ideen", goals=["ideas"], hybrid="no")

    page = client.get(reverse("format_list"), {"goal": "agree", "guests": "nobody"}).text
    none = client.get(reverse("format_list"), {"goal": "agree", "hybrid": "no"}).text

    assert "Für Streit" in page
    assert "Für Ideen" not in page
    assert "Kein Format passt zu diesen Filtern" in none


def test_materials_are_counted_for_the_people_who_come(client: Client) -> None:
    each = EventFormatFactory.create()

    page = client.get(reverse("format_detail", args=[each.slug]), {"people": "42"}).text
    paper = client.get(reverse("format_print", args=[each.slug]), {"people": "42"}).text

    assert make_sheet(each, 42).materials[0].amount == 18
    for text in (page, paper):
        assert ">18<" in text
        assert "Bogen Papier" in text


@pytest.mark.parametrize(("people", "words"), [("3", "mindestens 10"), ("500", "höchstens 100")])
def test_a_size_that_does_not_suit_is_said(client: Client, people: str, words: str) -> None:
    each = EventFormatFactory.create()

    assert words in client.get(reverse("format_detail", args=[each.slug]), {"people": people}).text


@pytest.mark.parametrize("people", ["viele", "-1", "999999", ""])
def test_a_number_that_is_none_is_explained(client: Client, people: str) -> None:
    each = EventFormatFactory.create()

    answer = client.get(reverse("format_detail", args=[each.slug]), {"people": people})

    assert answer.status_code == 200
    assert "field--error" in answer.text


def test_a_hidden_format_is_no_page(client: Client) -> None:
    hidden = EventFormatFactory.create(is_public=False)

    assert client.get(reverse("format_detail", args=[hidden.slug])).status_code == 404


def test_a_reader_says_whether_it_helped(client: Client) -> None:
    each = EventFormatFactory.create()
    address = reverse("format_helped", args=[each.slug])

    answer = client.post(address, {"help-helped": "yes", "help-form_token": "a" * 30})
    empty = client.post(address, {})

    assert (answer.status_code, empty.status_code) == (302, 422)
    vote = HelpVote.objects.get()
    assert (vote.kind, vote.key) == ("format", each.slug)
