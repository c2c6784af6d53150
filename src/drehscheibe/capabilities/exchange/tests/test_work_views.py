from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.models import Answer, HandOver, Signal
from drehscheibe.capabilities.exchange.services import hand_over
from drehscheibe.capabilities.exchange.services.sending import send_signal
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    WORDS,
    House,
    colleague_of,
    make_answered,
    make_draft,
    make_handed_over,
    make_house,
    make_in_state,
    make_submitted,
)
from drehscheibe.capabilities.exchange.tests.reading import acts as acts_of
from drehscheibe.capabilities.exchange.tests.reading import cards, faulty_fields, text, work_rows
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.organisations.choices import MandateRole
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=actor.email))
    return client


def draft_address(client: Client) -> str:
    response = client.post(reverse("signal_new"), {"form_token": "begin"})
    assert response.status_code == 302
    return str(response["Location"])


FORM = {name: str(value) for name, value in WORDS.items()}


# Writing ------------------------------------------------------------------------------------


def test_visitor_reads_what_will_happen_before_logging_in(client: Client) -> None:
    html = client.get(reverse("signal_new")).content.decode()

    assert "Wer es liest" in html or "Zuerst die Servicestelle" in html
    assert reverse("account_login") in html
    assert not Signal.objects.exists()


def test_beginning_twice_with_one_form_makes_one_draft(house: House) -> None:
    client = client_of(house.author)

    addresses = {draft_address(client), draft_address(client)}

    assert len(addresses) == 1
    assert Signal.objects.count() == 1


def test_the_way_from_draft_to_number(house: House) -> None:
    client = client_of(house.author)
    address = draft_address(client)

    to_review = client.post(address, {**FORM, "next": "review"})
    review = client.get(to_review["Location"])
    (token,) = re.findall(r'name="form_token" value="([^"]+)"', text(review))
    sent = client.post(to_review["Location"], {"form_token": token})

    signal = Signal.objects.get()
    assert signal.state == "submitted"
    assert sent["Location"] == reverse("signal_own", args=[signal.public_id])
    assert signal.public_id in client.get(sent["Location"]).content.decode()


def test_sending_twice_gives_the_same_number(house: House) -> None:
    client = client_of(house.author)
    address = draft_address(client)
    review = client.post(address, {**FORM, "next": "review"})["Location"]

    first = client.post(review, {"form_token": "same"})
    second = client.post(review, {"form_token": "same"})

    assert first["Location"] == second["Location"]
    assert Signal.objects.count() == 1


def test_faults_are_named_at_their_fields_and_everything_typed_stays(house: House) -> None:
    client = client_of(house.author)
    address = draft_address(client)

    response = client.post(
        address,
        {
            **FORM,
            "title": "x" * 121,
            "affected_companies": "ungefähr zwanzig",
            "scope": "kreise",
            "next": "review",
        },
    )

    assert response.status_code == 422
    assert faulty_fields(response) == {"title", "affected_companies", "kreise"}
    again = client.get(address).content.decode()
    assert "ungefähr zwanzig" in again
    assert "x" * 121 in again
    assert "Der Antrag liegt seit 14 Monaten" in again


@pytest.mark.parametrize(
    ("typed", "count"), [("1.200", 1200), ("1 200", 1200), (" 12 ", 12), ("1200", 1200)]
)
def test_numbers_may_be_written_as_people_do(house: House, typed: str, count: int) -> None:
    client = client_of(house.author)

    client.post(draft_address(client), {**FORM, "affected_companies": typed, "next": "save"})

    assert Signal.objects.get().affected_companies == count


@pytest.mark.parametrize("typed", ["-5", "zwölf", "99999999999", "1,5", "\0"])
def test_impossible_numbers_stay_as_typed(house: House, typed: str) -> None:
    client = client_of(house.author)

    client.post(draft_address(client), {"affected_companies": typed, "next": "save"})

    signal = Signal.objects.get()
    assert signal.affected_companies is None
    assert signal.unfinished.get("affected_companies", "") == typed.replace("\0", "")


def test_autosave_keeps_half_a_form_and_shows_similar_concerns(house: House) -> None:
    make_handed_over(house)
    client = client_of(house.author)
    address = draft_address(client)
    uuid = Signal.objects.get(state="draft").uuid

    response = client.post(
        reverse("signal_draft_save", args=[uuid]),
        {"title": "Genehmigungen dauern viel zu lang", "affected_companies": "?"},
    )

    answer = json.loads(response.content)
    assert answer["saved"] is True
    assert "Genehmigungen für neue Hallen dauern zu lang" in answer["similar"]
    assert "Genehmigungen dauern viel zu lang" in client.get(address).content.decode()


def test_autosave_without_session_says_so_instead_of_a_page(house: House) -> None:
    draft = make_draft(house.author)

    response = Client().post(reverse("signal_draft_save", args=[draft.uuid]), {"title": "Neu"})

    assert response.status_code == 401
    draft.refresh_from_db()
    assert draft.title == "Genehmigungen für neue Hallen dauern zu lang"


