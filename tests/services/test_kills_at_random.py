"""People act at random while processes die at random; what was accepted is there, and told once."""

from __future__ import annotations

import logging
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPException
from random import Random, getrandbits
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange.models import Answer, HandOver, Signal, Supporter
from drehscheibe.capabilities.exchange.tests.factories import WORDS
from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.notify.models import Mail, MailState
from drehscheibe.core.organisations import services
from drehscheibe.core.organisations.choices import Bench, Level, MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox.models import Delivery, DeliveryState
from tests.journeys.hub import DESK, PASSWORD, add_coordinator, add_person, grant
from tests.randomised import invariants
from tests.randomised.told import Register, must_be_told
from tests.services.installation import Installation, wait_until
from tests.services.test_several_processes import ask, let_time_pass, receipts

pytestmark = pytest.mark.services

logger = logging.getLogger(__name__)

#: For so long people act and processes die; then everything has to settle.
SECONDS = 35.0
ACCEPTED, TRY_AGAIN = 302, {502, 503}
AUTHORS = {"west@example.org": "05315", "ost@example.org": "14612", "sued@example.org": "08111"}
DESKS = ("desk@example.org", "desk-2@example.org")
OFFICE = "office@example.org"


@dataclass(slots=True)
class Person:
    """Somebody with a browser: logged in over HTTP, pressing again what got no answer."""

    hub: Installation
    email: str
    cookies: str = ""
    token: str = ""

    def log_in(self) -> None:
        path = reverse("account_login")
        self._open(path)
        fields = {"login": self.email, "password": PASSWORD}
        status, headers = self.press(path, fields, "log-in")
        assert status == ACCEPTED, f"{self.email} could not log in: {status}"
        # Logging in gives both anew.
        names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
        found = [re.search(rf"{name}=([^;]+)", headers) for name in names]
        self.cookies = "; ".join(cookie.group(0) for cookie in found if cookie is not None)
        self.token = found[1].group(1) if found[1] is not None else ""

    def press(
        self, path: str, fields: dict[str, str], name: str, prefix: str = ""
    ) -> tuple[int, str]:
        """Send a form, and the very same again until a process answers; return status and headers."""
        sent = {f"{prefix}{key}": value for key, value in fields.items()}
        sent |= {"csrfmiddlewaretoken": self.token, f"{prefix}form_token": name}
        status, headers, _page = self._ask("POST", path, urlencode(sent))
        return status, headers

    def _open(self, path: str) -> None:
        """Get what protects forms of this browser."""
        _status, headers, _page = self._ask("GET", path)
        cookie = re.search(rf"{settings.CSRF_COOKIE_NAME}=([^;]+)", headers)
        assert cookie is not None
        self.cookies, self.token = cookie.group(0), cookie.group(1)

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        while True:
            try:
                status, headers, page = ask(self.hub, method, path, body, self.cookies)
            except (OSError, HTTPException):
                status = 502
            if status not in TRY_AGAIN:
                return status, str(headers), page
            time.sleep(0.1)


@dataclass(slots=True)
class Records:
    """What people were told by the hub: by the mark that each act bears in its words."""

    accepted: dict[str, str] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)

    def note(self, mark: str, answer: tuple[int, str]) -> bool:
        status, headers = answer
        if status == ACCEPTED:
            where = re.search(r"^location: (.*)$", headers, re.IGNORECASE | re.MULTILINE)
            self.accepted[mark] = where.group(1).strip() if where else ""
            return True
        assert status in (403, 404, 409, 422), f"{mark}: {status}"
        self.refused[mark] = status
        return False

    def marks(self, kind: str) -> set[str]:
        return {mark for mark in self.accepted if mark.startswith(kind)}


# Acting -----------------------------------------------------------------------------------------


