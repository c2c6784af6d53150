"""Two web processes and two workers: the main journey, and what happens when one of them dies."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPMessage
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals.sending import send_signal
from drehscheibe.capabilities.exchange.tests.factories import make_draft
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.jobs.models import Heartbeat
from drehscheibe.core.notify.choices import Rhythm
from drehscheibe.core.notify.models import Mail, MailState, Notification
from drehscheibe.core.notify.sending import UNSURE_AFTER
from drehscheibe.core.notify.services import choose_rhythm
from drehscheibe.core.notify.undelivered import send_again
from drehscheibe.core.outbox.models import Message
from tests.journeys.conftest import WIDE, MakePerson
from tests.journeys.hub import actor_of, add_coordinator
from tests.journeys.test_main_journey import make_cast, walk
from tests.services.installation import Installation, wait_until

pytestmark = pytest.mark.services

OFFICE_PERSON = "office@example.org"
DESK_PERSON = "desk@example.org"
ACCEPTED = 302
#: What a proxy says when a process was lost with the request, or none is left.
TRY_AGAIN = {502, 503}


def test_everybody_in_the_main_journey_is_told_once(
    hub: Installation, make_person: MakePerson
) -> None:
    cast = make_cast(make_person, "de", WIDE)

    walk(cast)

    signal = Signal.objects.get(organisation=cast.initiative.organisation)
    authors = (cast.coordinator_email, cast.second_email)
    assert told([signal]) == {
        (cast.second_email, "needs_release"): 1,
        **{(who, event): 1 for who in authors for event in ("received", "handed_over", "answered")},
        **{(OFFICE_PERSON, f"office_{event}"): 1 for event in ("new", "answered", "rated")},
        **{(DESK_PERSON, f"desk_{event}"): 1 for event in ("new", "rated")},
    }
    mails = mails_about([signal])
    assert mails.count() > 0
    assert receipts(hub, mails) == {mail.pk: 1 for mail in mails}
    assert set(hub.proxy.answered) == set(hub.proxy.ports)
    assert Heartbeat.objects.count() == 2


def test_worker_killed_while_it_delivers_loses_nothing(hub: Installation) -> None:
    author = make_author(hub, "delivered@example.org", "Zustellung")

    with mails_held():
        signals = [send_signal(author, make_draft(author).pk) for _ in range(6)]
        wait_until(lambda: waiting_for_a_lock() == 2, "both workers are in the middle of one")
        hub.processes.kill("worker-1")
    hub.deliver()

    assert_arrival_is_told_once(hub, "delivered@example.org", signals)


def test_mail_whose_receipt_was_lost_is_not_sent_again_by_itself(hub: Installation) -> None:
    author = make_author(hub, "mailed@example.org", "Post")
    hub.mail_server.answers.clear()
    before = len(hub.mail_server.received)

    signals = [send_signal(author, make_draft(author).pk) for _ in range(6)]
    wait_until(lambda: len(hub.mail_server.received) > before, "a mail without a receipt")
    for worker in ("worker-1", "worker-2"):
        hub.processes.kill(worker)
    hub.mail_server.answers.set()
    let_time_pass()
    hub.make_whole()
    hub.deliver()

    # What was on its way is for the office to look at; the rest went out.
    unsure = mails_about(signals).filter(state=MailState.UNSURE)
    unsure_and_lost = [mail.pk for mail in unsure if not receipts(hub, [mail])]
    assert len(unsure_and_lost) < unsure.count()
    for pk in unsure_and_lost:
        assert send_again(pk)
    hub.deliver()
    assert_arrival_is_told_once(hub, "mailed@example.org", signals)


def test_web_process_killed_under_load_loses_no_accepted_concern(hub: Installation) -> None:
    author = make_author(hub, "loaded@example.org", "Andrang")
    drafts = [make_draft(author) for _ in range(24)]
    cookies = log_in("loaded@example.org")
    forms = [open_form(hub, draft, cookies) for draft in drafts]
    accepted: dict[int, str] = {}

    def send(form: FilledForm) -> None:
        accepted[form.signal_id] = send_until_accepted(hub, form)

    with ThreadPoolExecutor(4) as people:
        sendings = [people.submit(send, form) for form in forms]
        wait_until(
            lambda: len(accepted) >= 4 or any(sending.done() for sending in sendings),
            "the first concerns are accepted",
        )
        hub.processes.kill("web-1")
    for sending in sendings:
        sending.result()
    hub.deliver()

    signals = list(Signal.objects.filter(pk__in=[draft.pk for draft in drafts]))
    assert [signal.state for signal in signals] == [SignalState.SUBMITTED] * len(drafts)
    assert accepted == {s.pk: reverse_own(s) for s in signals}
    raised = Message.objects.filter(topic="exchange.signal_raised")
    assert [raised.filter(item=f"signal:{signal.public_id}").count() for signal in signals] == [
        1
    ] * len(drafts)
    assert_arrival_is_told_once(hub, "loaded@example.org", signals)


# Counting -----------------------------------------------------------------------------------


def told(signals: list[Signal]) -> Counter[tuple[str, str]]:
    """Return how often each person was told each event of some concerns."""
    notes = Notification.objects.filter(context__public_id__in=[s.public_id for s in signals])
    return Counter(notes.values_list("person__email", "context__event"))


def mails_about(signals: list[Signal]) -> QuerySet[Mail]:
    about = Q()
    for signal in signals:
        about |= Q(key__contains=f"{signal.public_id}:")
    return Mail.objects.filter(about)


def receipts(hub: Installation, mails: Iterable[Mail]) -> dict[int, int]:
    """Return how often the mail server has taken each mail; none: it is left out."""
    taken = Counter(str(message["Message-ID"]) for message in hub.mail_server.received)
    by_mail = {mail.pk: taken[f"<drehscheibe-{mail.pk}@localhost>"] for mail in mails}
    return {pk: count for pk, count in by_mail.items() if count}


def assert_arrival_is_told_once(hub: Installation, email: str, signals: list[Signal]) -> None:
    assert told(signals) == {
        (email, "received"): len(signals),
        (OFFICE_PERSON, "office_new"): len(signals),
    }
    mails = mails_about(signals)
    assert receipts(hub, mails) == {mail.pk: 1 for mail in mails}


# Acting -------------------------------------------------------------------------------------


def make_author(hub: Installation, email: str, name: str) -> Actor:
    """Make somebody who may raise concerns, and let the news of that arrive first."""
    add_coordinator(email, f"Industriebündnis {name} (Beispiel)", "08111")
    hub.deliver()
    actor = actor_of(email)
    assert actor.person_id is not None
    # These tests look at e-mails that leave at once.
    choose_rhythm(actor.person_id, Rhythm.AT_ONCE)
    return actor


@contextmanager
def mails_held() -> Iterator[None]:
    """Let nobody write a mail meanwhile, so that workers stop in the middle of their act.

    Notifications would not do: whoever acts marks their own as read.
    """
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("LOCK TABLE notify_mail IN SHARE MODE")
        yield


def waiting_for_a_lock() -> int:
    question = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
    """
    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])


