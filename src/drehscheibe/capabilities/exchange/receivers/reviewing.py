"""Who is told while a desk has a concern: taken up, asked back, passed on, left behind."""

from __future__ import annotations

from drehscheibe.capabilities.exchange.facts.signal import (
    AddresseeAsked,
    AddresseeQuestionSettled,
    SignalForwarded,
    SignalLeftBehind,
    SignalTakenUp,
)
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.queries.people import authors_of
from drehscheibe.capabilities.exchange.receivers.telling import (
    name_of,
    signal_of,
    tell,
    tell_desk,
    tell_office,
)

__all__ = [
    "tell_of_forwarding",
    "tell_of_leaving",
    "tell_of_question_back",
    "tell_of_settled_question",
    "tell_of_taking_up",
]


def tell_of_taking_up(fact: SignalTakenUp) -> None:
    signal = signal_of(fact)
    desk = name_of(fact.desk_id)
    tell(authors_of(signal), "exchange.progress", "taken_up", fact, signal, desk=desk)


def tell_of_question_back(fact: AddresseeAsked) -> None:
    signal = signal_of(fact)
    words = {
        "desk": name_of(fact.desk_id),
        "question": signal.clarifications.get(number=fact.number).question,
    }
    tell(authors_of(signal), "exchange.needs_you", "question_back", fact, signal, **words)


def tell_of_settled_question(fact: AddresseeQuestionSettled) -> None:
    """Tell whoever did not settle it: the desk of an answer, the authors that none is needed."""
    signal = signal_of(fact)
    if fact.is_answered:
        tell_desk(fact.desk_id, "desk_clarified", fact, signal)
        return
    desk = name_of(fact.desk_id)
    tell(authors_of(signal), "exchange.progress", "question_dropped", fact, signal, desk=desk)


def tell_of_forwarding(fact: SignalForwarded) -> None:
    """Tell the authors, the desk that has to answer now, and the office."""
    signal = signal_of(fact)
    words = {"from_desk": name_of(fact.from_desk_id), "desk": name_of(fact.desk_id)}
    stay = signal.hand_overs.filter(desk_id=fact.desk_id, forwarded_from__isnull=False).last()
    note = stay.covering_note if stay else ""
    tell(authors_of(signal), "exchange.progress", "forwarded", fact, signal, **words)
    tell_desk(fact.desk_id, "desk_forwarded", fact, signal, **words, covering_note=note)
    tell_office("office_forwarded", fact, signal, **words)


def tell_of_leaving(fact: SignalLeftBehind) -> None:
    """Tell the office what came to it, the authors where their concern is."""
    signal = signal_of(fact)
    gone = name_of(fact.organisation_id)
    tell_office("office_left_behind", fact, signal, desk=gone)
    if fact.organisation_id != signal.organisation_id and signal.owner == signals.find_office():
        tell(authors_of(signal), "exchange.progress", "left_behind", fact, signal, desk=gone)
