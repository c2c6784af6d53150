"""Two people at once, on a database that really has two."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from drehscheibe.capabilities.exchange.models import Answer, HandOver, Signal
from drehscheibe.capabilities.exchange.services.impulses.sending import publish_impulse
from drehscheibe.capabilities.exchange.services.signals import reviewing
from drehscheibe.capabilities.exchange.services.signals.answering import publish_answer
from drehscheibe.capabilities.exchange.services.signals.answering_many import publish_answers
from drehscheibe.capabilities.exchange.services.signals.author import withdraw_signal
from drehscheibe.capabilities.exchange.services.signals.forwarding import forward_signal
from drehscheibe.capabilities.exchange.services.signals.hand_over import call_back_signal
from drehscheibe.capabilities.exchange.services.signals.sending import send_signal
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    colleague_of,
    hand_over_to_desk,
    make_asked_back,
    make_draft,
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.capabilities.exchange.tests.impulse_factories import (
    make_impulse,
    make_impulse_draft,
    make_stage,
    say,
)
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.models import Message
from drehscheibe.core.submissions.api import submit_once
from tests.racing import needs_row_locks, run_at_once

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures(needs_row_locks.__name__),
]


@pytest.fixture
def house() -> House:
    return make_house()


def test_of_two_hand_overs_one_wins_and_the_other_reads_what_is_true(house: House) -> None:
    signal = make_submitted(house)

    outcomes = run_at_once(*[lambda: hand_over_to_desk(house, signal)] * 2)

    (refusal,) = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert "Bundesressort" in str(refusal)
    assert HandOver.objects.count() == 1
    assert Message.objects.filter(topic="exchange.signal_handed_over").count() == 1


def test_of_two_answers_one_is_published(house: House) -> None:
    signal = make_handed_over(house)
    colleague = colleague_of(house.desk)

    outcomes = run_at_once(
        lambda: publish_answer(house.desk, signal.pk, ANSWER),
        lambda: publish_answer(colleague, signal.pk, ANSWER),
    )

    assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True]
    assert Answer.objects.count() == 1


def test_answer_and_withdrawal_do_not_both_happen(house: House) -> None:
    signal = make_handed_over(house)

    outcomes = run_at_once(
        lambda: publish_answer(house.desk, signal.pk, ANSWER),
        lambda: withdraw_signal(house.author, signal.pk),
    )

    assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True]
    signal.refresh_from_db()
    assert (signal.state == "answered") == Answer.objects.exists()


def test_same_form_sent_five_times_at_once_makes_one_concern(house: House) -> None:
    draft = make_draft(house.author)

    def send() -> None:
        submit_once("token", lambda: send_signal(house.author, draft.pk).public_id)

    outcomes = run_at_once(*[send] * 5)

    # Who comes second either gets the first one's result or reads that it was sent already.
    assert not all(isinstance(outcome, Conflict) for outcome in outcomes)
    assert Signal.objects.exclude(item=None).count() == 1
    assert Message.objects.filter(topic="exchange.signal_raised").count() == 1


def test_numbers_of_concerns_sent_at_once_are_different(house: House) -> None:
    drafts = [make_draft(house.author) for _number in range(4)]

    outcomes = run_at_once(*[lambda pk=draft.pk: send_signal(house.author, pk) for draft in drafts])

    assert not any(isinstance(outcome, Conflict) for outcome in outcomes)
    assert Signal.objects.values("item__public_id").distinct().count() == 4


def test_of_two_reactions_of_one_organisation_one_counts() -> None:
    stage = make_stage()
    impulse = make_impulse(stage.desk)
    colleague = colleague_of(stage.nw)

    run_at_once(lambda: say(stage.nw, impulse, "agree"), lambda: say(colleague, impulse, "no"))

    assert impulse.reactions.count() == 2
    assert impulse.reactions.current().count() == 1


def test_of_two_publishings_one_asks_the_initiatives() -> None:
    stage = make_stage()
    draft = make_impulse_draft(stage.desk)

    outcomes = run_at_once(*[lambda: publish_impulse(stage.desk, draft.pk)] * 2)

    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    assert draft.addressees.count() == 3


def test_of_a_common_answer_and_a_single_one_only_one_reaches_a_concern(house: House) -> None:
    first, second = make_handed_over(house), make_handed_over(house)
    colleague = colleague_of(house.desk)

    outcomes = run_at_once(
        lambda: publish_answers(house.desk, [first.pk, second.pk], ANSWER, {}),
        lambda: publish_answer(colleague, second.pk, ANSWER),
    )

    assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True]
    assert Answer.objects.filter(signal=second).count() == 1
    # All of a common answer, or none of it.
    assert Answer.objects.filter(common__isnull=False).count() in (0, 2)


def test_two_common_answers_over_cross_wait_for_each_other_instead_of_locking_up(
    house: House,
) -> None:
    first, second = make_handed_over(house), make_handed_over(house)
    colleague = colleague_of(house.desk)

    outcomes = run_at_once(
        lambda: publish_answers(house.desk, [first.pk, second.pk], ANSWER, {}),
        lambda: publish_answers(colleague, [second.pk, first.pk], ANSWER, {}),
    )

    assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True]
    assert Answer.objects.count() == 2


def test_of_an_answer_back_and_going_on_without_it_one_wins(house: House) -> None:
    signal = make_asked_back(house)

    outcomes = run_at_once(
        lambda: reviewing.answer_back(house.author, signal.pk, answer="Die am Fluss."),
        lambda: reviewing.drop_question(house.desk, signal.pk),
    )

    assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True]
    signal.refresh_from_db()
    assert signal.state == "in_review"


def test_of_passing_on_and_calling_back_one_wins(house: House) -> None:
    signal = make_handed_over(house)
    other = int(make_actor(OrganisationKind.DESK).organisation_id or 0)
    until = timezone.localdate() + timedelta(days=21)

    outcomes = run_at_once(
        lambda: forward_signal(
            house.desk, signal.pk, desk_id=other, due_on=until, note="Andere Stelle."
        ),
        lambda: call_back_signal(house.office, signal.pk, note="Doch nicht."),
    )

    # Calling back after the passing on is possible, the other way round it is not.
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) <= 1
    signal.refresh_from_db()
    assert HandOver.objects.filter(ended_at__isnull=True).count() <= 1
    assert signal.owner_id in (other, house.office.organisation_id)
