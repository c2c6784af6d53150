"""The account book of answer times: in step with every act, folded, compared and written anew."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.models import HandOver, StayTally, TallyKind
from drehscheibe.capabilities.exchange.services.signals import (
    answer_times,
    author,
    forwarding,
    hand_over,
    reviewing,
    withdrawing_answers,
)
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    hand_over_to_desk,
    make_answered,
    make_asked_back,
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.core.moderation.kinds import find_kind
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = pytest.mark.django_db

LATER = timedelta(days=28)


@pytest.fixture
def house() -> House:
    return make_house()


def counted() -> dict[tuple[str, str], int]:
    """Return what the book says by desk and kind; it must be what a full count says."""
    assert answer_times.find_differences() == {}
    rows = StayTally.objects.values_list("desk__name", "kind").annotate(all=Sum("number"))
    return {(desk, kind): number for desk, kind, number in rows if number}


def test_what_waits_and_what_is_answered_is_in_the_book(house: House) -> None:
    make_handed_over(house)
    make_answered(house)

    assert counted() == {
        ("Bundesressort", TallyKind.WAITING): 1,
        ("Bundesressort", TallyKind.ANSWERED): 1,
    }


def test_what_its_authors_were_asked_about_does_not_wait_for_the_desk(house: House) -> None:
    signal = make_asked_back(house)
    assert counted() == {}

    reviewing.answer_back(house.author, signal.pk, answer="Um diese.")
    assert counted() == {("Bundesressort", TallyKind.WAITING): 1}


def test_passing_on_moves_it_to_the_other_desk(house: House) -> None:
    signal = make_handed_over(house)
    other = make_actor(OrganisationKind.DESK, organisation__name="Landesressort")

    forwarding.forward_signal(
        house.desk,
        signal.pk,
        desk_id=int(other.organisation_id or 0),
        due_on=timezone.localdate() + LATER,
        note="Das entscheiden Sie.",
    )

    assert counted() == {("Landesressort", TallyKind.WAITING): 1}


def test_a_withdrawn_answer_counts_no_longer_and_the_desk_owes_one(house: House) -> None:
    signal = make_answered(house)

    withdrawing_answers.withdraw_answer(
        house.desk, signal.pk, reason="Ein Irrtum.", due_on=timezone.localdate() + LATER
    )

    assert counted() == {("Bundesressort", TallyKind.WAITING): 1}


def test_taken_back_and_withdrawn_leave_nothing(house: House) -> None:
    hand_over.call_back_signal(house.office, make_handed_over(house).pk, note="Falsche Stelle.")
    author.withdraw_signal(house.author, make_handed_over(house).pk)

    assert counted() == {}


def test_it_counts_from_when_everybody_may_read_it(house: House) -> None:
    signal = hand_over_to_desk(house, make_submitted(house, visibility=Visibility.NETWORK))
    assert counted() == {}

    author.widen_signal(house.author, signal.pk, visibility=Visibility.PUBLIC)
    assert counted() == {("Bundesressort", TallyKind.WAITING): 1}


def test_what_the_office_hides_is_not_counted_until_it_is_shown_again(house: House) -> None:
    signal = make_answered(house)
    kind = find_kind("concern")
    assert kind is not None

    was = kind.hide(signal.public_id)
    assert counted() == {}

    kind.restore(signal.public_id, was)
    assert counted() == {("Bundesressort", TallyKind.ANSWERED): 1}


def test_folding_keeps_the_sums_and_leaves_one_row_for_each(house: House) -> None:
    for _number in range(3):
        make_answered(house)
    before = counted()

    # Each of them came in, went out again, and came in as an answer.
    assert answer_times.fold() == 9 - 1
    assert counted() == before
    assert StayTally.objects.count() == 1
    assert answer_times.fold() == 0


def test_command_finds_what_was_changed_past_the_services_and_mends_it(house: House) -> None:
    make_answered(house)
    said = StringIO()
    call_command("answer_times", stdout=said)
    assert "add up" in said.getvalue()

    HandOver.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(CommandError):
        call_command("answer_times", stdout=said)

    call_command("answer_times", rebuild=True, stdout=said)
    assert "1 stays are counted" in said.getvalue()
    assert answer_times.find_differences() == {}
    assert StayTally.objects.get().in_time == 0


def test_what_follows_a_rebuild_is_counted_on(house: House) -> None:
    make_answered(house)
    waiting = make_handed_over(house)
    answer_times.rebuild()

    hand_over.call_back_signal(house.office, waiting.pk, note="Falsche Stelle.")

    assert counted() == {("Bundesressort", TallyKind.ANSWERED): 1}
