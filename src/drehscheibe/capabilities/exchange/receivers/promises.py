"""Who is told what becomes of a promise."""

from __future__ import annotations

from drehscheibe.capabilities.exchange.facts.signal import (
    PromisePostponed,
    SignalFact,
    SignalInEffect,
    SignalPromised,
)
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries.people import authors_of, readers_of_answer
from drehscheibe.capabilities.exchange.receivers.telling import (
    name_of,
    signal_of,
    tell,
    tell_desk,
    tell_office,
)

__all__ = ["tell_of_effect", "tell_of_postponement", "tell_of_promise"]


def tell_of_promise(fact: SignalPromised) -> None:
    """Tell the desk what it is asked for and when; the authors, unless they said so themselves."""
    signal = signal_of(fact)
    words = {"desk": name_of(fact.desk_id)}
    tell_desk(fact.desk_id, "desk_promised", fact, signal, **words)
    if not fact.by_authors:
        tell(authors_of(signal), "exchange.progress", "promised", fact, signal, **words)


def tell_of_postponement(fact: PromisePostponed) -> None:
    signal = signal_of(fact)
    answer = signal.answers.get(number=fact.number)
    latest = answer.postponements.last()
    words = {"desk": name_of(fact.desk_id), "note": latest.reason if latest else ""}
    _tell_readers("postponed", fact, signal, words)
    tell_office("office_postponed", fact, signal, **words)


def tell_of_effect(fact: SignalInEffect) -> None:
    """Tell everybody who was told of the answer; the way back ends only here."""
    signal = signal_of(fact)
    effect = signal.answers.select_related("effect").get(number=fact.number).effect
    words = {"desk": name_of(fact.desk_id), "note": effect.text}
    _tell_readers("in_effect", fact, signal, words)
    if effect.reporter_id == fact.desk_id:
        tell_office("office_in_effect", fact, signal, **words)
    else:
        tell_desk(fact.desk_id, "desk_in_effect", fact, signal, **words)


def _tell_readers(event: str, fact: SignalFact, signal: Signal, words: dict[str, str]) -> None:
    readers = readers_of_answer(signal)
    others = readers["supporters"] | readers["upstream"]
    tell(readers["authors"], "exchange.answer", event, fact, signal, **words)
    tell(others, "exchange.answer", f"{event}_elsewhere", fact, signal, **words)
