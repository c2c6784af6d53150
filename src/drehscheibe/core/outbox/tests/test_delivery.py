from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from drehscheibe.core.outbox import api as outbox
from drehscheibe.core.outbox.delivery import BACKOFF_S, deliver_due, list_dead, retry_dead
from drehscheibe.core.outbox.facts import decode, encode
from drehscheibe.core.outbox.models import Delivery, DeliveryState, Message

pytestmark = pytest.mark.django_db


@outbox.fact("outbox.test_happened")
@dataclass(frozen=True, slots=True)
class Happened(outbox.Fact):
    number: int
    about: str = ""
    names: tuple[str, ...] = ()

    @property
    def item(self) -> str:
        return self.about


class Receiver:
    """Keeps what it was given; fails as often as it is told to."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.failures_left = 0

    def __call__(self, fact: Happened) -> None:
        if self.failures_left:
            self.failures_left -= 1
            raise RuntimeError("receiver is out of order")
        self.seen.append(fact.number)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    outbox.subscribe(Happened, "outbox.test_receiver", made)
    yield made
    del outbox._receivers[Happened.topic]["outbox.test_receiver"]


def publish(*facts: Happened) -> None:
    with transaction.atomic():
        for fact in facts:
            outbox.publish(fact)


def test_fact_survives_being_stored() -> None:
    fact = Happened(number=3, about="S-1", names=("a", "b"))

    assert decode(Happened.topic, encode(fact)) == fact


def test_delivers_each_fact_once_in_order(receiver: Receiver) -> None:
    publish(*(Happened(number=n, about="S-1") for n in range(5)))

    # A delivery waits for the one before it about the same item, so several rounds are needed.
    rounds = [deliver_due() for _ in range(7)]

    assert receiver.seen == [0, 1, 2, 3, 4]
    assert sum(rounds) == 5
    assert not Delivery.objects.exclude(state=DeliveryState.DELIVERED).exists()


def test_a_rolled_back_change_publishes_nothing(receiver: Receiver) -> None:
    with transaction.atomic():
        outbox.publish(Happened(number=1))
        transaction.set_rollback(True)

    assert deliver_due() == 0
    assert (receiver.seen, Message.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="transaction"):
        outbox.publish(Happened(number=1))


def test_failed_delivery_is_tried_again_later_and_holds_back_its_item(receiver: Receiver) -> None:
    receiver.failures_left = 1
    with time_machine.travel(timezone.now(), tick=False) as clock:
        publish(Happened(1, "S-1"), Happened(2, "S-1"), Happened(3, "S-2"))

        deliver_due()
        assert receiver.seen == [3]
        deliver_due()
        assert receiver.seen == [3]
        clock.shift(timedelta(seconds=BACKOFF_S[0] + 1))
        deliver_due()
        deliver_due()

    assert receiver.seen == [3, 1, 2]


def test_hopeless_delivery_is_given_up_and_can_be_sent_again(receiver: Receiver) -> None:
    receiver.failures_left = len(BACKOFF_S) + 1
    publish(Happened(1, "S-1"))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for wait_s in (*BACKOFF_S, 0):
            deliver_due()
            clock.shift(timedelta(seconds=wait_s + 1))
        dead = list(list_dead())
        assert [d.last_error for d in dead] == ["RuntimeError: receiver is out of order"]
        assert deliver_due() == 0

        assert retry_dead(dead[0].pk) is True
        assert retry_dead(dead[0].pk) is False
        deliver_due()

    assert receiver.seen == [1]


def test_failing_receiver_leaves_no_half_effect(receiver: Receiver) -> None:
    def writes_then_fails(fact: Happened) -> None:
        Message.objects.create(topic="half.effect", payload={})
        raise RuntimeError("after writing")

    outbox.subscribe(Happened, "outbox.test_half", writes_then_fails)
    try:
        publish(Happened(1))
        deliver_due()
    finally:
        del outbox._receivers[Happened.topic]["outbox.test_half"]

    assert receiver.seen == [1]
    assert not Message.objects.filter(topic="half.effect").exists()


def test_message_to_a_receiver_that_is_gone_is_kept_with_the_reason(receiver: Receiver) -> None:
    publish(Happened(1))
    Delivery.objects.update(receiver="outbox.removed")

    deliver_due()

    waiting = Delivery.objects.get()
    assert waiting.state == DeliveryState.WAITING
    assert "outbox.removed" in waiting.last_error
