"""Who reads words and contacts, in every state: on pages, in lists, search, log, notes, program interface."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.experience.choices import RequestState as S
from drehscheibe.capabilities.experience.models import ContactRequest
from drehscheibe.capabilities.experience.services import contacts
from drehscheibe.capabilities.experience.tests.factories import (
    ASKED,
    ASKING,
    QUESTION,
    SECRET,
    House,
    bring_to,
    make_house,
    make_unverified,
)
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.accounts.models import User
from drehscheibe.core.organisations.choices import MandateState
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.search import api as search

pytestmark = pytest.mark.django_db

#: Who may open the page of a request, by state; everybody else finds nothing there.
SIDES = {"asking", "asking_lead", "asked", "asked_staff"}
EVERYBODY = (
    "asking",
    "asking_lead",
    "asking_colleague",
    "asked",
    "asked_staff",
    "office",
    "outsider",
)
STATES = [state for state in S.values if state != S.STOPPED]


@pytest.fixture
def house() -> House:
    return make_house()


def read(client: Client, actor: Actor, request: ContactRequest) -> str:
    """Return the page of a request as somebody sees it; empty where it does not exist for them."""
    client.force_login(User.objects.get(pk=actor.person_id or 0))
    answer = client.get(reverse("contact_detail", args=[request.uuid]))
    assert answer.status_code in (200, 404)
    return answer.text if answer.status_code == 200 else ""


@pytest.mark.parametrize("state", STATES)
def test_words_and_contacts_by_state_and_reader(house: House, client: Client, state: str) -> None:
    request = bring_to(house, state)
    readers = SIDES | ({"office"} if state == S.WITH_OFFICE else set())

    pages = {name: read(client, getattr(house, name), request) for name in EVERYBODY}

    assert {name for name, page in pages.items() if page} == readers
    has_words = state != S.WITHDRAWN
    assert {name for name, page in pages.items() if SECRET in page} == (
        readers if has_words else set()
    )
    is_open = state in (S.CONNECTED, S.LOOKING_BACK)
    # Each side sees the other's contact while both agree; the office only what it has to pass on.
    sees_asked = {name for name, page in pages.items() if ASKED.email in page}
    assert sees_asked == (SIDES if is_open else set())
    sees_asking = {name for name, page in pages.items() if ASKING.email in page}
    own = {"asking", "asking_lead"}
    expected = SIDES if is_open else (own if state in (S.ASKED, S.WITH_OFFICE) else set())
    assert sees_asking == expected | ({"office"} if state == S.WITH_OFFICE else set())


@pytest.mark.parametrize("name", ["asking", "asked"])
def test_a_mandate_that_has_ended_reads_nothing(house: House, client: Client, name: str) -> None:
    request = bring_to(house, S.CONNECTED)
    actor = getattr(house, name)
    Mandate.objects.filter(pk=actor.mandate_id).update(
        state=MandateState.ENDED, valid_until=timezone.now()
    )

    assert read(client, actor, request) == ""
    client.post(reverse("contact_act", args=[request.uuid, "end"]))
    request.refresh_from_db()
    assert request.state == S.CONNECTED


def test_the_office_reads_numbers_and_no_word_unless_it_stands_between(
    house: House, client: Client
) -> None:
    silent = make_unverified(house)
    mine = contacts.ask_for_contact(
        house.asking, silent.slug, question="Durchs Amt", contact=ASKING
    )
    other = bring_to(house, S.ASKED)
    client.force_login(User.objects.get(pk=house.office.person_id or 0))

    page = client.get(reverse("contact_desk")).text

    assert mine.public_id in page
    assert other.public_id in page
    assert SECRET not in page
    assert str(house.asking.organisation_name) not in page


def test_nobody_else_sees_the_desk(house: House, client: Client) -> None:
    for name in set(EVERYBODY) - {"office"}:
        client.force_login(User.objects.get(pk=getattr(house, name).person_id or 0))
        assert client.get(reverse("contact_desk")).status_code == 404


@pytest.mark.parametrize("state", [S.ASKED, S.WITH_OFFICE, S.CONNECTED])
def test_nothing_is_found_by_search_or_program_interface(
    house: House, client: Client, state: str
) -> None:
    request = bring_to(house, state)

    for actor in (ANONYMOUS, house.office, house.outsider, house.asked):
        assert search.find(SECRET, actor=actor, language="de").total == 0
    for address in ("/api/v1/initiatives", "/sitemap.xml", "/de/", "/de/arbeitsplatz/"):
        client.force_login(User.objects.get(pk=house.outsider.person_id or 0))
        answer = client.get(address)
        assert SECRET not in answer.text
        assert request.public_id not in answer.text


@pytest.mark.parametrize("actor", ["asking", "asking_lead", "outsider", "office", "asked_staff"])
def test_only_who_answers_for_the_asked_side_answers(house: House, actor: str) -> None:
    request = bring_to(house, S.ASKED)

    with pytest.raises(NotAllowed):
        contacts.accept_request(getattr(house, actor), request.uuid, contact=ASKED)


@pytest.mark.parametrize("actor", ["outsider", "office", "asked_staff", "asking_colleague"])
def test_only_the_two_sides_withdraw_consent(house: House, actor: str) -> None:
    request = bring_to(house, S.CONNECTED)

    with pytest.raises(NotAllowed):
        contacts.end_consent(getattr(house, actor), request.uuid)


@pytest.mark.parametrize("actor", ["asked", "outsider", "office", "asking_colleague"])
def test_only_the_asking_side_takes_back_or_says_whether_it_helped(
    house: House, actor: str
) -> None:
    request = bring_to(house, S.ASKED)
    with pytest.raises(NotAllowed):
        contacts.withdraw_request(getattr(house, actor), request.uuid)
    contacts.accept_request(house.asked, request.uuid, contact=ASKED)

    with pytest.raises(NotAllowed):
        contacts.tell_help(getattr(house, actor), request.uuid, helped="yes")


def test_a_report_shows_a_number_and_stops_the_request(house: House, client: Client) -> None:
    request = bring_to(house, S.ASKED)

    page = client.get(reverse("moderation_report", args=["contact_request", str(request.uuid)]))

    assert request.public_id in page.text
    assert SECRET not in page.text
    assert str(house.asking.organisation_name) not in page.text
    assert QUESTION not in page.text