def let_time_pass() -> None:
    """Make mails as old as those that no worker can still be sending."""
    long_ago = timezone.now() - UNSURE_AFTER - timedelta(minutes=1)
    Mail.objects.filter(state=MailState.SENDING).update(next_attempt_at=long_ago)


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as a browser holds it: pressing the button again sends the very same."""

    signal_id: int
    path: str
    body: str
    cookies: str


def log_in(email: str) -> str:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def open_form(hub: Installation, draft: Signal, cookies: str) -> FilledForm:
    path = reverse("signal_review", args=[draft.uuid])
    status, headers, page = ask(hub, "GET", path, cookies=cookies)
    assert status == 200
    form = page[page.index('method="post" data-controller="once-submit"') :]
    hidden = {
        name: re.search(rf'name="{name}" (?:[^>]* )?value="([^"]+)"', form)
        for name in ("csrfmiddlewaretoken", "form_token")
    }
    body = urlencode({name: found.group(1) for name, found in hidden.items() if found})
    csrf = re.search(rf"{settings.CSRF_COOKIE_NAME}=([^;]+)", str(headers))
    assert csrf is not None
    return FilledForm(draft.pk, path, body, f"{cookies}; {csrf.group(0)}")


def send_until_accepted(hub: Installation, form: FilledForm) -> str:
    """Press the button, again if there was no answer, and return where the answer leads."""
    while True:
        try:
            status, headers, _page = ask(hub, "POST", form.path, form.body, form.cookies)
        except (OSError, HTTPException):
            status = 502
        if status == ACCEPTED:
            return str(headers["Location"])
        assert status in TRY_AGAIN, status
        time.sleep(0.1)


def ask(
    hub: Installation, method: str, path: str, body: str = "", cookies: str = ""
) -> tuple[int, HTTPMessage, str]:
    """Send one request and return status, headers and page."""
    person = HTTPConnection(urlsplit(hub.url).netloc, timeout=30)
    headers = {"Cookie": cookies, "Origin": hub.url, "Accept-Language": "de"}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        person.request(method, path, body or None, headers)
        answer = person.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        person.close()


def reverse_own(signal: Signal) -> str:
    return reverse("signal_own", args=[signal.public_id])
