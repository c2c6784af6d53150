from __future__ import annotations

import pytest

from drehscheibe.capabilities.exchange import api
from drehscheibe.capabilities.exchange.models import Question

pytestmark = pytest.mark.django_db


def test_examples_are_marked_and_stand_in_different_places() -> None:
    api.load_example_data()

    assert api.load_example_questions() == 5
    assert api.load_example_questions() == 0

    examples = Question.objects.select_related("item", "organisation")
    assert {question.is_example for question in examples} == {True}
    assert {question.item.is_example for question in examples if question.item} == {True}
    assert sorted(question.state for question in examples) == [
        "asked",
        "asked",
        "awaiting_second_key",
        "closed",
        "handed_on",
    ]
    assert api.list_question_sitemap_entries() == []


def test_without_demo_people_there_are_none() -> None:
    assert api.load_example_questions() == 0
