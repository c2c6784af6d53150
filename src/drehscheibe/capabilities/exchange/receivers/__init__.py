"""Tell everybody whom a fact concerns. Each fact has one key, so that nobody is told twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from drehscheibe.capabilities.exchange.choices import HandOverOutcome, SignalState
from drehscheibe.capabilities.exchange.facts import (
    AnswerRated,
    ClarificationAnswered,
    ClarificationAsked,
    SignalAnswered,
    SignalAwaitsRelease,
    SignalClosed,
    SignalFact,
    SignalHandedOver,
    SignalJoined,
    SignalOverdue,
    SignalRaised,
    SignalRejected,
    SignalReturnedToDraft,
    SignalTakenBack,
    SignalWithdrawn,
    SupportAwaitsRelease,
)
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries.people import (
    audience_of_answer,
    authors_of,
    supporters_of,
)
from drehscheibe.core.notify import api as notify
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox.api import subscribe

__all__ = ["subscribe_all"]


def subscribe_all() -> None:
    """Listen to our own facts; called from ``AppConfig.ready``.

    All under one name: deliveries of one receiver about one concern keep their order, so that
    nobody reads "answered" before "handed over", even after the worker stood still for a while.
    """
    for fact_class in _TELLERS:
        subscribe(fact_class, "exchange.tell_people", tell_people)


def tell_people(fact: SignalFact) -> None:
    """Tell everybody whom the fact concerns."""
    _TELLERS[type(fact)](fact)


def tell_of_release(fact: SignalAwaitsRelease) -> None:
    signal = _signal(fact)
    mandate = signal.mandate
    colleagues = set(organisations.list_lead_person_ids(int(signal.organisation_id or 0)))
    _tell(
        colleagues - {fact.sent_by_person_id},
        "exchange.needs_you",
        "needs_release",
        fact,
        signal,
        author=str(mandate.person) if mandate else "",
    )


def tell_of_return(fact: SignalReturnedToDraft) -> None:
    signal = _signal(fact)
    _tell(authors_of(signal), "exchange.needs_you", "returned", fact, signal, note=fact.note)


def tell_of_signal(fact: SignalRaised) -> None:
    signal = _signal(fact)
    _tell(authors_of(signal), "exchange.progress", "received", fact, signal)
    _tell_office("office_new", fact, signal)


def tell_of_question(fact: ClarificationAsked) -> None:
    signal = _signal(fact)
    question = signal.clarifications.get(number=fact.number).question
    _tell(authors_of(signal), "exchange.needs_you", "question", fact, signal, question=question)


def tell_of_clarification(fact: ClarificationAnswered) -> None:
    _tell_office("office_clarified", fact, _signal(fact))


def tell_of_hand_over(fact: SignalHandedOver) -> None:
    signal = _signal(fact)
    desk = _name(fact.desk_id)
    stay = signal.hand_overs.filter(desk_id=fact.desk_id, due_on=fact.due_on).last()
    words = {"desk": desk}
    _tell(authors_of(signal), "exchange.progress", "handed_over", fact, signal, **words)
    note = stay.covering_note if stay else ""
    people = organisations.list_person_ids(fact.desk_id)
    _tell(people, "exchange.desk_work", "desk_new", fact, signal, **words, covering_note=note)


def tell_of_taking_back(fact: SignalTakenBack) -> None:
    signal = _signal(fact)
    desk = _name(fact.desk_id)
    _tell(authors_of(signal), "exchange.progress", "taken_back", fact, signal, desk=desk)
    if fact.outcome == HandOverOutcome.SENT_BACK:
        _tell_office("office_back", fact, signal, desk=desk)
    else:
        people = organisations.list_person_ids(fact.desk_id)
        _tell(people, "exchange.desk_work", "desk_called_back", fact, signal)


def tell_of_answer(fact: SignalAnswered) -> None:
    """Tell the authors, those who joined, everybody upstream in the trace, and the office."""
    signal = _signal(fact)
    words = {"desk": _name(fact.desk_id), "decision": fact.decision}
    authors = authors_of(signal)
    supporters = supporters_of(signal) - authors
    upstream = audience_of_answer(signal).person_ids - authors - supporters
    _tell(authors, "exchange.answer", "answered", fact, signal, **words)
    _tell(supporters, "exchange.answer", "answered_supported", fact, signal, **words)
    _tell(upstream, "exchange.answer", "answered_upstream", fact, signal, **words)
    _tell_office("office_answered", fact, signal, **words)


def tell_of_rating(fact: AnswerRated) -> None:
    signal = _signal(fact)
    answer = signal.answers.get(number=fact.number)
    people = organisations.list_person_ids(fact.desk_id)
    words = {"helped": fact.helped, "note": answer.helped_note}
    _tell(people, "exchange.desk_work", "desk_rated", fact, signal, **words)
    _tell_office("office_rated", fact, signal)


def tell_of_closing(fact: SignalClosed) -> None:
    signal = _signal(fact)
    _tell(authors_of(signal), "exchange.progress", "closed", fact, signal)


def tell_of_rejection(fact: SignalRejected) -> None:
    signal = _signal(fact)
    people = authors_of(signal)
    _tell(people, "exchange.progress", "rejected", fact, signal, reason=fact.reason)


def tell_of_withdrawal(fact: SignalWithdrawn) -> None:
    """Tell those who joined and whoever had it in hand; the authors know."""
    signal = _signal(fact)
    joined = supporters_of(signal)
    _tell(joined, "exchange.progress", "supported_withdrawn", fact, signal)
    if fact.owner_id is None:
        return
    owner = Organisation.objects.get(pk=fact.owner_id)
    if owner.kind == OrganisationKind.DESK:
        people = organisations.list_person_ids(owner.pk)
        _tell(people, "exchange.desk_work", "desk_gone", fact, signal)
    if owner.kind in (OrganisationKind.DESK, OrganisationKind.OFFICE):
        _tell_office("office_withdrawn", fact, signal)


def tell_of_support(fact: SignalJoined) -> None:
    """Tell the authors that they are not alone."""
    signal = _signal(fact)
    joined = _name(fact.organisation_id)
    _tell(authors_of(signal), "exchange.progress", "joined", fact, signal, joined=joined)


def tell_of_support_to_release(fact: SupportAwaitsRelease) -> None:
    signal = _signal(fact)
    colleagues = set(organisations.list_lead_person_ids(fact.organisation_id))
    _tell(
        colleagues - {fact.joined_by_person_id},
        "exchange.needs_you",
        "support_needs_release",
        fact,
        signal,
        joined=_name(fact.organisation_id),
    )


def tell_of_delay(fact: SignalOverdue) -> None:
    """Tell the owner who is late, and the office, unless it moved on meanwhile."""
    signal = (
        Signal.objects.select_related("item", "organisation", "owner")
        .filter(pk=fact.signal_id)
        .first()
    )
    if signal is None or signal.owner is None or str(signal.due_on) != fact.due_on:
        return
    people = organisations.list_person_ids(signal.owner.pk)
    if signal.item is None:
        author = [signal.mandate.person_id] if signal.mandate else []
        _tell(set(author) & set(people), "exchange.progress", "late_draft", fact, signal)
        return
    if signal.owner.kind == OrganisationKind.DESK:
        _tell(people, "exchange.desk_work", "desk_late", fact, signal)
    elif signal.owner.kind != OrganisationKind.OFFICE:
        _tell(authors_of(signal), "exchange.needs_you", "late_author", fact, signal)
    if signal.state not in (SignalState.DRAFT, SignalState.AWAITING_SECOND_KEY):
        _tell_office("office_late", fact, signal)


def _signal(fact: SignalFact) -> Signal:
    signals = Signal.objects.select_related("item", "organisation", "owner", "mandate__person")
    return signals.get(item__public_id=fact.public_id)


def _name(organisation_id: int) -> str:
    return str(Organisation.objects.get(pk=organisation_id))


def _tell_office(event: str, fact: SignalFact, signal: Signal, **words: Any) -> None:  # noqa: ANN401 -- plain JSON values
    people = organisations.list_office_person_ids()
    _tell(people, "exchange.office_work", event, fact, signal, **words)


def _tell(
    people: Iterable[int],
    kind: str,
    event: str,
    fact: SignalFact,
    signal: Signal,
    **words: Any,  # noqa: ANN401 -- plain JSON values
) -> None:
    context = {
        "event": event,
        "public_id": fact.public_id,
        "uuid": str(signal.uuid),
        "title": signal.title,
        "organisation": str(signal.organisation or signal.raised_in_public_by),
        "due_on": fact.due_on,
        **words,
    }
    notify.tell(people, kind, fact_key=_key(fact), context=context)


def _key(fact: SignalFact) -> str:
    """Return what names the fact for good, however often it is delivered."""
    if isinstance(fact, SignalJoined | SupportAwaitsRelease):
        return f"{fact.topic}:{fact.public_id}:{fact.supporter_id}"
    if isinstance(fact, SignalOverdue):
        return f"{fact.topic}:{fact.signal_id}:{fact.due_on}"
    return f"{fact.topic}:{fact.public_id}:{fact.station}"


_TELLERS: dict[type[SignalFact], Callable[[Any], None]] = {
    SignalAwaitsRelease: tell_of_release,
    SignalReturnedToDraft: tell_of_return,
    SignalRaised: tell_of_signal,
    ClarificationAsked: tell_of_question,
    ClarificationAnswered: tell_of_clarification,
    SignalHandedOver: tell_of_hand_over,
    SignalTakenBack: tell_of_taking_back,
    SignalAnswered: tell_of_answer,
    AnswerRated: tell_of_rating,
    SignalClosed: tell_of_closing,
    SignalRejected: tell_of_rejection,
    SignalWithdrawn: tell_of_withdrawal,
    SignalJoined: tell_of_support,
    SupportAwaitsRelease: tell_of_support_to_release,
    SignalOverdue: tell_of_delay,
}
