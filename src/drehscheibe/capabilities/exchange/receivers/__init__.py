"""Tell everybody whom a fact concerns. Each fact has one key, so that nobody is told twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drehscheibe.capabilities.exchange.choices.signal import HandOverOutcome, SignalState
from drehscheibe.capabilities.exchange.facts.signal import (
    AddresseeAsked,
    AddresseeQuestionSettled,
    AnswerGoesOut,
    AnswerRated,
    AnswersPublished,
    AnswerWithdrawn,
    ClarificationAnswered,
    ClarificationAsked,
    PromisePostponed,
    SignalAnswered,
    SignalAwaitsRelease,
    SignalClosed,
    SignalForwarded,
    SignalHandedOver,
    SignalInEffect,
    SignalJoined,
    SignalLeftBehind,
    SignalOverdue,
    SignalPromised,
    SignalRaised,
    SignalRejected,
    SignalReturnedToDraft,
    SignalTakenBack,
    SignalTakenUp,
    SignalWithdrawn,
    SupportAwaitsRelease,
)
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries.dossiers import is_told_with_dossier
from drehscheibe.capabilities.exchange.queries.people import authors_of, supporters_of
from drehscheibe.capabilities.exchange.receivers import (
    answers,
    dossiers,
    impulses,
    promises,
    questions,
    reviewing,
)
from drehscheibe.capabilities.exchange.receivers.telling import (
    name_of,
    signal_of,
    tell,
    tell_office,
)
from drehscheibe.capabilities.exchange.services.leaving import leave_to_office
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.facts import OrganisationEnded
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox.api import Fact, subscribe

__all__ = ["subscribe_all"]


def subscribe_all() -> None:
    """Listen to our own facts; called from ``AppConfig.ready``.

    All under one name: deliveries of one receiver about one concern keep their order, so that
    nobody reads "answered" before "handed over", even after the worker stood still for a while.
    """
    for fact_class in _TELLERS:
        subscribe(fact_class, "exchange.tell_people", tell_people)
    dossiers.subscribe_all()
    subscribe(OrganisationEnded, "exchange.take_over", take_over)
    impulses.subscribe_all()
    questions.subscribe_all()


def take_over(fact: OrganisationEnded) -> None:
    """Bring to the office what an ended organisation had to do."""
    leave_to_office(fact.organisation_id, fact.name)


def tell_people(fact: Fact) -> None:
    """Tell everybody whom the fact concerns."""
    _TELLERS[type(fact)](fact)


def tell_of_release(fact: SignalAwaitsRelease) -> None:
    signal = signal_of(fact)
    mandate = signal.mandate
    colleagues = set(organisations.list_lead_person_ids(int(signal.organisation_id or 0)))
    tell(
        colleagues - {fact.sent_by_person_id},
        "exchange.needs_you",
        "needs_release",
        fact,
        signal,
        author=str(mandate.person) if mandate else "",
    )


def tell_of_return(fact: SignalReturnedToDraft) -> None:
    signal = signal_of(fact)
    tell(authors_of(signal), "exchange.needs_you", "returned", fact, signal, note=fact.note)


def tell_of_signal(fact: SignalRaised) -> None:
    signal = signal_of(fact)
    tell(authors_of(signal), "exchange.progress", "received", fact, signal)
    tell_office("office_new", fact, signal)


def tell_of_question(fact: ClarificationAsked) -> None:
    signal = signal_of(fact)
    question = signal.clarifications.get(number=fact.number).question
    tell(authors_of(signal), "exchange.needs_you", "question", fact, signal, question=question)


def tell_of_clarification(fact: ClarificationAnswered) -> None:
    tell_office("office_clarified", fact, signal_of(fact))


def tell_of_hand_over(fact: SignalHandedOver) -> None:
    signal = signal_of(fact)
    desk = name_of(fact.desk_id)
    stay = signal.hand_overs.filter(desk_id=fact.desk_id, due_on=fact.due_on).last()
    words = {"desk": desk}
    if fact.dossier:
        return  # Everybody in it is told once, of the dossier.
    tell(authors_of(signal), "exchange.progress", "handed_over", fact, signal, **words)
    note = stay.covering_note if stay else ""
    people = organisations.list_person_ids(fact.desk_id)
    tell(people, "exchange.desk_work", "desk_new", fact, signal, **words, covering_note=note)


def tell_of_taking_back(fact: SignalTakenBack) -> None:
    signal = signal_of(fact)
    desk = name_of(fact.desk_id)
    tell(authors_of(signal), "exchange.progress", "taken_back", fact, signal, desk=desk)
    if fact.outcome == HandOverOutcome.SENT_BACK:
        tell_office("office_back", fact, signal, desk=desk)
    else:
        people = organisations.list_person_ids(fact.desk_id)
        tell(people, "exchange.desk_work", "desk_called_back", fact, signal)


def tell_of_rating(fact: AnswerRated) -> None:
    signal = signal_of(fact)
    answer = signal.answers.get(number=fact.number)
    people = organisations.list_person_ids(fact.desk_id)
    words = {"helped": fact.helped, "note": answer.helped_note}
    tell(people, "exchange.desk_work", "desk_rated", fact, signal, **words)
    tell_office("office_rated", fact, signal)


def tell_of_closing(fact: SignalClosed) -> None:
    signal = signal_of(fact)
    tell(authors_of(signal), "exchange.progress", "closed", fact, signal)


def tell_of_rejection(fact: SignalRejected) -> None:
    signal = signal_of(fact)
    people = authors_of(signal)
    # What the authors wait for; the summary of tomorrow would be too late to write it anew.
    tell(people, "exchange.answer", "rejected", fact, signal, reason=fact.reason)


def tell_of_withdrawal(fact: SignalWithdrawn) -> None:
    """Tell those who joined and whoever had it in hand; the authors know."""
    signal = signal_of(fact)
    joined = supporters_of(signal)
    tell(joined, "exchange.progress", "supported_withdrawn", fact, signal)
    if fact.owner_id is None:
        return
    owner = Organisation.objects.get(pk=fact.owner_id)
    if owner.kind == OrganisationKind.DESK:
        people = organisations.list_person_ids(owner.pk)
        tell(people, "exchange.desk_work", "desk_gone", fact, signal)
    if owner.kind in (OrganisationKind.DESK, OrganisationKind.OFFICE):
        tell_office("office_withdrawn", fact, signal)


def tell_of_support(fact: SignalJoined) -> None:
    """Tell the authors that they are not alone."""
    signal = signal_of(fact)
    joined = name_of(fact.organisation_id)
    tell(authors_of(signal), "exchange.progress", "joined", fact, signal, joined=joined)


def tell_of_support_to_release(fact: SupportAwaitsRelease) -> None:
    signal = signal_of(fact)
    colleagues = set(organisations.list_lead_person_ids(fact.organisation_id))
    tell(
        colleagues - {fact.joined_by_person_id},
        "exchange.needs_you",
        "support_needs_release",
        fact,
        signal,
        joined=name_of(fact.organisation_id),
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
        tell(set(author) & set(people), "exchange.progress", "late_draft", fact, signal)
        return
    if is_told_with_dossier(signal):
        return
    if signal.owner.kind == OrganisationKind.DESK:
        is_promise = signal.state == SignalState.PROMISED
        event = "desk_late_promise" if is_promise else "desk_late"
        tell(people, "exchange.desk_work", event, fact, signal)
    elif signal.owner.kind != OrganisationKind.OFFICE:
        tell(authors_of(signal), "exchange.needs_you", "late_author", fact, signal)
    if signal.state not in (SignalState.DRAFT, SignalState.AWAITING_SECOND_KEY):
        tell_office("office_late", fact, signal)


_TELLERS: dict[type[Fact], Callable[[Any], None]] = {
    SignalAwaitsRelease: tell_of_release,
    SignalReturnedToDraft: tell_of_return,
    SignalRaised: tell_of_signal,
    ClarificationAsked: tell_of_question,
    ClarificationAnswered: tell_of_clarification,
    SignalHandedOver: tell_of_hand_over,
    SignalTakenBack: tell_of_taking_back,
    SignalTakenUp: reviewing.tell_of_taking_up,
    AddresseeAsked: reviewing.tell_of_question_back,
    AddresseeQuestionSettled: reviewing.tell_of_settled_question,
    SignalForwarded: reviewing.tell_of_forwarding,
    SignalLeftBehind: reviewing.tell_of_leaving,
    SignalAnswered: answers.tell_of_answer,
    AnswersPublished: answers.tell_of_common_answer,
    AnswerGoesOut: answers.tell_portion,
    AnswerWithdrawn: answers.tell_of_answer_withdrawn,
    SignalPromised: promises.tell_of_promise,
    PromisePostponed: promises.tell_of_postponement,
    SignalInEffect: promises.tell_of_effect,
    AnswerRated: tell_of_rating,
    SignalClosed: tell_of_closing,
    SignalRejected: tell_of_rejection,
    SignalWithdrawn: tell_of_withdrawal,
    SignalJoined: tell_of_support,
    SupportAwaitsRelease: tell_of_support_to_release,
    SignalOverdue: tell_of_delay,
}
