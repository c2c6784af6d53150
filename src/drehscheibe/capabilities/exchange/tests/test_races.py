"""Two people at once, on a database that really has two."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import close_old_connections, connection

from drehscheibe.capabilities.exchange.models import Answer, HandOver, Signal
from drehscheibe.capabilities.exchange.services.answering import publish_answer
from drehscheibe.capabilities.exchange.services.author import withdraw_signal
from drehscheibe.capabilities.exchange.services.sending import send_signal
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    colleague_of,
    hand_over_to_desk,
    make_draft,
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.outbox.models import Message
from drehscheibe.core.submissions.api import submit_once

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def _only_where_rows_are_locked(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time; the race needs PostgreSQL")


@pytest.fixture
def house() -> House:
    return make_house()


def run_at_once(*acts: Callable[[], object]) -> list[str]:
    """Run acts in threads that start together; return how each ended, in the order given."""
    gate = threading.Barrier(len(acts))
    outcomes = [""] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        close_old_connections()
        gate.wait()
        try:
            act()
            outcomes[place] = "done"
        except Conflict as conflict:
            outcomes[place] = str(conflict)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def test_of_two_hand_overs_one_wins_and_the_other_reads_what_is_true(house: House) -> None:
    signal = make_submitted(house)

    outcomes = run_at_once(*[lambda: hand_over_to_desk(house, signal)] * 2)

    assert sorted(outcome == "done" for outcome in outcomes) == [False, True]
    (refusal,) = [outcome for outcome in outcomes if outcome != "done"]
    assert "Bundesressort" in refusal
    assert HandOver.objects.count() == 1
    assert Message.objects.filter(topic="exchange.signal_handed_over").count() == 1


def test_of_two_answers_one_is_published(house: House) -> None:
    signal = make_handed_over(house)
    colleague = colleague_of(house.desk)

    outcomes = run_at_once(
        lambda: publish_answer(house.desk, signal.pk, ANSWER),
        lambda: publish_answer(colleague, signal.pk, ANSWER),
    )

    assert outcomes.count("done") == 1
    assert Answer.objects.count() == 1


def test_answer_and_withdrawal_do_not_both_happen(house: House) -> None:
    signal = make_handed_over(house)

    outcomes = run_at_once(
        lambda: publish_answer(house.desk, signal.pk, ANSWER),
        lambda: withdraw_signal(house.author, signal.pk),
    )

    assert outcomes.count("done") == 1
    signal.refresh_from_db()
    assert (signal.state == "answered") == Answer.objects.exists()


def test_same_form_sent_five_times_at_once_makes_one_concern(house: House) -> None:
    draft = make_draft(house.author)

    def send() -> None:
        submit_once("token", lambda: send_signal(house.author, draft.pk).public_id)

    outcomes = run_at_once(*[send] * 5)

    # Who comes second either gets the first one's result or reads that it was sent already.
    assert "done" in outcomes
    assert Signal.objects.exclude(item=None).count() == 1
    assert Message.objects.filter(topic="exchange.signal_raised").count() == 1


def test_numbers_of_concerns_sent_at_once_are_different(house: House) -> None:
    drafts = [make_draft(house.author) for _number in range(4)]

    outcomes = run_at_once(*[lambda pk=draft.pk: send_signal(house.author, pk) for draft in drafts])

    assert outcomes == ["done"] * 4
    assert Signal.objects.values("item__public_id").distinct().count() == 4
