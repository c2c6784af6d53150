"""Asking without an account: nothing is there before the address is proven."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange.choices.question import QuestionState
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.services.questions import links
from drehscheibe.capabilities.exchange.tests.factories import House, make_house
from drehscheibe.capabilities.exchange.tests.question_factories import (
    ASKER,
    make_asked,
    make_entry,
    make_unconfirmed,
)
from drehscheibe.capabilities.exchange.tests.reading import faulty_fields, text
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.accounts.models import User
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.outbox.delivery import deliver_due
from drehscheibe.core.privacy.services import apply_retention
from drehscheibe.core.search import api as search
from drehscheibe.core.trace.models import Item

pytestmark = pytest.mark.django_db

FORM = {
    "subject": "Wann kommt das Gleis?",
    "text": "Wir warten am Hafen.",
    "publicity": "nameless",
    "email": "Asker@Example.org",
    "consent": "on",
    "form_token": "one",
}


@pytest.fixture
def house() -> House:
    translation.activate("de")
    house = make_house()
    make_entry(house)
    return house


def ask(client: Client, **changes: str) -> Any:  # noqa: ANN401 -- of the test client
    return client.post(reverse("question_ask", args=["nord"]), {**FORM, **changes})


def link_of(mail: Mail) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found is not None
    return found[1]


def test_profile_leads_to_the_form_which_says_who_reads_it(client: Client, house: House) -> None:
    profile = client.get(reverse("initiative_detail", args=["nord"]))
    page = text(client.get(reverse("question_ask", args=["nord"])))

    assert reverse("question_ask", args=["nord"]) in profile.text
    assert "Wer es liest" in page
    assert "Bis wann" in page


def test_stranger_asks_with_two_steps(client: Client, house: House) -> None:
    sent = ask(client)
    address = link_of(Mail.objects.get())

    assert sent["Location"] == reverse("question_sent", args=["nord"])
    assert text(client.get(sent["Location"]))
    assert "Ja, diese Frage stellen" in text(client.get(address))
    assert not Item.objects.exists()
    status = client.post(address, follow=True)

    question = Question.objects.get()
    assert (question.state, question.owner_id) == (
        QuestionState.ASKED,
        house.author.organisation_id,
    )
    assert question.public_id.startswith("Q-")
    assert question.email == ASKER
    assert question.public_id in text(status)


def test_double_sending_asks_once(client: Client, house: House) -> None:
    ask(client)
    ask(client)

    assert Question.objects.count() == 1
    assert Mail.objects.count() == 1


def test_confirming_twice_asks_once(client: Client, house: House) -> None:
    ask(client)
    address = link_of(Mail.objects.get())
    client.post(address)
    again = client.post(address)

    assert again.status_code == 302
    assert Item.objects.count() == 1


def test_faults_stand_at_their_fields_and_keep_what_was_typed(client: Client, house: House) -> None:
    page = ask(client, email="nobody", consent="", publicity="named", name="")

    assert page.status_code == 422
    assert faulty_fields(page) == {"email", "consent", "name"}
    assert "Wir warten am Hafen." in page.text
    assert not Question.objects.exists()


def test_mailbox_of_others_cannot_be_filled(client: Client, house: House) -> None:
    pages = [ask(client, form_token=str(number)) for number in range(5)]

    assert [page.status_code for page in pages] == [302, 302, 302, 429, 429]
    assert "Wir warten am Hafen." in pages[-1].text
    assert Mail.objects.count() == 3


def test_unconfirmed_question_is_nowhere(client: Client, house: House) -> None:
    question = make_unconfirmed(house)
    office, initiative = Client(), Client()
    office.force_login(User.objects.get(email=house.office.email))
    initiative.force_login(User.objects.get(email=house.author.email))
    deliver_due()

    for reader in (client, office, initiative):
        for view in ("", "?view=all", "?view=late"):
            if reader is not client:
                page = reader.get(reverse("question_work_list") + view)
                assert question.subject not in page.text
        assert question.subject not in reader.get(reverse("initiative_detail", args=["nord"])).text
        assert question.subject not in reader.get(reverse("question_list")).text
        assert reader.get(reverse("question_status", args=[question.token])).status_code == 404
    assert not Notification.objects.exists()
    assert search.find("Gleis", actor=house.office, language="de").total == 0
    assert search.find("Gleis", actor=ANONYMOUS, language="de").total == 0


def test_unconfirmed_question_is_forgotten_in_time(client: Client, house: House) -> None:
    question = make_unconfirmed(house)
    asked = make_asked(house)
    old = timezone.now() - timedelta(days=15)
    Question.objects.update(created_at=old)
    address = reverse("question_confirm", args=[links.confirm_token(question)])

    apply_retention(timezone.now())

    assert list(Question.objects.all()) == [asked]
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("name", ["question_confirm", "question_stop"])
def test_forged_address_does_nothing(client: Client, house: House, name: str) -> None:
    question = make_asked(house)
    forged = reverse(name, args=[f"{question.uuid}:x"])

    assert client.get(forged).status_code in {200, 410}
    client.post(forged)

    question.refresh_from_db()
    assert question.wants_mail


def test_account_without_mandate_needs_no_mail(client: Client, house: House) -> None:
    person = User.objects.create_user("kim@example.org", name="Kim Konto")
    client.force_login(person)

    page = text(client.get(reverse("question_ask", args=["nord"])))
    answer = ask(client)

    question = Question.objects.get()
    assert 'name="email"' not in page
    assert answer["Location"] == reverse("question_status", args=[question.token])
    assert (question.person_id, question.email) == (person.pk, "")
    assert question.item is not None
    assert not question.item.participants.exists()
    assert not Mail.objects.exists()


def test_without_people_the_office_gets_it(house: House) -> None:
    Mandate.objects.filter(organisation_id=house.author.organisation_id or 0).delete()

    question = make_asked(house)

    assert question.state == QuestionState.WITH_OFFICE
    assert question.owner_id == house.office.organisation_id


def test_trace_knows_number_and_initiative_but_not_the_words(house: House) -> None:
    question = make_asked(house)

    assert re.fullmatch(r"Q-\d{4}-0001", question.public_id)
    assert question.item is not None
    assert question.item.title == "Initiative Nord"
    assert not question.item.is_public
