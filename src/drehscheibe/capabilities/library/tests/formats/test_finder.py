from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.library import api
from drehscheibe.capabilities.library.models import EventFormat
from drehscheibe.capabilities.library.queries.format_finder import Plan, find, span
from drehscheibe.capabilities.library.tests.factories import EventFormatFactory
from drehscheibe.core.access.actor import ANONYMOUS

pytestmark = pytest.mark.django_db


def test_a_format_that_fits_says_why_for_every_answer() -> None:
    EventFormatFactory.create()
    plan = Plan("hear", "work", "neighbours", people=40, minutes=240)

    with translation.override("en"):
        (advice,) = find(EventFormat.objects.all(), plan).fitting

    assert advice.obstacles == ()
    assert advice.reasons == (
        "It is made for this: Hear opinions and worries.",
        "It suits this point: In the middle of everyday work.",
        "It reaches: Neighbourhood and public.",
        "It bears your size: 10 to 100 people.",
        "Your time is enough: about 3 hours.",
    )


@pytest.mark.parametrize(
    ("plan", "obstacle"),
    [
        (Plan(goal="recruit"), "It aims at something else"),
        (Plan(situation="conflict"), "It is rarely used at this point"),
        (Plan(guests="youth"), "It is made for other guests"),
        (Plan(people=4), "It needs at least 10 people."),
        (Plan(people=500), "It bears at most 100 people."),
        (Plan(people=90, minutes=120), "With 90 people it takes about 3 hours."),
        (Plan(minutes=60), "It takes at least 90 minutes."),
    ],
)
def test_what_does_not_fit_is_said_and_the_format_is_the_nearest(plan: Plan, obstacle: str) -> None:
    EventFormatFactory.create()

    with translation.override("en"):
        finding = find(EventFormat.objects.all(), plan)

    assert finding.fitting == ()
    (near,) = finding.nearest
    assert any(text.startswith(obstacle) for text in near.obstacles)


def test_a_size_just_outside_is_a_caution_and_no_obstacle() -> None:
    EventFormatFactory.create()

    (advice,) = find(EventFormat.objects.all(), Plan(people=115)).fitting

    assert len(advice.cautions) == 1


def test_the_format_made_for_the_goal_stands_before_one_that_also_serves_it() -> None:
    EventFormatFactory.create(title="A", goals=["ideas", "hear"])
    EventFormatFactory.create(title="B", goals=["hear"])

    fitting = find(EventFormat.objects.all(), Plan(goal="hear")).fitting

    assert [advice.format.title for advice in fitting] == ["B", "A"]


def test_nearest_are_those_with_the_fewest_obstacles() -> None:
    EventFormatFactory.create(title="zwei", goals=["show"], guests=["youth"])
    EventFormatFactory.create(title="eins", goals=["hear"], guests=["youth"])

    finding = find(EventFormat.objects.all(), Plan(goal="hear", guests="critics"))

    assert [advice.format.title for advice in finding.nearest] == ["eins", "zwei"]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (45, "45 Minuten"),
        (120, "2 Stunden"),
        (150, "2,5 Stunden"),
        (960, "2 Tage"),
        (1200, "2,5 Tage"),
        (9600, "4 Wochen"),
    ],
)
def test_times_are_said_as_people_say_them(minutes: int, words: str) -> None:
    with translation.override("de"):
        assert span(minutes) == words


@pytest.mark.parametrize("formats", [1, 3])
def test_the_finder_costs_the_same_queries_whatever_it_finds(
    client: Client, formats: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    EventFormatFactory.create_batch(formats)
    address = reverse("format_finder")
    client.get(address, {"goal": "hear"})

    with django_assert_max_num_queries(4):
        page = client.get(address, {"goal": "hear", "people": "40"}).text

    assert page.count("advice__title") == formats
    assert "?people=40" in page


def test_what_was_typed_wrong_stays_and_is_explained(client: Client) -> None:
    EventFormatFactory.create()

    answer = client.get(reverse("format_finder"), {"goal": "hear", "people": "viele"})

    assert answer.status_code == 422
    assert 'value="viele"' in answer.text
    assert "Format 0" in answer.text or "advice__title" in answer.text


def test_unknown_answers_and_an_empty_form_are_no_fault_of_the_page(client: Client) -> None:
    EventFormatFactory.create()

    assert client.get(reverse("format_finder")).status_code == 200
    assert client.get(reverse("format_finder"), {"goal": "", "time": ""}).status_code == 200
    assert client.get(reverse("format_finder"), {"goal": "\0x"}).status_code == 422


def test_other_rooms_ask_the_finder_through_the_front_door() -> None:
    EventFormatFactory.create(title="Passt")
    EventFormatFactory.create(title="Verborgen", is_public=False)

    (card,) = api.find_formats(ANONYMOUS, Plan(goal="hear"))

    assert card.title == "Passt"
    assert len(card.reasons) == 1
    assert [one.title for one in api.list_formats(ANONYMOUS)] == ["Passt"]
