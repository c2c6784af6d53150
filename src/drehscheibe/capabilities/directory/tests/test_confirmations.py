from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from drehscheibe.capabilities.directory.choices import Standing
from drehscheibe.capabilities.directory.models import ConfirmationRequest, Initiative
from drehscheibe.capabilities.directory.services import confirmations
from drehscheibe.capabilities.directory.tests.factories import (
    InitiativeFactory,
    make_editor,
    make_office,
    make_person,
)
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.outbox.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """Return a moment at which every mandate of the test has begun."""
    return timezone.now() + timedelta(minutes=1)


def make_due(now: datetime, **fields: object) -> Initiative:
    return InitiativeFactory.create(
        **{"verified_at": now, "next_confirmation_due": timezone.localdate(now), **fields}
    )


def token_of(mail: Mail) -> str:
    found = re.search(r"/(?:confirm|bestaetigen)/([\w-]+)/", mail.text)
    assert found is not None
    return found[1]


def test_confirming_moves_the_date_by_a_year(now: datetime) -> None:
    initiative = make_due(now)

    confirmations.confirm_profile(make_editor(initiative), initiative.pk)

    initiative.refresh_from_db()
    assert initiative.standing is Standing.CONFIRMED
    assert initiative.next_confirmation_due == timezone.localdate(now) + timedelta(days=365)
    assert Message.objects.filter(topic="directory.initiative_confirmed").count() == 1


def test_nobody_else_confirms(now: datetime) -> None:
    initiative = make_due(now)

    for actor in (make_office(), make_person(), make_editor(make_due(now))):
        with pytest.raises(NotAllowed):
            confirmations.confirm_profile(actor, initiative.pk)


def test_the_job_asks_each_editor_once_and_only_where_it_is_due(now: datetime) -> None:
    due = make_due(now)
    make_editor(due), make_editor(due), make_editor(due, role="staff")
    make_editor(make_due(now, next_confirmation_due=timezone.localdate(now) + timedelta(days=1)))
    make_editor(make_due(now, verified_at=None))

    first = confirmations.send_confirmation_requests(now)
    second = confirmations.send_confirmation_requests(now + timedelta(days=1))

    assert (first, second) == (2, 1)
    asked = ConfirmationRequest.objects.filter(initiative=due)
    assert asked.count() == 2
    assert Notification.objects.filter(kind="directory.confirmation_due").count() == 3
    assert Mail.objects.count() == 3


def test_one_click_from_the_mail_confirms_without_log_in(now: datetime) -> None:
    initiative = make_due(now)
    make_editor(initiative)
    confirmations.send_confirmation_requests(now)
    token = token_of(Mail.objects.get())

    confirmations.confirm_by_token(token, now)
    confirmations.confirm_by_token(token, now)

    initiative.refresh_from_db()
    assert initiative.last_confirmed_at is not None
    assert Message.objects.filter(topic="directory.initiative_confirmed").count() == 1
    opened = confirmations.open_request(token, now)
    assert opened is not None
    assert opened.is_done
    assert token not in str(list(ConfirmationRequest.objects.values()))


def test_an_old_link_a_forged_link_and_an_ended_mandate_confirm_nothing(now: datetime) -> None:
    initiative = make_due(now)
    editor = make_editor(initiative)
    confirmations.send_confirmation_requests(now)
    token = token_of(Mail.objects.get())

    for wrong, moment in (("forged", now), (token, now + timedelta(days=61))):
        with pytest.raises(Conflict):
            confirmations.confirm_by_token(wrong, moment)
    Mandate.objects.filter(person_id=editor.person_id).update(valid_until=now)
    with pytest.raises(Conflict):
        confirmations.confirm_by_token(token, now)

    initiative.refresh_from_db()
    assert initiative.last_confirmed_at is None


def test_a_confirmation_that_is_a_year_old_is_overdue(now: datetime) -> None:
    past = now - timedelta(days=400)
    initiative = make_due(
        now,
        last_confirmed_at=past,
        next_confirmation_due=timezone.localdate(now) - timedelta(days=1),
    )

    assert initiative.standing is Standing.OVERDUE
