"""Publish facts with the change that caused them; react to facts in other rooms."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from drehscheibe.core.outbox.epoch import advance_with_commit
from drehscheibe.core.outbox.facts import Fact, encode, fact
from drehscheibe.core.outbox.models import Delivery, Message

__all__ = ["Fact", "fact", "new_message", "publish", "receivers_of", "subscribe"]

FactT = TypeVar("FactT", bound=Fact)

_receivers: dict[str, dict[str, Callable[[Any], None]]] = {}

#: Set after a commit that wrote messages, so that a worker in the same process need not wait.
new_message = threading.Event()


def subscribe(fact_class: type[FactT], name: str, receiver: Callable[[FactT], None]) -> None:
    """Have ``receiver`` called with every fact of this class; called from ``AppConfig.ready``.

    Parameters
    ----------
    name : str
        Lasting name of the receiver, ``<app label>.<verb_noun>``. Messages that wait in the
        database are addressed to it, so renaming it strands them.
    receiver : callable
        Writes only to the database. It runs in one transaction with the mark "delivered", so
        its effect happens exactly once; what leaves the house (mail) is queued in the database.
    """
    known = _receivers.setdefault(fact_class.topic, {})
    if known.get(name, receiver) is not receiver:
        raise ValueError(f"receiver {name!r} is already subscribed to {fact_class.topic!r}")
    known[name] = receiver


def receivers_of(topic: str) -> dict[str, Callable[[Any], None]]:
    """Return the receivers of a topic by name."""
    return _receivers.get(topic, {})


def publish(value: Fact) -> None:
    """Write a fact into the outbox; must be called inside the transaction of its change.

    Raises
    ------
    transaction.TransactionManagementError
        Outside a transaction, because fact and change could then part.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "publish() belongs into the transaction of the change it tells of"
        )
    message = Message.objects.create(topic=value.topic, item=value.item, payload=encode(value))
    now = timezone.now()
    Delivery.objects.bulk_create(
        Delivery(message=message, receiver=name, item=value.item, next_attempt_at=now)
        for name in receivers_of(value.topic)
    )
    advance_with_commit()
    transaction.on_commit(new_message.set)
