"""Tell people a fact about a concern, once, in the words of an event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drehscheibe.capabilities.exchange.facts.signal import (
    SignalFact,
    SignalJoined,
    SignalOverdue,
    SupportAwaitsRelease,
)
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.core.notify import api as notify
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.models import Organisation

__all__ = ["context_of", "key_of", "name_of", "signal_of", "tell", "tell_desk", "tell_office"]


def signal_of(fact: SignalFact) -> Signal:
    """Return the concern that a fact is about."""
    signals = Signal.objects.select_related("item", "organisation", "owner", "mandate__person")
    return signals.get(item__public_id=fact.public_id)


def name_of(organisation_id: int) -> str:
    """Return the name of an organisation."""
    return str(Organisation.objects.get(pk=organisation_id))


def tell(
    people: Iterable[int],
    kind: str,
    event: str,
    fact: SignalFact,
    signal: Signal,
    **words: Any,
) -> None:
    """Tell people a fact in the words of an event of ``notifications``."""
    context = context_of(signal, event, due_on=fact.due_on, **words)
    notify.tell(people, kind, fact_key=key_of(fact), context=context)


def tell_office(event: str, fact: SignalFact, signal: Signal, **words: Any) -> None:
    """Tell the service office."""
    people = organisations.list_office_person_ids()
    tell(people, "exchange.office_work", event, fact, signal, **words)


def tell_desk(
    desk_id: int,
    event: str,
    fact: SignalFact,
    signal: Signal,
    **words: Any,
) -> None:
    """Tell the people of a desk."""
    people = organisations.list_person_ids(desk_id)
    tell(people, "exchange.desk_work", event, fact, signal, **words)


def context_of(signal: Signal, event: str, **words: Any) -> dict[str, Any]:
    """Return what is stored at a note and made into words when it is read."""
    return {
        "event": event,
        "public_id": signal.public_id,
        "uuid": str(signal.uuid),
        "title": signal.title,
        "organisation": str(signal.organisation or signal.raised_in_public_by),
        **words,
    }


def key_of(fact: SignalFact) -> str:
    """Return what names the fact for good, however often it is delivered."""
    if isinstance(fact, SignalJoined | SupportAwaitsRelease):
        return f"{fact.topic}:{fact.public_id}:{fact.supporter_id}"
    if isinstance(fact, SignalOverdue):
        return f"{fact.topic}:{fact.signal_id}:{fact.due_on}"
    return f"{fact.topic}:{fact.public_id}:{fact.station}"
