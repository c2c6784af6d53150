"""The acts of asker, initiative and office through their pages."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.exchange.api import list_open_questions
from drehscheibe.capabilities.exchange.choices.question import QuestionState
from drehscheibe.capabilities.exchange.models import Question, Signal
from drehscheibe.capabilities.exchange.services.questions import links
from drehscheibe.capabilities.exchange.tests.factories import House, make_house
from drehscheibe.capabilities.exchange.tests.question_factories import (
    make_answered,
    make_asked,
    make_entry,
    make_in,
)
from drehscheibe.capabilities.exchange.tests.reading import acts, faulty_fields, text, work_rows
from drehscheibe.core.access.actor import ANONYMOUS, SYSTEM
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.moderation import services as moderation
from drehscheibe.core.moderation.models import Case
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.privacy.services import erase_person, export_person
from drehscheibe.core.privacy.sources import Subject
from drehscheibe.core.search import api as search

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    translation.activate("de")
    house = make_house()
    make_entry(house)
    return house


def status_of(question: Question) -> str:
    return reverse("question_status", args=[question.token])


def act_url(question: Question, act: str) -> str:
    return reverse("question_status_act", args=[question.token, act])


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("asked", {"withdraw", "hide", "quiet", "erase"}),
        ("with_office", {"withdraw", "hide", "quiet", "erase"}),
        ("answered", {"rate", "hide", "quiet", "erase"}),
        ("declined", {"object", "hide", "quiet", "erase"}),
        ("withdrawn", {"hide", "quiet", "erase"}),
    ],
)
def test_asker_sees_what_is_possible(
    client: Client, house: House, state: str, expected: set[str]
) -> None:
    assert acts(client.get(status_of(make_in(house, state)))) == expected


@pytest.mark.parametrize("act", ["withdraw", "hide", "quiet", "loud", "erase"])
def test_asker_acts_by_one_press(client: Client, house: House, act: str) -> None:
    question = make_asked(house)

    done = client.post(act_url(question, act), {f"{act}-form_token": "x"}, follow=True)
    again = client.post(act_url(question, act), {f"{act}-form_token": "x"})

    assert done.status_code == 200
    assert again.status_code == 302
    question.refresh_from_db()
    expected = {
        "withdraw": question.state == QuestionState.WITHDRAWN,
        "hide": question.publicity == "private",
        "quiet": not question.wants_mail,
        "loud": question.wants_mail,
        "erase": question.erased_at is not None,
    }
    assert expected[act]


def test_late_press_says_what_is_true_now(client: Client, house: House) -> None:
    question = make_answered(house)

    page = client.post(act_url(question, "withdraw"), {"withdraw-form_token": "x"})

    assert page.status_code == 409
    assert "Inzwischen ist diese Frage weiter" in text(page)


def test_rating_without_a_choice_keeps_the_words(client: Client, house: House) -> None:
    question = make_answered(house)

    page = client.post(act_url(question, "rate"), {"rate-text": "Fast alles klar."})

    assert page.status_code == 422
    assert "Fast alles klar." in page.text


def test_one_click_of_a_mail_program_ends_the_mails(house: House) -> None:
    question = make_asked(house)
    strict = Client(enforce_csrf_checks=True)
    address = reverse("question_stop", args=[links.stop_token(question)])

    assert strict.get(address).status_code == 200
    question.refresh_from_db()
    assert question.wants_mail
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    question.refresh_from_db()
    assert not question.wants_mail


def test_initiative_answers_on_its_page(house: House) -> None:
    question = make_asked(house)
    worker = client_of(house.author)
    url = reverse("question_work", args=[question.public_id])

    assert work_rows(worker.get(reverse("question_work_list"))) == [question.subject]
    assert {"answer", "pass_on", "decline"} <= acts(worker.get(url))
    empty = worker.post(f"{url}answer/", {"answer-text": ""})
    assert faulty_fields(empty) == {"answer-text"}
    done = worker.post(f"{url}answer/", {"answer-text": "Im Mai.", "answer-is_released": "on"})

    assert done["Location"] == url
    question.refresh_from_db()
    assert question.is_public
    assert work_rows(worker.get(reverse("question_work_list"))) == []


def test_concern_begins_on_the_page_with_the_words(house: House) -> None:
    question = make_asked(house)
    worker = client_of(house.author)
    address = reverse("question_take_up", args=[question.public_id])

    assert address in worker.get(reverse("question_work", args=[question.public_id])).text
    first = worker.post(address, {"take_up-is_released": "on"})
    second = worker.post(address)

    assert first["Location"] == second["Location"]
    draft = text(worker.get(first["Location"]))
    assert question.text in draft
    assert reverse("question_work", args=[question.public_id]) in draft
    assert Signal.objects.count() == 1


def test_office_sees_what_is_late_everywhere(house: House) -> None:
    question = make_asked(house)
    Question.objects.filter(pk=question.pk).update(due_on="2026-01-07")
    office = client_of(house.office)

    assert work_rows(office.get(reverse("question_work_list"))) == []
    late = office.get(reverse("question_work_list"), {"view": "late"})
    assert work_rows(late) == [question.subject]
    assert "Überfällig (1)" in text(late)


def test_office_gives_it_on(house: House) -> None:
    question = make_in(house, QuestionState.WITH_OFFICE)
    office = client_of(house.office)
    url = reverse("question_work", args=[question.public_id])
    organisation = str(house.author.organisation_id)

    assert acts(office.get(url)) == {"answer", "assign", "decline"}
    office.post(f"{url}assign/", {"assign-organisation": organisation})

    question.refresh_from_db()
    assert question.state == QuestionState.ASKED


def test_it_stands_among_what_waits(house: House) -> None:
    question = make_asked(house)

    assert question.subject in {task.title for task in list_open_questions(house.author)}
    assert question.subject not in {task.title for task in list_open_questions(house.office)}


@pytest.mark.parametrize("outcome", ["hide_item", "hide_passage"])
def test_public_question_is_reported_and_hidden(client: Client, house: House, outcome: str) -> None:
    question = make_answered(house)
    page = reverse("question_detail", args=[question.public_id])
    assert (
        reverse("moderation_report", args=["question", question.public_id]) in client.get(page).text
    )
    moderation.report_item(
        ANONYMOUS,
        kind="question",
        key=question.public_id,
        category="insult",
        reason="Das ist falsch.",
        email="reporter@example.org",
    )
    case = Case.objects.get()
    moderation.decide_case(
        house.office, case.pk, outcome=outcome, words="Ja.", ground="insult", passage="am Hafen"
    )

    shown = client.get(page)
    assert shown.status_code == (410 if outcome == "hide_item" else 200)
    assert "am Hafen" not in shown.text
    assert search.find("Hafen", actor=ANONYMOUS, language="de").total == 0
    client.post(act_url(question, "rate"), {"rate-helped": "yes"})
    assert "am Hafen" not in client.get(page).text


def test_person_gets_and_erases_their_questions(house: House) -> None:
    question = make_answered(house)
    subject = Subject(person_id=None, name="", emails=("asker@example.org",))

    with ZipFile(BytesIO(export_person(SYSTEM, subject))) as archive:
        exported = "".join(archive.read(name).decode() for name in archive.namelist())
    assert question.text in exported
    assert str(question.token) not in exported
    done = erase_person(SYSTEM, subject)

    assert done["exchange.asked_questions"] == 1
    question.refresh_from_db()
    assert question.erased_at is not None
    assert not question.is_public


def test_two_keys_are_asked_for_on_the_page(house: House) -> None:
    Organisation.objects.filter(pk=house.author.organisation_id or 0).update(requires_two_keys=True)
    question = make_asked(house)
    worker = client_of(house.author)
    url = reverse("question_work", args=[question.public_id])
    worker.post(f"{url}answer/", {"answer-text": "Im Mai."})

    page = worker.get(url)
    assert acts(page) == set()
    assert "Im Mai." in page.text