def test_expired_session_leads_to_the_log_in_and_back_to_the_draft(house: House) -> None:
    draft = make_draft(house.author)
    address = reverse("signal_draft", args=[draft.uuid])

    response = Client().post(address, {**FORM, "next": "save"})

    assert response.status_code == 302
    assert response["Location"].endswith(f"?next={address}")


def test_typing_goes_on_after_a_colleague_has_sent_it(house: House) -> None:
    draft = make_draft(house.author)
    client = client_of(colleague_of(house.author))
    send_signal(house.author, draft.pk)
    response = client.post(
        reverse("signal_draft", args=[draft.uuid]), {**FORM, "wish": "Späte Worte"}
    )

    assert response.status_code == 409
    assert "Späte Worte" in response.content.decode()
    draft.refresh_from_db()
    assert draft.wish == WORDS["wish"]


def test_draft_of_others_does_not_exist(house: House) -> None:
    draft = make_draft(house.author)

    for actor in (make_actor(), house.office, house.desk):
        client = client_of(actor)
        for name in ("signal_draft", "signal_review"):
            assert client.get(reverse(name, args=[draft.uuid])).status_code == 404
        for name in ("signal_draft_save", "signal_draft_discard"):
            assert client.post(reverse(name, args=[draft.uuid])).status_code == 404
    assert Signal.objects.get().title == WORDS["title"]


def test_staff_see_drafts_of_their_organisation_but_do_not_write(house: House) -> None:
    draft = make_draft(house.author)
    client = client_of(colleague_of(house.author, MandateRole.STAFF))

    assert client.get(reverse("signal_draft", args=[draft.uuid])).status_code == 403


def test_editor_is_told_who_may_send(house: House) -> None:
    editor = colleague_of(house.author, MandateRole.EDITOR)
    draft = make_draft(editor)

    html = client_of(editor).get(reverse("signal_review", args=[draft.uuid])).content.decode()

    assert "Absenden muss jemand anders" in html


def test_hostile_words_in_a_draft_are_text(house: House) -> None:
    draft = make_draft(house.author, title="</textarea><script>alert(1)</script>")

    html = client_of(house.author).get(reverse("signal_draft", args=[draft.uuid])).content.decode()

    assert "<script>alert(1)" not in html


# Work lists ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "budget"), [("signal_office_list", 12), ("signal_own_list", 12)])
def test_work_lists_take_no_more_queries_for_more_work(
    house: House, name: str, budget: int
) -> None:
    client = client_of(house.office if name == "signal_office_list" else house.author)
    counts = []
    for _number in range(3):
        make_submitted(house)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse(name))
        counts.append(len(queries))

    assert len(work_rows(page) or cards(page)) == 3
    assert counts[1] == counts[2] <= budget


def test_office_queue_has_the_most_urgent_on_top(house: House) -> None:
    later, first = make_submitted(house, title="Später"), make_submitted(house, title="Zuerst")
    Signal.objects.filter(pk=first.pk).update(due_on=timezone.localdate() - timedelta(days=1))

    page = client_of(house.office).get(reverse("signal_office_list"))

    assert work_rows(page) == [first.title, later.title]


@pytest.mark.parametrize("name", ["signal_office_list", "signal_desk_list", "signal_own_list"])
def test_work_lists_are_for_their_people_only(house: House, name: str) -> None:
    owners = {
        "signal_office_list": house.office,
        "signal_desk_list": house.desk,
        "signal_own_list": house.author,
    }

    statuses = {
        key: client_of(actor).get(reverse(name)).status_code for key, actor in owners.items()
    }

    assert statuses == {key: 200 if key == name else 403 for key in owners}
    assert Client().get(reverse(name)).status_code == 302


# Acts ---------------------------------------------------------------------------------------


def hand_over_values(house: House, form: str = "first") -> dict[str, str]:
    return {
        "hand_over-desk": str(house.desk_id),
        "hand_over-due_on": (timezone.localdate() + timedelta(days=14)).isoformat(),
        "hand_over-covering_note": "Bitte prüfen Sie das bis Monatsende.",
        "hand_over-form_token": form,
    }


def test_office_hands_over_once_even_if_sent_twice(house: House) -> None:
    signal = make_submitted(house)
    client = client_of(house.office)
    address = reverse("signal_office_act", args=[signal.public_id, "hand_over"])

    for _time in range(2):
        response = client.post(address, hand_over_values(house))
        assert response["Location"] == reverse("signal_office", args=[signal.public_id])

    assert HandOver.objects.count() == 1


