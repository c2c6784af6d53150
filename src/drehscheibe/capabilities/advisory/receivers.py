"""Tell everybody whom a fact about a case concerns."""

from __future__ import annotations

from drehscheibe.capabilities.advisory.choices import ProposalState, Side
from drehscheibe.capabilities.advisory.facts import (
    CaseFact,
    CaseMoved,
    CaseNews,
    CaseOverdue,
    PracticeReady,
)
from drehscheibe.capabilities.advisory.machine import COACH, REQUESTER
from drehscheibe.capabilities.advisory.models import Case
from drehscheibe.capabilities.advisory.services import links
from drehscheibe.capabilities.advisory.services.looking_back import months_of
from drehscheibe.capabilities.advisory.services.telling import (
    tell_coach,
    tell_office,
    tell_requester,
)
from drehscheibe.core.outbox.api import subscribe

__all__ = ["subscribe_all"]

#: Acts of which those who asked hear under the same name; others are their own, or change nothing.
_REQUESTER_HEARS = frozenset(
    {
        "request",
        "ask_back",
        "decline",
        "propose_coach",
        "ask_second",
        "accept",
        "cannot",
        "propose_goal",
        "finish",
        "end",
    }
)
_COACH_HEARS = {
    "propose_coach": "coach_asked",
    "ask_second": "coach_asked",
    "agree_goal": "coach_goal_agreed",
    "discuss_goal": "coach_goal_open",
    "rate": "coach_rated",
    "withdraw": "coach_withdrawn",
}
_OFFICE_HEARS = {
    "request": "office_request",
    "answer": "office_back",
    "cannot": "office_back",
    "refuse_coach": "office_back",
    "lose_coach": "office_back",
    "reopen": "office_back",
    "rate": "office_rated",
}


def subscribe_all() -> None:
    """Listen to cases; called from ``AppConfig.ready``."""
    subscribe(CaseMoved, "advisory.tell_of_case", tell_of_case)
    subscribe(CaseNews, "advisory.tell_of_news", tell_of_news)
    subscribe(CaseOverdue, "advisory.tell_of_delay", tell_of_delay)
    subscribe(PracticeReady, "advisory.tell_of_practice", tell_of_practice)


def tell_of_case(fact: CaseMoved) -> None:
    """Tell those who asked, the coach and the office what was done, each once."""
    case, key = _case(fact), f"{fact.topic}:{fact.public_id}:{fact.station}"
    if fact.act in _REQUESTER_HEARS:
        tell_requester(case, fact.act, key, due_on=fact.due_on)
    if fact.act == "ask_later" and (months := months_of(case)):
        token = links.later_token(case, months)
        tell_requester(case, "later", key, later_token=token, months=months)
    if fact.act in _COACH_HEARS:
        people = _coach_people(case) - {fact.by_person_id}
        tell_coach(case, people, _COACH_HEARS[fact.act], key, due_on=fact.due_on)
    if fact.act in {"refuse_coach", "lose_coach", "reopen"}:
        released = _last_released(case) - {fact.by_person_id}
        if fact.act != "reopen":
            tell_coach(case, released, "coach_released", f"{key}:released")
    if fact.act in _OFFICE_HEARS:
        event = _OFFICE_HEARS[fact.act]
        tell_office(case, event, key, besides=fact.by_person_id, due_on=fact.due_on)


def tell_of_news(fact: CaseNews) -> None:
    """Tell the other side that something is new."""
    case, key = _case(fact), f"{fact.topic}:{fact.public_id}:{fact.key}"
    if fact.side == Side.TEAM:
        tell_requester(case, "news", key)
        return
    if fact.what.startswith("consent_"):
        tell_office(case, "office_consent", key, besides=fact.by_person_id)
        return
    people = _coach_people(case)
    if people:
        tell_coach(case, people - {fact.by_person_id}, "coach_news", key)
    else:
        tell_office(case, "office_back", key, besides=fact.by_person_id, due_on=fact.due_on)


def tell_of_delay(fact: CaseOverdue) -> None:
    """Tell who is late and the office, unless it moved on meanwhile."""
    case, key = _case(fact), f"{fact.topic}:{fact.public_id}:{fact.due_on}"
    if str(case.due_on) != fact.due_on:
        return
    if case.turn == REQUESTER:
        tell_requester(case, "your_turn", key, due_on=fact.due_on)
        return
    if case.turn == COACH:
        tell_coach(case, _coach_people(case), "coach_late", key, due_on=fact.due_on)
    tell_office(case, "office_late", key, due_on=fact.due_on)
    tell_requester(case, "late", key, due_on=fact.due_on)


def tell_of_practice(fact: PracticeReady) -> None:
    """Tell the office that a text is no longer approved."""
    if fact.is_there:
        return
    case = Case.objects.select_related("item").get(item__public_id=fact.public_id)
    tell_office(case, "office_taken_back", f"{fact.topic}:{fact.key}")


def _case(fact: CaseFact) -> Case:
    rows = Case.objects.select_related("item", "person", "coach")
    return rows.get(item__public_id=fact.public_id)


def _coach_people(case: Case) -> set[int]:
    """Return the coach of a case, or whoever is being asked."""
    if case.coach is not None:
        return {case.coach.person_id}
    asked = case.proposals.filter(state=ProposalState.ASKED)
    return set(asked.values_list("coach__person_id", flat=True))


def _last_released(case: Case) -> set[int]:
    """Return the coach who had the case last and has it no more."""
    states = (ProposalState.REFUSED, ProposalState.ENDED)
    last = case.proposals.filter(state__in=states, decided_at__isnull=False)
    person = last.order_by("-decided_at").values_list("coach__person_id", flat=True).first()
    return {person} if person and case.coach_id is None else set()
