from __future__ import annotations

import pytest

from drehscheibe.core.notify.api import Words, queue_mail
from drehscheibe.core.notify.models import Mail
from drehscheibe.core.notify.sending import send_due
from drehscheibe.core.notify.tests.factories import Person, make_words, say

pytestmark = pytest.mark.django_db


def test_the_mail_says_what_where_and_why(person: Person) -> None:
    say(person)
    send_due()
    mail = Mail.objects.get()

    assert mail.state == "sent"
    for part in (mail.text, mail.html):
        assert "Erster Absatz." in part
        assert "http://testserver/de/" in part
        assert str(mail.headers["List-Unsubscribe"]).strip("<>") in part
    assert "Zweiter & Ende." in mail.text
    assert "Zweiter &amp; Ende." in mail.html
    assert '<html lang="de">' in mail.html


def test_markup_in_a_mail_is_text() -> None:
    queue_mail("a@example.org", Words("<b>X</b>", "<script>", "/de/", "Lesen"), key="k")
    mail = Mail.objects.get()

    assert "<script>" not in mail.html
    assert "&lt;script&gt;" in mail.html
    assert mail.subject == "<b>X</b>"
    assert mail.text.startswith("<script>")


def test_a_subject_carries_no_second_header() -> None:
    queue_mail("a@example.org", Words("Eins\r\nBcc: evil@example.org", "T", "/", "L"), key="k")
    send_due()

    assert Mail.objects.get().subject == "Eins Bcc: evil@example.org"


def test_the_mail_is_queued_once(person: Person) -> None:
    for _ in range(2):
        queue_mail("a@example.org", make_words({"title": "x"}), key="the same")

    assert Mail.objects.count() == 1
