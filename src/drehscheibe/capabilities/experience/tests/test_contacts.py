"""From the question to contact, and back: what each side can do, once, in which order."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.experience.choices import GoBetween, Helped
from drehscheibe.capabilities.experience.choices import RequestState as S
from drehscheibe.capabilities.experience.machine import REQUEST
from drehscheibe.capabilities.experience.models import Availability, ContactRequest
from drehscheibe.capabilities.experience.services import contacts
from drehscheibe.capabilities.experience.services.examples import load_example_requests
from drehscheibe.capabilities.experience.tests.factories import (
    ASKED,
    ASKING,
    QUESTION,
    SECRET,
    House,
    accept,
    bring_to,
    let_pass,
    make_house,
    make_request,
    make_unverified,
)
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.models import User
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.outbox.models import Message
from drehscheibe.core.outbox.tests.delivering import deliver_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def told(kind: str) -> set[int]:
    """Return whom a kind has reached, after everything was delivered."""
    deliver_all()
    found = Notification.objects.filter(kind=f"experience.{kind}")
    return set(found.values_list("person_id", flat=True))


def test_no_request_can_strand() -> None:
    assert list(REQUEST.find_faults()) == []


def test_yes_opens_both_contacts_and_tells_those_who_asked(house: House) -> None:
    request = make_request(house)

    assert told("asked") == {house.asked.person_id, house.asked_staff.person_id}
    accept(house, request)

    request.refresh_from_db()
    assert (request.state, request.asking_name, request.asked_email) == (
        S.CONNECTED,
        ASKING.name,
        ASKED.email,
    )
    assert told("answered") == {house.asking.person_id}


def test_nothing_written_goes_into_mails_notes_facts_or_log(house: House) -> None:
    request = make_request(house)
    accept(house, request)
    contacts.end_consent(house.asking, request.uuid)
    deliver_all()

    everywhere = [
        *(str(row.context) for row in Notification.objects.all()),
        *(str(row) for row in Mail.objects.values_list("subject", "text", "html")),
        *(str(row.payload) for row in Message.objects.all()),
        *(str(row.changes) for row in Entry.objects.all()),
        str(request.item.title),
    ]

    assert len(everywhere) > 8
    for secret in (SECRET, ASKING.email, ASKED.email, ASKED.name, ASKING.phone, "Gern morgens"):
        assert [text for text in everywhere if secret in text] == []


def test_either_side_withdraws_and_both_contacts_are_gone(house: House) -> None:
    for side, other in ((house.asking, house.asked), (house.asked, house.asking)):
        request = make_request(house)
        accept(house, request)

        contacts.end_consent(side, request.uuid)

        request.refresh_from_db()
        assert request.state == S.ENDED
        left = [
            getattr(request, f"{which}_{field}")
            for which in ("asking", "asked")
            for field in ("name", "email", "phone")
        ]
        assert left == [""] * 6
        assert request.answer == ""
        assert other.person_id in told("ended")


def test_taking_a_request_back_erases_its_words(house: House) -> None:
    request = bring_to(house, S.WITHDRAWN)

    assert (request.question, request.asking_email) == ("", "")
    with pytest.raises(Conflict):
        accept(house, request)


def test_the_office_stands_between_when_it_is_suggested(house: House) -> None:
    request = bring_to(house, S.WITH_OFFICE)
    assert told("office_asked") == {house.office.person_id}

    contacts.connect_through_office(
        house.office, request.uuid, contact=ASKED, answer="Bitte mittags."
    )

    request.refresh_from_db()
    assert (request.state, request.go_between) == (S.CONNECTED, GoBetween.SUGGESTED)


def test_the_office_asks_where_nobody_looks_after_the_entry(house: House) -> None:
    silent = make_unverified(house)

    request = contacts.ask_for_contact(house.asking, silent.slug, question=QUESTION, contact=ASKING)

    assert (request.state, request.go_between) == (S.WITH_OFFICE, GoBetween.UNCONFIRMED)
    assert told("office_asked") == {house.office.person_id}
    contacts.pass_on_refusal(house.office, request.uuid, answer="Niemand war zu erreichen.")
    assert told("answered") == {house.asking.person_id}


def test_limits_stand_before_anybody_writes(house: House) -> None:
    contacts.keep_availability(
        house.asked, paused_until=timezone.localdate() + timedelta(days=5), most_open=1
    )
    with pytest.raises(ValidationError, match=r"enquiries|Anfragen"):
        make_request(house)

    contacts.keep_availability(house.asked, paused_until=None, most_open=1)
    make_request(house)
    with pytest.raises(ValidationError, match=r"waits|wartet"):
        contacts.ask_for_contact(
            house.outsider, house.initiative.slug, question=QUESTION, contact=ASKING
        )


def test_a_pause_ends_by_itself(house: House) -> None:
    Availability.objects.create(
        organisation_id=house.initiative.organisation_id,
        paused_until=timezone.localdate() - timedelta(days=1),
    )

    assert make_request(house).state == S.ASKED


def test_the_same_initiative_is_asked_once_at_a_time(house: House) -> None:
    make_request(house)

    with pytest.raises(ValidationError):
        make_request(house)
    assert ContactRequest.objects.count() == 1


def test_an_organisation_has_at_most_five_requests_open(house: House) -> None:
    for number in range(5):
        make_unverified(house, f"still-{number}")
        contacts.ask_for_contact(house.asking, f"still-{number}", question=QUESTION, contact=ASKING)

    with pytest.raises(ValidationError, match="5"):
        make_request(house)


def test_only_people_under_a_mandate_ask_and_nobody_themselves(house: House) -> None:
    without_mandate = dataclasses.replace(house.outsider, mandate_id=None, organisation_id=None)
    for actor in (house.office, without_mandate, ANONYMOUS):
        with pytest.raises(NotAllowed):
            contacts.ask_for_contact(
                actor, house.initiative.slug, question=QUESTION, contact=ASKING
            )
    with pytest.raises(ValidationError):
        contacts.ask_for_contact(
            house.asked, house.initiative.slug, question=QUESTION, contact=ASKING
        )


def test_time_reminds_once_then_expires(house: House) -> None:
    request = make_request(house)

    let_pass(9)
    assert told("reminded") == set()
    let_pass(11)
    let_pass(12)
    assert told("reminded") == {house.asked.person_id, house.asked_staff.person_id}
    assert Notification.objects.filter(kind="experience.reminded").count() == 2
    let_pass(25)

    request.refresh_from_db()
    assert (request.state, request.asking_email) == (S.EXPIRED, "")
    assert house.asking.person_id in told("answered")


def test_after_thirty_days_two_clicks_close_it(house: House) -> None:
    request = bring_to(house, S.LOOKING_BACK)
    assert told("did_it_help") == {house.asking.person_id}

    contacts.tell_help(house.asking, request.uuid, helped=Helped.PARTLY)

    request.refresh_from_db()
    assert (request.state, request.helped, request.asked_email) == (S.CLOSED, "partly", "")


def test_contact_is_erased_when_nobody_says_whether_it_helped(house: House) -> None:
    request = bring_to(house, S.LOOKING_BACK)

    look = timezone.now() + timedelta(days=80)
    let_pass((look - timezone.now()).days)

    request.refresh_from_db()
    assert (request.state, request.asked_email, request.helped) == (S.CLOSED, "", "")


def test_a_form_sent_twice_asks_once(house: House, client: Client) -> None:
    client.force_login(User.objects.get(pk=house.asking.person_id or 0))
    address = reverse("contact_ask", args=[house.initiative.slug])
    values = {
        "form_token": "einmal-token",
        "question": QUESTION,
        "name": ASKING.name,
        "email": ASKING.email,
        "agrees": "on",
    }

    answers = [client.post(address, values) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert ContactRequest.objects.count() == 1


def test_a_wrong_answer_keeps_everything_typed(house: House, client: Client) -> None:
    request = make_request(house)
    client.force_login(User.objects.get(pk=house.asked.person_id or 0))

    page = client.post(
        reverse("contact_act", args=[request.uuid, "answer"]),
        {"decision": "accept", "name": "", "email": "kein at", "answer": "Bitte nur mittags."},
    )

    assert page.status_code == 422
    assert "Bitte nur mittags." in page.text
    request.refresh_from_db()
    assert request.state == S.ASKED


def test_an_answer_that_came_too_late_says_what_is_true_now(house: House, client: Client) -> None:
    request = bring_to(house, S.WITHDRAWN)
    client.force_login(User.objects.get(pk=house.asked.person_id or 0))

    page = client.post(
        reverse("contact_act", args=[request.uuid, "answer"]), {"decision": "decline"}, follow=True
    )

    assert page.status_code == 200
    assert "zurückgenommen" in page.text


def test_examples_are_made_once_and_only_with_their_people() -> None:
    assert load_example_requests() == 0
