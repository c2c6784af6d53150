"""Who may read which question where: every page, every list, the search, the sitemap."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.exchange.api import list_question_sitemap_entries
from drehscheibe.capabilities.exchange.choices.question import QuestionState
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.services.questions import answering
from drehscheibe.capabilities.exchange.tests.factories import House, colleague_of, make_house
from drehscheibe.capabilities.exchange.tests.question_factories import (
    ASKER,
    make_answered,
    make_asked,
    make_asked_by,
    make_entry,
    make_in,
    make_unconfirmed,
)
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.organisations.choices import MandateRole
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.search import api as search

pytestmark = pytest.mark.django_db

READERS = ("nobody", "person", "asker", "editor", "author", "other", "desk", "office")


@pytest.fixture
def house() -> House:
    translation.activate("de")
    house = make_house()
    make_entry(house)
    return house


def actors(house: House) -> dict[str, Actor]:
    people = {
        name: User.objects.create_user(f"{name}@example.org", name=name)
        for name in ("person", "asker")
    }
    return {
        "nobody": ANONYMOUS,
        **{
            name: Actor(person_id=each.pk, name=name, email=each.email)
            for name, each in people.items()
        },
        "editor": colleague_of(house.author, role=MandateRole.EDITOR),
        "author": house.author,
        "other": make_actor(),
        "desk": house.desk,
        "office": house.office,
    }


def client_of(actor: Actor) -> Client:
    client = Client()
    if actor.is_known:
        client.force_login(User.objects.get(pk=actor.person_id or 0))
    return client


def make_of(kind: str, house: House, asker: Actor) -> Question:
    """Make a question as the matrix names it, asked with the account of the asker."""
    if kind == "unconfirmed":
        return make_unconfirmed(house)
    if kind == "private_open":
        return make_asked_by(asker, house)
    question = make_asked_by(asker, house, "private" if kind == "private_answered" else "nameless")
    return answering.answer_question(
        house.author, question.pk, text="Geantwortet.", is_released=kind == "public"
    )


#: Who reads the number's page (200), or is led to their own page of it (302).
_PAGE = {
    "unconfirmed": {},
    "private_open": {"asker": 302, "editor": 302, "author": 302, "office": 302},
    "private_answered": {"asker": 302, "editor": 302, "author": 302, "office": 302},
    "unreleased": {"asker": 302, "editor": 302, "author": 302, "office": 302},
    "public": dict.fromkeys(READERS, 200),
}
_WORKERS = {"editor", "author", "office"}


@pytest.mark.parametrize("kind", list(_PAGE))
def test_matrix(house: House, kind: str) -> None:
    people = actors(house)
    question = make_of(kind, house, people["asker"])
    number = question.public_id or "Q-2026-0001"
    is_public = kind == "public"
    language_hits = {
        name: search.find("Flächen Gleis", actor=each, language="de", any_word=True).total
        for name, each in people.items()
    }

    for name, actor in people.items():
        client = client_of(actor)
        page = client.get(reverse("question_detail", args=[number]))
        assert page.status_code == _PAGE[kind].get(name, 404), name
        work = client.get(reverse("question_work", args=[number]))
        may_work = name in _WORKERS and kind != "unconfirmed"
        refused = 302 if name == "nobody" else 404
        assert work.status_code == (200 if may_work else refused), name
        shown = question.subject in client.get(reverse("question_list")).text
        assert shown is is_public, name
        profile = client.get(reverse("initiative_detail", args=["nord"])).text
        assert (question.subject in profile) is is_public, name
        listed = client.get(reverse("question_work_list"), {"view": "all"})
        assert listed.status_code == _list_status(name), name
        if listed.status_code == 200:
            assert (question.subject in listed.text) is may_work, name
        personal = client.get(reverse("question_status", args=[question.token]))
        assert personal.status_code == (404 if kind == "unconfirmed" else 200)
    assert set(language_hits.values()) == {1 if is_public else 0}
    assert [entry[0] for entry in list_question_sitemap_entries()] == (
        [number] if is_public else []
    )


def _list_status(name: str) -> int:
    if name == "nobody":
        return 302
    return 200 if name in {*_WORKERS, "other"} else 403


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