def raise_concern(person: Person, chance: Random, records: Records, mark: str) -> None:
    """Begin a draft, write it and send it."""
    status, headers = person.press(reverse("signal_new"), {}, f"{mark}-new")
    assert status == ACCEPTED, f"{mark}: {status}"
    uuid = re.findall(r"[0-9a-f-]{36}", headers)[0]
    circle = chance.choice(("private", "network", "public", "public", "public"))
    words = {**WORDS, "title": f"Anliegen {mark}", "visibility": circle, "next": "review"}
    written = {key: str(value) for key, value in words.items()}
    status, _headers = person.press(reverse("signal_draft", args=[uuid]), written, f"{mark}-draft")
    assert status == ACCEPTED, f"{mark} could not be written: {status}"
    records.note(f"raise-{mark}", person.press(reverse("signal_review", args=[uuid]), {}, mark))


def join_concern(person: Person, chance: Random, records: Records, mark: str) -> None:
    own = Signal.objects.filter(published_at__isnull=False, title__startswith="Anliegen")
    if (public_id := _any(own, chance)) is None:
        return
    fields = {"text": f"Bei uns auch: {mark}", "laender": "NW"}
    path = reverse("signal_join", args=[public_id])
    records.note(f"join-{mark}", person.press(path, fields, mark))


def hand_over(person: Person, chance: Random, records: Records, mark: str) -> None:
    waiting = Signal.objects.filter(state="submitted", title__startswith="Anliegen")
    if (public_id := _any(waiting, chance)) is None:
        return
    desks = Organisation.objects.filter(kind=OrganisationKind.DESK).order_by("pk")
    desk = chance.choice(list(desks))
    due_on = timezone.localdate() + timedelta(days=28)
    fields = {"desk": str(desk.pk), "due_on": due_on.isoformat(), "covering_note": mark}
    path = reverse("signal_office_act", args=[public_id, "hand_over"])
    records.note(f"hand_over-{mark}", person.press(path, fields, mark, "hand_over-"))


def answer(person: Person, chance: Random, records: Records, mark: str) -> None:
    """Answer one concern, or all that wait here at once."""
    waiting = _at_desk(person.email)
    if not waiting:
        return
    fields = {
        "decision": "accepted",
        "text": f"Wir ändern das: {mark}",
        "what_changes": "Eine Liste.",
        "contact": "Referat, referat@example.org",
        "step": "publish",
    }
    if len(waiting) > 1 and chance.random() < 0.5:
        fields["signals"] = ",".join(waiting)
        fields[f"paragraph-{waiting[0]}"] = "Für Sie gilt noch etwas."
        path = reverse("signal_answer_many")
    else:
        path = reverse("signal_desk_answer", args=[chance.choice(waiting)])
    records.note(f"answer-{mark}", person.press(path, fields, mark))


def _at_desk(email: str) -> list[str]:
    stays = HandOver.objects.filter(
        ended_at__isnull=True, desk__mandates__person__email=email
    ).order_by("pk")
    return list(stays.values_list("signal__item__public_id", flat=True)[:5])


def _any(found: QuerySet[Signal], chance: Random) -> str | None:
    public_ids = list(found.order_by("-pk").values_list("item__public_id", flat=True)[:8])
    return chance.choice(public_ids) if public_ids else None


def work_until(
    end: float, person: Person, seed: int, records: Records, acts: list[Callable[..., None]]
) -> int:
    """Log in and act until the time is over; return how many acts were tried."""
    chance, number = Random(f"{seed} {person.email}"), 0  # noqa: S311 -- no secret
    try:
        with translation.override("de"):
            person.log_in()
            while time.monotonic() < end:
                number += 1
                mark = f"z{person.email.partition('@')[0]}{number:04d}z"
                chance.choice(acts)(person, chance, records, mark)
                time.sleep(chance.random() / 10)
    finally:
        connection.close()
    return number


@contextmanager
def dying_processes(hub: Installation, seed: int) -> Iterator[Counter[str]]:
    """Kill one process after the other, and start what is missing a moment later."""
    chance, over, killed = Random(seed), threading.Event(), Counter[str]()  # noqa: S311 -- no secret

    def kill() -> None:
        while not over.wait(1 + chance.random() * 2):
            name = chance.choice(sorted(hub.processes.running))
            hub.processes.kill(name)
            killed[name] += 1
            over.wait(chance.random())
            hub.processes.start_missing()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield killed
    finally:
        over.set()
        killer.join()
        hub.make_whole()


