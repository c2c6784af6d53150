"""A promise has a day; it is kept, comes later for a reason, or is seen to be late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import Helped, SignalState
from drehscheibe.capabilities.exchange.models import EffectReport, Postponement, Signal
from drehscheibe.capabilities.exchange.services.reminding import remind_overdue
from drehscheibe.capabilities.exchange.services.signals import author, checking, promises
from drehscheibe.capabilities.exchange.services.signals.answering import publish_answer
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    make_answered,
    make_handed_over,
    make_house,
    make_in_effect,
    make_promised,
    promise,
)
from drehscheibe.capabilities.exchange.tests.telling import deliver_all, events_of
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.trace.models import Item

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def answered_with_promise(house: House) -> Signal:
    return publish_answer(house.desk, make_handed_over(house).pk, promise())


def test_a_yes_of_the_authors_awaits_what_is_promised(house: House) -> None:
    signal = make_promised(house)

    day = timezone.localdate() + timedelta(days=60)
    assert (signal.state, signal.owner_id, signal.due_on) == ("promised", house.desk_id, day)


def test_so_does_closing_by_the_office(house: House) -> None:
    signal = checking.close_signal(house.office, answered_with_promise(house).pk)
    deliver_all()

    assert signal.state == SignalState.PROMISED
    assert events_of(house.desk)[-1] == "desk_promised"
    assert events_of(house.author)[-1] == "promised"


def test_without_a_day_a_yes_closes(house: House) -> None:
    signal = author.rate_answer(house.author, make_answered(house).pk, helped=Helped.YES)

    assert signal.state == SignalState.CLOSED


def test_a_no_leaves_it_with_the_office(house: House) -> None:
    signal = author.rate_answer(house.author, answered_with_promise(house).pk, helped=Helped.NO)

    assert (signal.state, signal.owner_id) == ("answered", house.office.organisation_id)


def test_kept_promise_is_told_to_everybody_and_waits_for_the_last_word(house: House) -> None:
    signal = make_in_effect(house)
    deliver_all()

    report = EffectReport.objects.get()
    assert (signal.state, signal.owner_id) == ("in_effect", house.office.organisation_id)
    assert (report.text, report.link) == ("Die Liste gilt.", "https://example.org/liste")
    assert events_of(house.author)[-1] == "in_effect"
    assert events_of(house.office)[-1] == "office_in_effect"


def test_office_may_note_it_in_place_of_the_desk(house: House) -> None:
    signal = make_promised(house)

    signal = promises.report_in_effect(house.office, signal.pk, text="Steht im Bundesanzeiger.")
    deliver_all()

    assert signal.state == SignalState.IN_EFFECT
    assert events_of(house.desk)[-1] == "desk_in_effect"


def test_link_must_be_one(house: House) -> None:
    signal = make_promised(house)

    with pytest.raises(ValidationError):
        promises.report_in_effect(house.desk, signal.pk, text="Gilt.", link="javascript:alert(1)")


def test_authors_are_asked_once_more_when_it_is_in_effect(house: House) -> None:
    signal = make_in_effect(house)

    signal = author.rate_answer(house.author, signal.pk, helped=Helped.PARTLY, note="Fast.")
    assert signal.state == SignalState.IN_EFFECT
    with pytest.raises(Conflict):
        author.rate_answer(house.author, signal.pk, helped=Helped.YES)


def test_a_yes_to_the_effect_closes(house: House) -> None:
    signal = author.rate_answer(house.author, make_in_effect(house).pk, helped=Helped.YES)

    assert signal.state == SignalState.CLOSED


def test_postponing_names_both_days_and_the_reason(house: House) -> None:
    signal = make_promised(house)
    before = signal.due_on
    later = timezone.localdate() + timedelta(days=120)

    signal = promises.postpone_promise(
        house.desk, signal.pk, until=later, reason="Der Bundesrat tagt später."
    )
    deliver_all()

    kept = Postponement.objects.get()
    assert (kept.until_now, kept.from_now, signal.due_on) == (before, later, later)
    assert events_of(house.author)[-1] == "postponed"
    assert events_of(house.office)[-1] == "office_postponed"


def test_postponing_goes_forward_only(house: House) -> None:
    signal = make_promised(house)

    with pytest.raises(ValidationError) as error:
        promises.postpone_promise(
            house.desk, signal.pk, until=timezone.localdate() + timedelta(days=2), reason="?"
        )

    assert set(error.value.message_dict) == {"until"}


def test_only_who_promised_postpones(house: House) -> None:
    signal = make_promised(house)

    with pytest.raises(NotAllowed):
        promises.postpone_promise(
            house.office,
            signal.pk,
            until=timezone.localdate() + timedelta(days=120),
            reason="Für das Ressort.",
        )


def test_broken_promise_is_overdue_in_public_and_the_desk_is_reminded(house: House) -> None:
    signal = make_promised(house)
    yesterday = timezone.localdate() - timedelta(days=1)
    Signal.objects.filter(pk=signal.pk).update(due_on=yesterday)
    Item.objects.filter(signal=signal).update(due_on=yesterday)

    remind_overdue(timezone.localdate())
    deliver_all()

    assert Signal.objects.overdue_at(timezone.localdate()).get() == signal
    assert "desk_late_promise" in events_of(house.desk)
