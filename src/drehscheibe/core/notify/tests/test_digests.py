"""The summary: what is in it, for whom there is one, and for whom there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail as outgoing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drehscheibe.core.notify.api import tell
from drehscheibe.core.notify.choices import Urgency
from drehscheibe.core.notify.digests import BATCH, MOST_ATTEMPTS, make_due_digests
from drehscheibe.core.notify.models import Digest, Mail, Notification
from drehscheibe.core.notify.sending import send_due
from drehscheibe.core.notify.services import choose_urgency
from drehscheibe.core.notify.tests.factories import (
    Person,
    berlin,
    make_person,
    morning_mail,
    news,
    say,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(berlin("2026-11-18"), tick=False):
        yield


def test_several_causes_come_in_one_mail_the_outcome_first(person: Person) -> None:
    news(person, "Kai", item="a", what="Übergeben:")
    news(person, "Hafen", item="b", what="Abgeschlossen:", is_outcome=True)
    news(person, "Kai", item="a", what="Unterstützt:")
    news(person, "Bahn", item="c")
    assert not Mail.objects.exists()

    mail = morning_mail()

    assert mail is not None
    assert Mail.objects.count() == 1
    assert mail.to == person.email
    assert mail.subject == "Abgeschlossen: Hafen – und 2 weitere Neuigkeiten"
    for part in (mail.text, mail.html):
        order = [part.index(text) for text in ("n: Hafen", "f Bahn", "zt: Kai", "Übergeben: Kai")]
        assert order[-4:] == sorted(order[-4:])
        assert part.count("http://testserver/de/") >= 4
        assert part.count("Davor:") == 1
    assert "Zweiter &amp; Ende." in mail.html
    assert "Zweiter & Ende." in mail.text


def test_one_piece_of_news_stands_alone_in_the_subject(person: Person) -> None:
    news(person, "Bahn")

    mail = morning_mail()

    assert mail is not None
    assert mail.subject == "Antwort auf Bahn"


def test_a_long_title_does_not_push_out_how_much_more_there_is(person: Person) -> None:
    news(person, "Wort " * 60, item="a", is_outcome=True)
    news(person, "Bahn")

    mail = morning_mail()

    assert mail is not None
    assert mail.subject.endswith("Wort … – und eine weitere Neuigkeit")
    assert len(mail.subject) < 160


def test_what_goes_at_once_does_not_come_again_in_the_summary(person: Person) -> None:
    say(person)
    say(person, kind="test.essential")
    say(person, kind="test.quiet")

    assert Mail.objects.count() == 2
    assert not Digest.objects.exists()
    assert morning_mail() is None


def test_nobody_gets_an_empty_summary(person: Person) -> None:
    assert morning_mail() is None
    assert not Digest.objects.exists()


def test_what_was_read_on_the_hub_is_not_mailed(client: Client, person: Person) -> None:
    news(person, "Gelesen")
    news(person, "Offen")
    client.force_login(person)
    client.get(
        reverse("notification_open", args=[Notification.objects.get(context__title="Gelesen").pk])
    )

    mail = morning_mail()

    assert mail is not None
    assert mail.subject == "Antwort auf Offen"
    assert "Gelesen" not in mail.text


def test_no_summary_when_all_was_read_and_the_day_stays_free(
    client: Client, person: Person
) -> None:
    news(person, "Gelesen")
    client.force_login(person)
    client.post(reverse("notification_read_all"))

    assert morning_mail() is None
    assert not Digest.objects.exists()
    assert Notification.objects.get().digest is None


def test_what_a_later_mail_has_overtaken_is_left_out(person: Person) -> None:
    news(person, "Kai", item="a", what="Übergeben:")
    news(person, "Hafen", item="b", what="Übergeben:")
    news(person, "Kai", "test.later", item="a", what="Beantwortet:")
    news(person, "Kai", item="a", what="Abgeschlossen:")

    mail = morning_mail()

    assert mail is not None
    assert mail.subject == "Abgeschlossen: Kai – und eine weitere Neuigkeit"
    assert "Übergeben: Hafen" in mail.text
    assert "Übergeben: Kai" not in mail.text
    assert "Beantwortet" not in mail.text


def test_nothing_is_left_out_for_a_later_note_that_nobody_has_seen(person: Person) -> None:
    choose_urgency(person.pk, "test.later", Urgency.APP)
    news(person, "Kai", item="a", what="Übergeben:")
    news(person, "Kai", "test.later", item="a", what="Beantwortet:")

    mail = morning_mail()

    assert mail is not None
    assert mail.subject == "Übergeben: Kai"


def test_the_summary_is_made_once(person: Person) -> None:
    news(person, "Bahn")

    first, second = morning_mail(), morning_mail()

    assert (first is None, second is None) == (False, True)
    assert [send_due(), send_due()] == [0, 0]
    with time_machine.travel(berlin("2026-11-19", 7, 2), tick=False):
        assert [send_due(), send_due()] == [1, 0]
    assert len(outgoing.outbox) == 1


def test_a_killed_worker_leaves_it_to_the_next(person: Person) -> None:
    news(person, "Bahn")

    def die_at_the_last_statement(
        execute: Callable[..., object],
        sql: str,
        *rest: Any,
    ) -> object:
        if "made_at" in sql and sql.startswith("UPDATE"):
            raise KeyboardInterrupt
        return execute(sql, *rest)

    with connection.execute_wrapper(die_at_the_last_statement), pytest.raises(KeyboardInterrupt):
        morning_mail()
    assert not Mail.objects.exists()

    assert morning_mail() is not None
    assert Mail.objects.count() == Digest.objects.filter(state="made").count() == 1


def test_each_reads_it_in_their_language() -> None:
    german, english = make_person(language="de"), make_person(language="en")
    for person in (german, english):
        news(person, "Kai", is_outcome=True)
        news(person, "Bahn")
        news(person, "Hafen")

    morning_mail()

    subjects = dict(Mail.objects.values_list("to", "subject"))
    assert subjects[german.email] == "Antwort auf Kai – und 2 weitere Neuigkeiten"
    assert subjects[english.email] == "Answer to Kai – and 2 more pieces of news"
    assert '<html lang="en">' in Mail.objects.get(to=english.email).html
    assert "Davor" not in Mail.objects.get(to=english.email).text


def test_markup_in_what_people_wrote_is_text(person: Person) -> None:
    news(person, "<b>Kai</b>\r\nBcc: evil@example.org")

    mail = morning_mail()

    assert mail is not None
    assert "<b>" not in mail.html
    assert mail.subject == "Antwort auf <b>Kai</b> Bcc: evil@example.org"


def test_whoever_left_gets_none(person: Person) -> None:
    gone = make_person()
    news(person, "Bahn")
    news(gone, "Bahn")
    gone.is_active = False
    gone.save()

    morning_mail()

    assert list(Mail.objects.values_list("to", flat=True)) == [person.email]


@pytest.mark.parametrize(("verified", "mails"), [(False, 0), (True, 1)])
def test_only_confirmed_addresses_are_written_to(
    person: Person, verified: bool, mails: int
) -> None:
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=verified)

    say(person)
    news(person, "Bahn")
    morning_mail()

    assert Notification.objects.count() == 2
    assert Mail.objects.count() == 2 * mails


def test_an_address_that_lost_its_confirmation_gets_none(person: Person) -> None:
    news(person, "Bahn")
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)

    assert morning_mail() is None


def test_very_much_news_is_cut_with_a_way_to_the_rest(person: Person) -> None:
    for number in range(28):
        news(person, f"Nr. {number}")

    mail = morning_mail()

    assert mail is not None
    assert mail.subject == "Antwort auf Nr. 27 – und 27 weitere Neuigkeiten"
    assert "Auf der Drehscheibe stehen 3 weitere Neuigkeiten." in mail.text
    assert mail.text.count("* Antwort auf") == 25


def test_a_summary_that_cannot_be_made_stops_no_other_and_is_given_up_at_last() -> None:
    broken, fine = make_person(), make_person()
    news(broken, "Bahn")
    news(fine, "Bahn")
    Notification.objects.filter(person=broken).update(context={})

    with time_machine.travel(berlin("2026-11-19", 7, 1), tick=False) as clock:
        made = []
        for _attempt in range(MOST_ATTEMPTS + 1):
            made.append(make_due_digests(timezone.now()))
            clock.shift(3601)

    assert made == [1] + [0] * MOST_ATTEMPTS
    failed = Digest.objects.get(person=broken)
    assert (failed.state, failed.attempts) == ("failed", MOST_ATTEMPTS)
    assert "KeyError" in failed.last_error


@pytest.mark.parametrize("people", [1, 3])
def test_a_run_costs_the_same_queries_for_one_and_for_three(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(people):
        person = make_person()
        news(person, "Bahn")
        news(person, "Kai")

    with (
        time_machine.travel(berlin("2026-11-19", 7, 1), tick=False),
        django_assert_num_queries(8),
    ):
        assert make_due_digests(timezone.now()) == people


def test_a_run_without_news_is_one_look(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _number in range(3):
        make_person()

    with django_assert_num_queries(3):
        assert make_due_digests(timezone.now()) == 0


@pytest.mark.parametrize("people", [1, 3])
def test_telling_costs_the_same_queries_for_one_and_for_three(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [make_person().pk for _number in range(people)]

    with django_assert_num_queries(10):
        tell(ids, "test.news", fact_key="k", context={"title": "Bahn", "item": "a"})


def test_more_people_than_one_batch_holds_are_all_served() -> None:
    ids = [make_person().pk for _number in range(BATCH + 3)]
    tell(ids, "test.news", fact_key="k", context={"title": "Bahn", "item": "a"})

    morning_mail()

    assert Mail.objects.count() == BATCH + 3
