"""Whoever acts on a thing has nothing left to open about it; summaries of every kind can be made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from drehscheibe.capabilities.exchange.services.dossiers.preparing import close_dossier
from drehscheibe.capabilities.exchange.services.signals.answering import publish_answer
from drehscheibe.capabilities.exchange.services.signals.checking import reject_signal
from drehscheibe.capabilities.exchange.tests import dossier_factories as dossiers
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    colleague_of,
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.capabilities.exchange.tests.impulse_factories import make_impulse, make_stage, say
from drehscheibe.capabilities.exchange.tests.telling import deliver_all
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.notify.digests import make_due_digests
from drehscheibe.core.notify.models import Digest, Mail, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def unread(actor: Actor) -> list[str]:
    notes = Notification.objects.filter(person_id=actor.person_id, read_at__isnull=True)
    return [note.context["event"] for note in notes.order_by("pk")]


def test_answering_reads_what_the_desk_was_told_of_the_concern(house: House) -> None:
    colleague = colleague_of(house.desk)
    signal, other = make_handed_over(house), make_handed_over(house)
    deliver_all()
    assert unread(house.desk) == ["desk_new", "desk_new"]

    publish_answer(house.desk, signal.pk, ANSWER)

    left = Notification.objects.get(person_id=house.desk.person_id, read_at__isnull=True)
    assert left.context["public_id"] == other.public_id
    assert unread(colleague) == ["desk_new", "desk_new"]


def test_acting_on_a_dossier_reads_what_was_told_of_it(house: House) -> None:
    signal = make_submitted(house)
    dossier = dossiers.hand_over(house, dossiers.begin(house, signal))
    deliver_all()
    dossiers.answer(house, signal)
    deliver_all()
    assert "dossier_answered" in unread(house.office)

    close_dossier(house.office, dossier.pk)

    assert "dossier_answered" not in unread(house.office)


def test_reacting_reads_the_impulse() -> None:
    stage = make_stage()
    impulse = make_impulse(stage.desk)
    deliver_all()
    before = unread(stage.nw)

    say(stage.nw, impulse)

    assert (len(before), unread(stage.nw)) == (1, [])
    assert len(unread(stage.by)) == 1


def test_authors_learn_at_once_that_their_concern_is_not_passed_on(house: House) -> None:
    signal = make_submitted(house)
    deliver_all()
    Mail.objects.all().delete()

    reject_signal(house.office, signal.pk, reason="single_case", note="Bitte an das Amt.")
    deliver_all()

    assert Mail.objects.filter(to=house.author.email).count() == 1


def test_summaries_with_news_of_dossiers_can_be_made(house: House) -> None:
    dossiers.hand_over(house, dossiers.begin(house, make_submitted(house)))
    deliver_all()

    make_due_digests(timezone.now() + timedelta(days=2))

    assert [digest.last_error for digest in Digest.objects.exclude(last_error="")] == []
    assert Mail.objects.filter(key__startswith="digest:", to=house.author.email).exists()
