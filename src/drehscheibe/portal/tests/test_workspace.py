"""Where people who work on the hub begin, and what did not arrive."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.directory.services import revisions
from drehscheibe.capabilities.directory.tests.factories import (
    ClaimFactory,
    InitiativeFactory,
    make_editor,
    make_office,
    make_person,
)
from drehscheibe.capabilities.exchange.tests.factories import make_house, make_submitted
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.jobs.models import Heartbeat
from drehscheibe.core.notify.models import Mail, MailState
from drehscheibe.portal.models import BarrierReport, BarrierState

pytestmark = pytest.mark.django_db

_TASK = re.compile(r'<h2 class="card__title"><a href="([^"]*)">([^<]*)</a>')


def tasks(actor: Actor) -> list[tuple[str, str]]:
    """Return address and words of what waits for somebody."""
    answer = client_of(actor).get("/en/workspace/")
    assert answer.status_code == 200
    return _TASK.findall(answer.text)


def make_report(days: int = 30, **fields: object) -> BarrierReport:
    due_on = timezone.localdate() + timedelta(days=days)
    return BarrierReport.objects.create(text="Die Karte", due_on=due_on, **fields)


def make_mail(state: str = MailState.FAILED, number: int = 1) -> Mail:
    return Mail.objects.create(
        key=f"key-{number}",
        to="wer@example.org",
        subject=f"Betreff {number}",
        state=state,
        last_error="550 no such mailbox",
        next_attempt_at=timezone.now(),
    )


def test_strangers_log_in_first(client: Client) -> None:
    for path in ("/en/workspace/", "/en/workspace/deliveries/"):
        assert client.get(path).headers["Location"].startswith("/en/account/")


def test_somebody_without_a_mandate_is_told_how_to_get_one() -> None:
    page = client_of(make_person()).get("/de/arbeitsplatz/").text

    assert "Sie handeln noch für keine Organisation" in page
    assert 'href="/de/initiativen/"' in page


def test_nothing_waits_is_said_in_words() -> None:
    assert "Nothing waits for you" in client_of(make_house().author).get("/en/workspace/").text


def test_second_key_waits_for_the_other_person_alone() -> None:
    initiative = InitiativeFactory.create(organisation__requires_two_keys=True, name="Bündnis")
    first, second = (make_editor(initiative, side=side) for side in ("companies", "union"))
    same_side = make_editor(initiative, side="companies")
    change = revisions.propose_revision(first, initiative.pk, {"topics": ["digital"]})
    assert change is not None

    address = f"/en/workspace/changes/{change.uuid}/"
    assert tasks(second) == [(address, "Turn the second key, or say why not")]
    page = client_of(second).get("/en/workspace/").text
    assert "Change of the entry Bündnis: Topics" in page
    for somebody in (first, same_side, make_office(), make_editor(InitiativeFactory.create())):
        assert address not in [path for path, _words in tasks(somebody)]

    revisions.confirm_revision(second, change.pk)
    assert tasks(second) == []


def test_office_sees_everything_that_waits_most_urgent_first() -> None:
    house = make_house()
    signal = make_submitted(house)
    late, soon = make_report(days=-2), make_report(days=1)
    make_report(state=BarrierState.ANSWERED)
    ClaimFactory.create()
    make_mail()

    found = [path for path, _words in tasks(house.office)]

    assert found[:2] == [f"/en/workspace/barriers/{report.uuid}/" for report in (late, soon)]
    assert set(found[2:]) == {
        f"/en/workspace/office/concerns/{signal.public_id}/",
        "/en/workspace/entries/",
        "/en/workspace/deliveries/",
    }
    assert "overdue" in client_of(house.office).get("/en/workspace/").text


@pytest.mark.parametrize("count", [1, 3])
def test_more_tasks_cost_no_more_queries(
    count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    house = make_house()
    for _number in range(count):
        make_report()
        make_submitted(house)
    client = client_of(house.office)
    client.get("/en/workspace/")

    with django_assert_max_num_queries(21):
        assert len(_TASK.findall(client.get("/en/workspace/").text)) == 2 * count


def test_deliveries_are_for_the_office_alone() -> None:
    house = make_house()

    answers = [
        client_of(actor).get("/en/workspace/deliveries/").status_code
        for actor in (house.office, house.author, house.desk, make_person())
    ]

    assert answers == [200, 404, 404, 404]


def test_deliveries_say_what_is_stuck_and_whether_somebody_delivers() -> None:
    client = client_of(make_office())
    empty = client.get("/en/workspace/deliveries/").text
    make_mail()
    make_mail(MailState.UNSURE, 2)
    make_mail(MailState.SENT, 3)
    Heartbeat.objects.create(worker="one", seen_at=timezone.now())
    page = client.get("/en/workspace/deliveries/").text

    assert "Everything has arrived" in empty
    assert "No worker is running" in empty
    assert "No worker is running" not in page
    assert ("Betreff 1" in page, "Betreff 2" in page, "Betreff 3" in page) == (True, True, False)
    assert "550 no such mailbox" in page
    assert "It may have arrived." in page


def test_a_mail_goes_on_its_way_again_once() -> None:
    client = client_of(make_office())
    mail = make_mail()
    address = f"/en/workspace/deliveries/mail/{mail.pk}/"

    first = client.post(address, follow=True).text
    second = client.post(address, follow=True).text

    mail.refresh_from_db()
    assert mail.state == MailState.WAITING
    assert "It is on its way again." in first
    assert "Somebody else has taken care of it already." in second
    assert client.get(address).status_code == 405


def test_office_answers_a_report_of_a_barrier() -> None:
    client = client_of(make_office())
    report = make_report(email="wer@example.org", language="de")
    address = f"/en/workspace/barriers/{report.uuid}/"

    wrong = client.post(address, {"answer": " "})
    right = client.post(address, {"answer": "Behoben."}, follow=True)

    report.refresh_from_db()
    assert 'class="field__error"' in wrong.text
    assert (report.state, report.answer) == (BarrierState.ANSWERED, "Behoben.")
    assert "Your answer is saved" in right.text
    assert Mail.objects.get().to == "wer@example.org"
    assert client_of(make_person()).get(address).status_code == 404
