"""What of a question is shown to whom: address, name, prepared answer, notes; and what lists cost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.exchange.choices.question import QuestionState
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.tests.factories import House, make_house
from drehscheibe.capabilities.exchange.tests.question_factories import (
    ASKER,
    make_answered,
    make_asked,
    make_entry,
    make_in,
)
from drehscheibe.core.accounts.tests.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    translation.activate("de")
    house = make_house()
    make_entry(house)
    return house


def test_address_of_the_asker_is_on_no_page(client: Client, house: House) -> None:
    question = make_answered(house, publicity="named")
    office = client_of(house.office)
    pages = [
        office.get(reverse("question_work", args=[question.public_id])),
        client_of(house.author).get(reverse("question_work", args=[question.public_id])),
        client.get(reverse("question_detail", args=[question.public_id])),
        client.get(reverse("question_status", args=[question.token])),
    ]

    assert [page.status_code for page in pages] == [200] * 4
    for page in pages:
        assert ASKER not in page.text
    assert "Kim Beispiel" in pages[2].text
    for page in pages[:3]:
        assert str(question.token) not in page.text


def test_name_is_shown_only_where_allowed(client: Client, house: House) -> None:
    question = make_answered(house, publicity="nameless")

    assert "Kim" not in client.get(reverse("question_detail", args=[question.public_id])).text


def test_prepared_answer_is_for_the_initiative_alone(client: Client, house: House) -> None:
    question = make_asked(house)
    Question.objects.filter(pk=question.pk).update(
        state=QuestionState.AWAITING_SECOND_KEY,
        answer="Noch geheim.",
        answered_under=house.author.mandate_id,
    )

    assert "Noch geheim" not in client.get(reverse("question_status", args=[question.token])).text
    page = client_of(house.author).get(reverse("question_work", args=[question.public_id]))
    assert "Noch geheim" in page.text


def test_notes_between_workers_stay_with_them(client: Client, house: House) -> None:
    question = make_in(house, QuestionState.WITH_OFFICE)

    page = client.get(reverse("question_status", args=[question.token]))

    assert "Nicht unsere Region" not in page.text
    office = client_of(house.office).get(reverse("question_work", args=[question.public_id]))
    assert "Nicht unsere Region" in office.text


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_for_one_and_for_many(
    house: House, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        make_answered(house, email=f"asker{each}@example.org")
        make_asked(house, email=f"open{each}@example.org")
    office, stranger = client_of(house.office), Client()
    office.get(reverse("question_work_list"))
    stranger.get(reverse("question_list"))

    with django_assert_max_num_queries(12):
        assert office.get(reverse("question_work_list"), {"view": "all"}).status_code == 200
    with django_assert_max_num_queries(3):
        assert stranger.get(reverse("question_list")).status_code == 200
