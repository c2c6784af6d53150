"""Who is told of answers. Many people are told in portions, each in a transaction of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.facts.signal import (
    AnswerGoesOut,
    AnswersPublished,
    AnswerWithdrawn,
    SignalAnswered,
)
from drehscheibe.capabilities.exchange.machine.signal import DESK_STATES
from drehscheibe.capabilities.exchange.models import Answer, CommonAnswer, Signal
from drehscheibe.capabilities.exchange.queries.people import readers_of_answer
from drehscheibe.capabilities.exchange.queries.stays import desks_that_passed_on
from drehscheibe.capabilities.exchange.receivers.telling import (
    context_of,
    key_of,
    name_of,
    signal_of,
    tell,
    tell_desk,
    tell_office,
)
from drehscheibe.core.notify import api as notify
from drehscheibe.core.notify.queries import list_told
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.outbox.api import publish

__all__ = [
    "tell_of_answer",
    "tell_of_answer_withdrawn",
    "tell_of_common_answer",
    "tell_portion",
]

#: So many people are told in one transaction; more would hold up everybody else who writes.
PORTION = 250

_EVENTS = {
    "authors": "answered",
    "supporters": "answered_supported",
    "upstream": "answered_upstream",
}


def tell_of_answer(fact: SignalAnswered) -> None:
    """Tell the authors, those who joined, everybody upstream, the office, and former desks."""
    if fact.common:
        return
    signal = signal_of(fact)
    answer = signal.answers.select_related("hand_over", "desk").get(number=fact.number)
    for role, people in readers_of_answer(signal).items():
        _send_out(people, [answer.pk], _EVENTS[role], key_of(fact), fact.item)
    words = {"desk": str(answer.desk), "decision": fact.decision}
    tell_office("office_answered", fact, signal, **words)
    for desk_id in desks_that_passed_on(answer.hand_over):
        tell_desk(desk_id, "desk_forwarded_answered", fact, signal, **words)


def tell_of_common_answer(fact: AnswersPublished) -> None:
    """Tell everybody once, with all concerns of the bundle in which they take part."""
    common = CommonAnswer.objects.get(uuid=fact.common)
    answers = list(
        common.answers.select_related("signal__item", "hand_over", "desk").order_by("signal_id")
    )
    parts: dict[int, list[tuple[int, str]]] = defaultdict(list)
    former: dict[int, list[int]] = defaultdict(list)
    for answer in answers:
        for role, people in readers_of_answer(answer.signal).items():
            part = (answer.pk, _EVENTS[role])
            for person_id in people:
                parts[person_id].append(part)
        for desk_id in desks_that_passed_on(answer.hand_over):
            former[desk_id].append(answer.pk)
    groups: dict[tuple[tuple[int, ...], str], list[int]] = defaultdict(list)
    for person_id, told in parts.items():
        event = told[0][1] if len(told) == 1 else "answered_together"
        groups[tuple(pk for pk, _event in told), event].append(person_id)
    key = f"{fact.topic}:{fact.common}"
    for (answer_ids, event), person_ids in groups.items():
        _send_out(person_ids, answer_ids, event, key, fact.item)
    _tell_former_desks(former, key)
    office = organisations.list_office_person_ids()
    event = "office_answered" if len(answers) == 1 else "office_answered_together"
    context = _context([answer.pk for answer in answers], event)
    notify.tell(office, "exchange.office_work", fact_key=key, context=context)


def tell_portion(fact: AnswerGoesOut) -> None:
    """Tell the people of one portion."""
    context = _context(fact.answer_ids, fact.event)
    notify.tell(fact.person_ids, "exchange.answer", fact_key=fact.key, context=context)


def tell_of_answer_withdrawn(fact: AnswerWithdrawn) -> None:
    """Tell everybody who was told of the answer, and whoever takes part by now."""
    signal = signal_of(fact)
    answer = signal.answers.select_related("common", "desk").get(number=fact.number)
    readers = readers_of_answer(signal)
    if answer.common is not None:
        told = set(readers["authors"])
    else:
        told = set(list_told(_key_of_answer(signal, answer)))
    office = set(organisations.list_office_person_ids())
    words = {"desk": str(answer.desk), "withdrawal_reason": answer.withdrawal_reason}
    authors = readers["authors"]
    others = (told | readers["supporters"] | readers["upstream"]) - authors - office
    tell(authors, "exchange.answer", "answer_withdrawn", fact, signal, **words)
    tell(others, "exchange.answer", "answer_withdrawn_elsewhere", fact, signal, **words)
    tell_office("office_answer_withdrawn", fact, signal, **words)


def _key_of_answer(signal: Signal, answer: Answer) -> str:
    """Return under which key people were told of an answer: that of its station.

    Stations that are answered still, because authors doubted it or its desk ended, are none.
    """
    assert signal.item is not None  # noqa: S101 -- an answered concern is an item
    stations = ["", *signal.item.stations.order_by("pk").values_list("state", flat=True)]
    reached = [
        at
        for at, (before, state) in enumerate(pairwise(stations), start=1)
        if state == SignalState.ANSWERED and before in DESK_STATES
    ]
    return f"{SignalAnswered.topic}:{signal.public_id}:{reached[answer.number - 1]}"


def _tell_former_desks(former: dict[int, list[int]], key: str) -> None:
    for desk_id, answer_ids in former.items():
        event = "desk_forwarded_answered" if len(answer_ids) == 1 else "desk_answered_together"
        notify.tell(
            organisations.list_person_ids(desk_id),
            "exchange.desk_work",
            fact_key=key,
            context=_context(answer_ids, event),
        )


def _send_out(
    people: Iterable[int], answer_ids: Sequence[int], event: str, key: str, about: str
) -> None:
    """Tell a few people at once; of many, leave each portion to a delivery of its own."""
    everybody = sorted(people)
    if len(everybody) <= PORTION:
        context = _context(answer_ids, event)
        notify.tell(everybody, "exchange.answer", fact_key=key, context=context)
        return
    for start in range(0, len(everybody), PORTION):
        portion = tuple(everybody[start : start + PORTION])
        publish(AnswerGoesOut(about, tuple(answer_ids), event, key, portion))


def _context(answer_ids: Sequence[int], event: str) -> dict[str, object]:
    rows = Answer.objects.filter(pk__in=answer_ids).order_by("signal_id")
    answers = list(rows.select_related("signal__item", "signal__organisation", "desk", "common"))
    first = answers[0]
    words: dict[str, object] = {"desk": name_of(first.desk_id), "decision": first.decision}
    if len(answers) > 1 and first.common is not None:
        words["common"] = str(first.common.uuid)
        words["concerns"] = [
            [answer.signal.public_id, answer.signal.title, answer.decision] for answer in answers
        ]
    return context_of(first.signal, event, due_on="", **words)