def test_late_colleague_reads_what_is_true_and_keeps_what_was_typed(house: House) -> None:
    signal = make_submitted(house)
    hand_over.hand_over_signal(
        house.office,
        signal.pk,
        desk_id=house.desk_id,
        due_on=timezone.localdate() + timedelta(days=7),
    )
    client = client_of(colleague_of(house.office))

    response = client.post(
        reverse("signal_office_act", args=[signal.public_id, "hand_over"]),
        hand_over_values(house, "other"),
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert "Es liegt jetzt bei: Bundesressort." in html
    assert "Bitte prüfen Sie das bis Monatsende." in html
    assert HandOver.objects.count() == 1


def test_wrong_date_is_named_at_the_field(house: House) -> None:
    signal = make_submitted(house)
    values = {**hand_over_values(house), "hand_over-due_on": "2020-01-01"}

    response = client_of(house.office).post(
        reverse("signal_office_act", args=[signal.public_id, "hand_over"]), values
    )

    assert response.status_code == 422
    assert faulty_fields(response) == {"hand_over-due_on"}
    assert "Bitte prüfen Sie das bis Monatsende." in response.content.decode()


def answer_values(**more: str) -> dict[str, str]:
    return {
        "decision": ANSWER.decision,
        "text": ANSWER.text,
        "what_changes": ANSWER.what_changes,
        "contact": ANSWER.contact,
        "form_token": "answer",
        **more,
    }


def test_desk_sees_who_will_be_told_before_it_publishes(house: House) -> None:
    signal = make_handed_over(house)
    client = client_of(house.desk)
    address = reverse("signal_desk_answer", args=[signal.public_id])

    preview = client.post(address, answer_values(step="preview"))

    assert not Answer.objects.exists()
    assert "1 Person, hier und per E-Mail, bei: Initiative Nord." in text(preview)


def test_desk_publishes_once_even_if_sent_twice(house: House) -> None:
    signal = make_handed_over(house)
    client = client_of(house.desk)
    address = reverse("signal_desk_answer", args=[signal.public_id])

    for _time in range(2):
        assert client.post(address, answer_values(step="publish")).status_code == 302

    assert Answer.objects.count() == 1


def test_answer_that_came_too_late_is_shown_for_copying(house: House) -> None:
    signal = make_answered(house)

    response = client_of(colleague_of(house.desk)).post(
        reverse("signal_desk_answer", args=[signal.public_id]),
        answer_values(step="publish", text="Meine lange Antwort in eigenen Worten."),
    )

    assert response.status_code == 409
    assert "Meine lange Antwort in eigenen Worten." in response.content.decode()
    assert Answer.objects.count() == 1


def test_refusal_without_reason_is_asked_for_it(house: House) -> None:
    signal = make_handed_over(house)

    response = client_of(house.desk).post(
        reverse("signal_desk_answer", args=[signal.public_id]),
        answer_values(decision="declined", step="publish"),
    )

    assert response.status_code == 422
    assert faulty_fields(response) == {"reason"}


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (SignalState.SUBMITTED, {"withdraw"}),
        (SignalState.NEEDS_CLARIFICATION, {"answer_question", "withdraw"}),
        (SignalState.HANDED_OVER, {"withdraw"}),
        (SignalState.ANSWERED, {"rate"}),
        (SignalState.CLOSED, set()),
        (SignalState.REJECTED, set()),
    ],
)
def test_authors_are_offered_what_is_possible(house: House, state: str, acts: set[str]) -> None:
    signal = make_in_state(house, state)

    page = client_of(house.author).get(reverse("signal_own", args=[signal.public_id]))

    assert acts_of(page) == acts


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (SignalState.SUBMITTED, {"hand_over", "ask_author", "reject", "summarise"}),
        (SignalState.NEEDS_CLARIFICATION, {"hand_over", "reject", "summarise"}),
        (SignalState.HANDED_OVER, {"call_back", "summarise"}),
        (SignalState.ANSWERED, {"hand_over", "close", "summarise"}),
        (SignalState.CLOSED, {"summarise"}),
    ],
)
def test_office_is_offered_what_is_possible(house: House, state: str, acts: set[str]) -> None:
    signal = make_in_state(house, state)

    page = client_of(house.office).get(reverse("signal_office", args=[signal.public_id]))

    assert acts_of(page) == acts


def test_authors_answer_rate_and_withdraw_through_their_page(house: House) -> None:
    client = client_of(house.author)
    asked = make_in_state(house, SignalState.NEEDS_CLARIFICATION)
    client.post(
        reverse("signal_own_act", args=[asked.public_id, "answer_question"]),
        {"answer_question-text": "Paragraf 16.", "answer_question-form_token": "1"},
    )
    answered = make_answered(house)
    client.post(
        reverse("signal_own_act", args=[answered.public_id, "rate"]),
        {"rate-helped": "yes", "rate-text": "", "rate-form_token": "2"},
    )

    states = [Signal.objects.get(pk=signal.pk).state for signal in (asked, answered)]
    assert states == ["submitted", "closed"]


@pytest.mark.parametrize("name", ["signal_own_act", "signal_office_act", "signal_desk_act"])
def test_unknown_act_does_not_exist(house: House, name: str) -> None:
    signal = make_handed_over(house)
    actor = {
        "signal_own_act": house.author,
        "signal_office_act": house.office,
        "signal_desk_act": house.desk,
    }[name]

    response = client_of(actor).post(reverse(name, args=[signal.public_id, "delete"]))

    assert response.status_code == 404


def test_pages_for_insiders_are_never_cached(house: House) -> None:
    signal = make_submitted(house)

    for actor, name in ((house.author, "signal_own"), (house.office, "signal_office")):
        response = client_of(actor).get(reverse(name, args=[signal.public_id]))
        assert "no-store" in response["Cache-Control"]
