"""Who leaves is gone, and what they said for others stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from drehscheibe.capabilities.directory.models import Follow
from drehscheibe.capabilities.directory.tests.factories import ClaimFactory, InitiativeFactory
from drehscheibe.capabilities.exchange.tests.factories import House, make_answered, make_house
from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.pages import is_logged_in, log_in
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.organisations.models import Invitation, Mandate
from drehscheibe.core.organisations.tests.factories import MandateFactory
from drehscheibe.core.outbox.tests.delivering import deliver_all
from drehscheibe.core.trace.models import Participant
from drehscheibe.portal.models import BarrierReport
from drehscheibe.portal.tests.my_data.people import (
    EMAIL,
    NAME,
    give_mandate,
    leave,
    make_leaver,
    name_leaver,
    page_of,
    traces_of,
)

pytestmark = pytest.mark.django_db


def test_the_dry_run_changes_nothing(client: Client) -> None:
    person = make_leaver()
    give_mandate(person)
    client.force_login(person)

    page = page_of(client, "privacy_erase")

    assert "Noch ist nichts gelöscht" in page
    assert "Mandate (1)" in page
    assert User.objects.get(pk=person.pk).name == NAME
    assert Mandate.objects.get().state == "valid"


def test_a_wrong_password_deletes_nothing(client: Client) -> None:
    person = make_leaver()
    client.force_login(person)

    response = leave(client, password="guessed")

    assert "Das Passwort stimmt nicht" in response.content.decode()
    assert User.objects.get(pk=person.pk).is_active


def test_passwords_cannot_be_guessed_without_end(client: Client) -> None:
    client.force_login(make_leaver())

    answers = [leave(client, password=f"guess {n}").status_code for n in range(12)]

    assert (answers[0], answers[-1]) == (200, 429)


def test_who_leaves_no_trace_is_gone_altogether(client: Client) -> None:
    person = make_leaver()
    Follow.objects.create(initiative=InitiativeFactory.create(), person=person)
    log_in(client, EMAIL)

    response = leave(client)
    outcome = client.get(response["Location"]).content.decode()

    assert not User.objects.filter(pk=person.pk).exists()
    assert (Follow.objects.count(), EmailAddress.objects.count()) == (0, 0)
    assert UserSession.objects.count() == 0
    assert not is_logged_in(client)
    assert "Verfolgte Initiativen (1)" in outcome
    assert log_in(Client(), EMAIL).status_code == 200


def test_leaving_twice_leaves_once(client: Client) -> None:
    make_leaver()
    client.force_login(User.objects.get(email=EMAIL))

    answers = [leave(client), leave(client)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert reverse("account_login") in answers[1]["Location"]
    assert Mail.objects.filter(key__startswith="privacy-erased:").count() == 1


def test_a_last_mail_says_what_happened_in_the_language_of_the_person(client: Client) -> None:
    client.force_login(make_leaver(language="en"))

    leave(client)

    assert [mail.subject for mail in Mail.objects.filter(to=EMAIL)] == ["Your account is deleted"]


@pytest.fixture
def house() -> House:
    return make_house()


def test_the_words_of_the_organisation_stay_and_the_person_goes(
    client: Client,
    house: House,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = name_leaver(house.author)
    house = replace(house, author=replace(house.author, name=NAME, email=EMAIL))
    mandate = Mandate.objects.get(person=person)
    mandate.is_listed, mandate.request_note = True, f"Ich bin {NAME}"
    mandate.save()
    profile = InitiativeFactory.create(
        organisation=mandate.organisation,
        slug="nord",
        contact_email=EMAIL,
        speaker_union=NAME,
        speaker_employer="Andere Beispiel",
    )
    colleague = MandateFactory.create(organisation=mandate.organisation)
    Invitation.objects.create(
        organisation=mandate.organisation, email=EMAIL, role="editor", expires_at=timezone.now()
    )
    BarrierReport.objects.create(text="Knopf fehlt", email=EMAIL, due_on=timezone.localdate())
    signal = make_answered(house)
    deliver_all()
    assert NAME in page_of(Client(), "initiative_detail", "nord")
    client.force_login(person)

    with django_capture_on_commit_callbacks(execute=True):
        response = leave(client)
    deliver_all()

    assert response.status_code == 302
    shell = User.objects.get(pk=person.pk)
    assert (shell.name, shell.is_active, str(shell)) == ("", False, "gelöschtes Konto")
    assert Participant.objects.filter(person=person).count() == 0
    assert set(Entry.objects.filter(person=person).values_list("actor_name", flat=True)) == {""}
    profile.refresh_from_db()
    assert (profile.contact_email, profile.speaker_union) == ("", "")
    assert profile.speaker_employer == "Andere Beispiel"
    for page in (
        page_of(Client(), "initiative_detail", "nord"),
        page_of(Client(), "signal_detail", signal.public_id),
    ):
        assert (NAME in page, EMAIL in page) == (False, False)
    assert "Genehmigungen für neue Hallen" in page_of(Client(), "signal_detail", signal.public_id)
    told = Notification.objects.filter(kind="organisations.mandate_left").values_list(
        "person_id", flat=True
    )
    assert list(told) == [colleague.person_id]
    # What is left: the last e-mail, which goes after a month.
    assert traces_of(EMAIL) == ["notify_mail.key", "notify_mail.to"]
    # Notes to others that name the person go after half a year.
    assert traces_of(NAME) == []


def test_an_open_request_is_withdrawn_when_its_person_leaves(client: Client) -> None:
    person = make_leaver()
    claim = ClaimFactory.create(person=person, message=f"Ich, {NAME}")
    client.force_login(person)

    leave(client)

    claim.refresh_from_db()
    assert (claim.state, claim.message) == ("withdrawn", "")
    assert str(claim.person) == "gelöschtes Konto"
