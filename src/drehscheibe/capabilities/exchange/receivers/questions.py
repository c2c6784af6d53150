"""Tell everybody whom a fact about a question concerns, and let questions follow their concerns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drehscheibe.capabilities.exchange.choices.question import QuestionState
from drehscheibe.capabilities.exchange.facts.question import (
    QuestionFact,
    QuestionMoved,
    QuestionOverdue,
)
from drehscheibe.capabilities.exchange.facts.signal import (
    AnswerWithdrawn,
    SignalAnswered,
    SignalFact,
    SignalInEffect,
    SignalRaised,
    SignalRejected,
    SignalWithdrawn,
)
from drehscheibe.capabilities.exchange.models import Question, Signal
from drehscheibe.capabilities.exchange.queries.questions import askers_behind
from drehscheibe.capabilities.exchange.services.questions import concern
from drehscheibe.capabilities.exchange.services.questions.telling import tell_asker, tell_askers
from drehscheibe.core.notify import api as notify
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.outbox.api import subscribe

__all__ = ["subscribe_all"]

#: What the asker is told of which act; acts that are missing are their own, or change nothing.
_ASKER_HEARS = {
    "pass_on": "with_office",
    "leave_to_office": "with_office",
    "assign": "assigned",
    "answer": "answered",
    "release_answer": "answered",
    "answer_as_office": "answered",
    "decline": "declined",
    "decline_as_office": "declined",
    "hand_on": "handed_on",
    "come_back": "came_back",
}
_INITIATIVE_HEARS = {
    "assign": "new",
    "propose_answer": "needs_release",
    "return_answer": "returned",
    "come_back": "came_back_to_you",
    "withdraw": "withdrawn",
    "rate": "rated",
}
_OFFICE_HEARS = {
    "pass_on": "office_new",
    "leave_to_office": "office_new",
    "object": "office_objection",
}


def subscribe_all() -> None:
    """Listen to questions and to the concerns made of them; called from ``AppConfig.ready``."""
    subscribe(QuestionMoved, "exchange.tell_of_question", tell_of_question)
    subscribe(QuestionOverdue, "exchange.tell_of_question", tell_of_delay)
    subscribe(SignalRaised, "exchange.follow_concern", follow_concern)
    subscribe(SignalRejected, "exchange.follow_concern", follow_concern)
    subscribe(SignalWithdrawn, "exchange.follow_concern", follow_concern)
    subscribe(SignalAnswered, "exchange.tell_askers", tell_askers_of_answer)
    subscribe(AnswerWithdrawn, "exchange.tell_askers", tell_askers_of_withdrawal)
    subscribe(SignalInEffect, "exchange.tell_askers", tell_askers_of_effect)


def tell_of_question(fact: QuestionMoved) -> None:
    """Tell asker, initiative and office what was done, each once."""
    question = _question(fact)
    asker_event = _ASKER_HEARS.get(fact.act, "")
    initiative_event = _INITIATIVE_HEARS.get(fact.act, "")
    office_event = _OFFICE_HEARS.get(fact.act, "")
    if fact.act == "ask":
        is_with_office = fact.state == QuestionState.WITH_OFFICE
        asker_event = "received_by_office" if is_with_office else "received"
        initiative_event = "" if is_with_office else "new"
        office_event = "office_new" if is_with_office else ""
    words = {"helped": question.helped} if fact.act == "rate" and question.helped else {}
    if asker_event:
        about = {"refusal": question.refusal} if asker_event == "declined" else {}
        tell_asker(question, asker_event, _key(fact), due_on=fact.due_on, **about)
    if initiative_event:
        _tell_initiative(initiative_event, fact, question, besides=fact.by_person_id, **words)
    if office_event:
        _tell_office(office_event, fact, question)


def tell_of_delay(fact: QuestionOverdue) -> None:
    """Tell who is late, the office and the asker, unless it moved on meanwhile."""
    question = _question(fact)
    if str(question.due_on) != fact.due_on:
        return
    if question.state != QuestionState.WITH_OFFICE:
        _tell_initiative("late_initiative", fact, question)
    _tell_office("office_late", fact, question)
    tell_asker(question, "late", _key(fact), due_on=fact.due_on)


def follow_concern(fact: SignalFact) -> None:
    """Move the question of which a concern was made, if there is one."""
    signal = Signal.objects.select_related("item").get(item__public_id=fact.public_id)
    if isinstance(fact, SignalRaised):
        concern.hand_on_to(signal)
    else:
        concern.come_back_from(signal)


def tell_askers_of_answer(fact: SignalAnswered) -> None:
    """Tell everybody from whose question the answered concern comes, at any depth."""
    # One text may answer several concerns: who stands behind more than one is told once.
    what = f"common:{fact.common}" if fact.common else f"{fact.public_id}:{fact.station}"
    _tell_behind(fact, "concern_answered", "concern_answered_privately", what)


def tell_askers_of_withdrawal(fact: AnswerWithdrawn) -> None:
    """Tell the same people that the answer does not stand any more."""
    event = "concern_answer_withdrawn"
    _tell_behind(fact, event, event, f"{fact.public_id}:{fact.station}")


def tell_askers_of_effect(fact: SignalInEffect) -> None:
    """Tell the same people that a promise is kept, where everybody may read it."""
    _tell_behind(fact, "concern_in_effect", "", f"{fact.public_id}:{fact.station}")


def _tell_behind(fact: SignalFact, event: str, private_event: str, what: str) -> None:
    signal = Signal.objects.select_related("item").get(item__public_id=fact.public_id)
    chosen = event if signal.is_public else private_event
    if signal.item is None or not chosen:
        return
    words = {"concern": fact.public_id} if signal.is_public else {}
    tell_askers(askers_behind(signal.item), chosen, f"{fact.topic}:{what}", **words)


def _question(fact: QuestionFact) -> Question:
    rows = Question.objects.select_related("item", "organisation", "owner", "person")
    return rows.get(item__public_id=fact.public_id)


def _tell_initiative(
    event: str,
    fact: QuestionFact,
    question: Question,
    *,
    besides: int = 0,
    **words: Any,
) -> None:
    people = set(organisations.list_lead_person_ids(question.organisation_id)) - {besides}
    _tell(people, "exchange.question_work", event, fact, question, **words)


def _tell_office(event: str, fact: QuestionFact, question: Question) -> None:
    people = organisations.list_office_person_ids()
    _tell(people, "exchange.question_office", event, fact, question)


def _tell(
    people: Iterable[int],
    kind: str,
    event: str,
    fact: QuestionFact,
    question: Question,
    **words: Any,
) -> None:
    context = {
        "event": event,
        "public_id": fact.public_id,
        "organisation": str(question.organisation),
        "due_on": fact.due_on,
        **words,
    }
    notify.tell(people, kind, fact_key=_key(fact), context=context)


def _key(fact: QuestionFact) -> str:
    """Return what names the fact for good, however often it is delivered."""
    if isinstance(fact, QuestionOverdue):
        return f"{fact.topic}:{fact.public_id}:{fact.due_on}"
    return f"{fact.topic}:{fact.public_id}:{fact.station}"
