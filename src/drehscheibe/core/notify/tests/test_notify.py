from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from drehscheibe.core.notify import api as notify
from drehscheibe.core.notify.choices import Urgency
from drehscheibe.core.notify.models import Mail, MailState, Notification, Preference
from drehscheibe.core.notify.sending import BACKOFF_S, UNSURE_AFTER, send_due, settle_unsure
from drehscheibe.core.notify.tests.factories import make_person

pytestmark = pytest.mark.django_db


def tell(*people: AbstractBaseUser, key: str = "answered:1") -> int:
    return notify.tell(
        [p.pk for p in people], "test.answered", fact_key=key, context={"title": "A <b>"}
    )


def test_each_person_is_told_once_in_their_language() -> None:
    german, english = make_person(language="de"), make_person(language="en")

    told = [tell(german, english), tell(german, english), tell(english, german, german)]

    assert told == [2, 0, 0]
    assert Notification.objects.count() == 2
    assert sorted(Mail.objects.values_list("to", "subject")) == sorted(
        [(german.email, "Antwort auf A <b>"), (english.email, "Answer to A <b>")]
    )


def test_html_in_what_people_wrote_is_shown_as_text() -> None:
    tell(make_person())

    html = Mail.objects.get().html
    assert "A &lt;b&gt;" in html
    assert "A <b>" not in html


def test_inactive_people_are_left_out_and_silent_ones_get_no_mail() -> None:
    gone, silent = make_person(is_active=False), make_person()
    Preference.objects.create(person=silent, kind="test.answered", urgency=Urgency.APP)

    told = tell(gone, silent)

    assert told == 1
    assert Notification.objects.get().person == silent
    assert not Mail.objects.exists()


def test_sending_hands_over_each_mail_once() -> None:
    tell(make_person(), make_person())

    sent = [send_due(), send_due()]

    assert sent == [2, 0]
    assert len(mail.outbox) == 2
    assert len({m.extra_headers["Message-ID"] for m in mail.outbox}) == 2


def test_mail_of_a_worker_that_died_is_not_sent_again_but_noticed() -> None:
    tell(make_person())
    Mail.objects.update(state=MailState.SENDING, next_attempt_at=timezone.now())

    assert (send_due(), settle_unsure()) == (0, 0)
    with time_machine.travel(timezone.now() + UNSURE_AFTER + timedelta(seconds=1)):
        assert settle_unsure() == 1

    assert Mail.objects.get().state == MailState.UNSURE
    assert mail.outbox == []


def test_unreachable_mail_server_is_tried_again_and_given_up_at_last(
    settings: Settings,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    tell(make_person())

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for wait_s in (*BACKOFF_S, 0):
            assert send_due() == 0
            clock.shift(timedelta(seconds=wait_s + 1))
        failed = Mail.objects.get()
        assert (failed.state, failed.attempts) == (MailState.FAILED, len(BACKOFF_S) + 1)
        assert "refused" in failed.last_error.lower()
        assert send_due() == 0


def test_subject_cannot_smuggle_headers() -> None:
    person = make_person()
    notify.tell(
        [person.pk], "test.answered", fact_key="k", context={"title": "x\r\nBcc: a@example.org"}
    )

    send_due()

    assert mail.outbox[0].subject == "Antwort auf x Bcc: a@example.org"
    assert mail.outbox[0].recipients() == [person.email]