@pytest.fixture
def people(hub: Installation) -> dict[str, list[Callable[..., None]]]:
    """Make everybody, and say what they do."""
    for email, kreis in AUTHORS.items():
        add_coordinator(email, f"Industriebündnis {email.partition('@')[0]} (Beispiel)", kreis)
    second = services.create_organisation(
        SYSTEM,
        kind=OrganisationKind.DESK,
        name=f"Zweites {DESK}",
        level=Level.FEDERAL,
        bench=Bench.FEDERAL,
    )
    add_person(DESKS[1], "Luca Bundesressort")
    grant(DESKS[1], second, MandateRole.COORDINATOR)
    hub.deliver()
    authoring = [raise_concern, raise_concern, join_concern]
    return {
        OFFICE: [hand_over],
        **dict.fromkeys(AUTHORS, authoring),
        **{email: [answer] for email in DESKS},
    }


def test_whatever_dies_what_was_accepted_is_there_and_told_once(
    hub: Installation, people: dict[str, list[Callable[..., None]]]
) -> None:
    seed = int(os.environ.get("DREHSCHEIBE_SEED", "0")) or getrandbits(32)
    logger.warning("Again: DREHSCHEIBE_SEED=%s", seed)
    records, end = Records(), time.monotonic() + SECONDS

    with dying_processes(hub, seed) as killed, ThreadPoolExecutor(len(people)) as crowd:
        working = [
            crowd.submit(work_until, end, Person(hub, email), seed, records, acts)
            for email, acts in people.items()
        ]
        tried = sum(work.result() for work in working)
    settle(hub)

    counts = tried, len(records.accepted), len(records.refused)
    logger.warning("%s acts, %s accepted, %s refused; killed: %s", *counts, dict(killed))
    assert killed.total() > 5
    check_records(records)
    check_told(hub)
    invariants.check_concerns()
    invariants.check_nothing_waits()
    invariants.check_told_once()


# Checking ---------------------------------------------------------------------------------------


def settle(hub: Installation) -> None:
    """Wait until the workers have nothing left, but for mails that a dead one had in its hands."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING)
    unsent = Mail.objects.filter(state=MailState.WAITING)
    wait_until(lambda: not waiting.exists() and not unsent.exists(), "everything is on its way")
    time.sleep(1)
    let_time_pass()
    hub.deliver()


def check_records(records: Records) -> None:
    """Check that everything accepted is there once, and nothing that was refused."""
    titles = Counter(Signal.objects.exclude(item=None).values_list("title", flat=True))
    raised = {
        mark: titles[f"Anliegen {mark.removeprefix('raise-')}"] for mark in records.marks("raise")
    }
    assert raised, "nobody raised anything"
    assert records.marks("hand_over"), "nothing was handed over"
    assert set(raised.values()) == {1}
    notes = Counter(HandOver.objects.values_list("covering_note", flat=True))
    words = Counter(Supporter.objects.values_list("words", flat=True))
    texts = Answer.objects.values_list("text", "common_id")
    answered = Counter(
        (text.partition("\n")[0], common or f"{number}")
        for number, (text, common) in enumerate(texts)
    )
    by_text = Counter(text for text, _common in answered)
    for mark in (*records.accepted, *records.refused):
        kind, _dash, name = mark.partition("-")
        found = {
            "raise": titles[f"Anliegen {name}"],
            "hand_over": notes[name],
            "join": words[f"Bei uns auch: {name}"],
            "answer": by_text[f"Wir ändern das: {name}"],
        }[kind]
        assert found == (mark in records.accepted), f"{mark} is there {found} times"


def check_told(hub: Installation) -> None:
    """Check that everybody was told of every answer once, on the hub and by mail."""
    answers = Answer.objects.select_related(
        "signal__item", "signal__mandate", "signal__released_under"
    )
    Register({one.pk: must_be_told(one.signal) for one in answers}).check()
    assert set(receipts(hub, Mail.objects.all()).values()) <= {1}, "a mail was sent twice"
    lost = Mail.objects.exclude(state__in=[MailState.SENT, MailState.UNSURE])
    assert not lost.exists(), list(lost[:3])
