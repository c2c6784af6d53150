"""The summary over several rooms: what an author finds in it, and what becomes of it with the account."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import Helped
from drehscheibe.capabilities.exchange.services.signals import (
    answering,
    author,
    checking,
    hand_over,
)
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    hand_over_to_desk,
    make_house,
    make_submitted,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import PASSWORD, make_person
from drehscheibe.core.accounts.tests.pages import log_in
from drehscheibe.core.jobs import api as jobs
from drehscheibe.core.notify import api as notify
from drehscheibe.core.notify.choices import Rhythm
from drehscheibe.core.notify.models import Digest, DigestSetting, Mail, Notification
from drehscheibe.core.notify.services import choose_rhythm
from drehscheibe.core.outbox.tests.delivering import deliver_all
from drehscheibe.core.privacy import services as privacy

pytestmark = pytest.mark.django_db

KIND = "organisations.mandate_left"
CONTEXT = {
    "person": "Vorname Beispiel",
    "organisation": "Beispielbündnis",
    "organisation_uuid": "00000000-0000-0000-0000-000000000001",
    "role": "editor",
}


def run_jobs_tomorrow() -> None:
    """Let the worker do its periodic work tomorrow at noon."""
    jobs.run_due()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        jobs.run_due()


def mails_to(actor: Actor) -> list[Mail]:
    assert actor.person_id is not None
    email = User.objects.get(pk=actor.person_id).email
    return list(Mail.objects.filter(to=email).order_by("pk"))


def test_an_answer_waits_in_the_outbox_at_once_and_the_rest_comes_in_one_summary() -> None:
    house = make_house()
    signal = make_submitted(house)
    hand_over_to_desk(house, signal)
    hand_over.send_back_signal(house.desk, signal.pk, note="Nicht zuständig.")
    hand_over_to_desk(house, signal)
    deliver_all()
    assert mails_to(house.author) == []

    answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()
    (answer,) = mails_to(house.author)
    assert answer.subject.startswith("Antwort – ")
    assert answer.next_attempt_at <= timezone.now()
    author.rate_answer(house.author, signal.pk, helped=Helped.PARTLY, note="Der Termin fehlt.")
    checking.close_signal(house.office, signal.pk)
    deliver_all()

    run_jobs_tomorrow()

    # What came before the answer is overtaken by it; five steps are two e-mails.
    _answer, summary = mails_to(house.author)
    assert summary.subject.startswith("Abgeschlossen: ")
    assert "Angekommen" not in summary.text
    assert "Übergeben" not in summary.text
    # The office has five causes about one concern in one e-mail and one paragraph.
    (office,) = mails_to(house.office)
    assert "weitere" not in office.subject


def test_a_summary_of_somebody_who_leaves_is_never_sent(client: Client) -> None:
    person = make_person("leaver@example.org")
    notify.tell([person.pk], KIND, fact_key="k", context=CONTEXT)
    choose_rhythm(person.pk, Rhythm.DAILY, 18)
    client.force_login(person)

    client.post(reverse("privacy_erase"), {"password": PASSWORD})
    assert not Digest.objects.exists()
    assert not DigestSetting.objects.exists()
    assert not Notification.objects.exists()
    before = Mail.objects.count()
    run_jobs_tomorrow()

    assert Mail.objects.count() == before


def test_my_data_say_when_i_want_the_summary(client: Client) -> None:
    person = make_person("mine@example.org")
    notify.tell([person.pk], KIND, fact_key="k", context=CONTEXT)
    choose_rhythm(person.pk, Rhythm.WEEKLY, 18)
    log_in(client, person.email)

    asked = client.post(reverse("privacy_download"))
    response = client.post(asked["Location"], {"password": PASSWORD})
    archive = zipfile.ZipFile(BytesIO(response.content))
    sources = {each["name"]: each for each in json.loads(archive.read("data.json"))["sources"]}

    assert sources["notify.rhythm"]["records"] == [
        {"rhythm": "Einmal in der Woche, am Montag", "hour": 18}
    ]
    assert sources["notify.digests"]["records"][0]["day"] == f"{Digest.objects.get().day}"


def test_days_of_summaries_are_forgotten_after_a_month_but_not_what_waits() -> None:
    old, waiting = make_person("old@example.org"), make_person("waiting@example.org")
    now = timezone.now()
    for person, state in ((old, "made"), (waiting, "waiting")):
        Digest.objects.create(person=person, day=now, due_at=now, state=state)
    Digest.objects.update(created_at=now - timedelta(days=31))

    done = privacy.apply_retention(now)

    assert done["notify.digests"] == 1
    assert Digest.objects.get().person == waiting
