"""What did not reach people: shown to the office, with the reason and with what helps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.directory.tests.factories import make_office, make_person
from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.notify.digests import make_due_digests
from drehscheibe.core.notify.models import Digest, DigestState, Mail, MailState, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    return client_of(make_office())


@pytest.fixture
def page() -> str:
    return reverse("deliveries")


def make_mail(error: str) -> Mail:
    return Mail.objects.create(
        key=error,
        to="wer@example.org",
        subject="Antwort auf Ihr Anliegen",
        state=MailState.FAILED,
        last_error=error,
        next_attempt_at=timezone.now(),
    )


def make_failed_digest() -> Digest:
    """Make the summary of somebody that failed six times, with one piece of news in it."""
    person = User.objects.get(email=make_person().email)
    today = timezone.localdate()
    digest = Digest.objects.create(
        person=person,
        day=today,
        due_at=timezone.now(),
        state=DigestState.FAILED,
        attempts=6,
        last_error="KeyError: 'title'",
    )
    Notification.objects.create(
        person=person,
        kind="moderation.overdue",
        fact_key="x",
        context={"number": "M-2026-0001", "title": "Zu laut", "due": today.isoformat()},
        digest=digest,
    )
    return digest


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("SMTPRecipientsRefused: {'wer@example.org': (550, b'no')}", "nimmt die E-Mail nicht an"),
        ("SMTPAuthenticationError: (535, b'no')", "nimmt von dieser Plattform keine E-Mails an"),
        ("ConnectionRefusedError: [Errno 111]", "war nicht zu erreichen"),
        ("SomethingElse: oh", "den wir nicht kennen"),
    ],
)
def test_the_office_reads_why_and_what_helps(
    office: Client, page: str, error: str, why: str
) -> None:
    make_mail(error)

    text = office.get(page).text

    assert why in text
    assert error.split(":", maxsplit=1)[0] in text


def test_a_mail_goes_off_the_list_when_somebody_was_reached_otherwise(
    office: Client, page: str
) -> None:
    mail = make_mail("SMTPRecipientsRefused")
    address = f"{page}mail/{mail.pk}/erledigt/"

    first = office.post(address, follow=True).text
    second = office.post(address, follow=True).text

    assert "Es steht nicht mehr auf der Liste." in first
    assert "Alles ist angekommen" in first
    assert "Darum hat sich schon jemand gekümmert." in second
    mail.refresh_from_db()
    assert mail.state == MailState.SETTLED


def test_a_failed_summary_is_work_of_the_office(office: Client, page: str) -> None:
    digest = make_failed_digest()

    assert "Nachrichten ansehen" in office.get("/de/arbeitsplatz/").text
    text = office.get(page).text
    assert str(digest.person) in text
    assert "1 ungelesene Nachricht steht darin." in text


def test_a_summary_that_is_tried_again_goes_out(office: Client, page: str) -> None:
    digest = make_failed_digest()

    office.post(f"{page}digest/{digest.pk}/")

    assert make_due_digests(timezone.now()) == 1
    digest.refresh_from_db()
    assert digest.state == DigestState.MADE
    assert "Zu laut" in Mail.objects.get().subject


def test_a_newer_summary_takes_up_the_failed_one(office: Client, page: str) -> None:
    failed = make_failed_digest()
    tomorrow = timezone.localdate() + timedelta(days=1)
    newer = Digest.objects.create(person=failed.person, day=tomorrow, due_at=timezone.now())

    office.post(f"{page}digest/{failed.pk}/")

    failed.refresh_from_db()
    assert failed.state == DigestState.SETTLED
    assert list(newer.notes.values_list("fact_key", flat=True)) == ["x"]


def test_others_settle_nothing(page: str) -> None:
    mail, digest = make_mail("x"), make_failed_digest()
    client = client_of(make_person())

    for kind, pk in (("mail", mail.pk), ("digest", digest.pk)):
        assert client.post(f"{page}{kind}/{pk}/erledigt/").status_code == 404
        assert client.post(f"{page}{kind}/{pk}/").status_code == 404
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED


def test_nothing_else_can_be_settled(office: Client, page: str) -> None:
    assert office.post(f"{page}fact/1/erledigt/").status_code == 404
    assert office.post(f"{page}other/1/").status_code == 404
