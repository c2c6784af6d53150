"""Tell everybody whom a fact about an impulse or a measure concerns, each fact once.

Requests only publish the fact. How many people it concerns costs the worker, never the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from drehscheibe.capabilities.exchange.choices.measure import MeasureState
from drehscheibe.capabilities.exchange.facts.impulse import (
    ImpulseClosesSoon,
    ImpulseEnded,
    ImpulseEvaluated,
    ImpulseFact,
    ImpulseLeftBehind,
    ImpulseOverdue,
    ImpulsePublished,
    ImpulseWithdrawn,
    ReactionAwaitsRelease,
)
from drehscheibe.capabilities.exchange.facts.measure import (
    MeasureFact,
    MeasureMoved,
    MeasurePassedOn,
    MeasureRecorded,
    MeasureReviewDue,
    MeasureReviewOverdue,
)
from drehscheibe.capabilities.exchange.models import Impulse, Measure
from drehscheibe.capabilities.exchange.queries import impulses
from drehscheibe.capabilities.exchange.rules.signal import WRITING_ROLES
from drehscheibe.capabilities.exchange.services.measures.reviews import make_link_token
from drehscheibe.core.notify import api as notify
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox.api import subscribe
from drehscheibe.core.trace import api as trace

__all__ = ["subscribe_all"]


def subscribe_all() -> None:
    """Listen to our own facts; called from ``AppConfig.ready``."""
    for fact_class in _OF_IMPULSES:
        subscribe(fact_class, "exchange.tell_of_impulses", tell_of_impulse)
    for measure_fact in _OF_MEASURES:
        subscribe(measure_fact, "exchange.tell_of_measures", tell_of_measure)


def tell_of_impulse(fact: ImpulseFact) -> None:
    """Tell everybody whom a fact about an impulse concerns."""
    rows = Impulse.objects.select_related("item", "sender")
    _OF_IMPULSES[type(fact)](fact, rows.get(item__public_id=fact.public_id))


def _published(fact: ImpulsePublished, impulse: Impulse) -> None:
    addressed = impulse.addressees.values_list("organisation_id", flat=True)
    _tell_initiatives("impulse_new", fact, impulse, list(addressed), str(impulse.open_until))


def _closes_soon(fact: ImpulseClosesSoon, impulse: Impulse) -> None:
    silent = impulses.silent_organisation_ids(impulse)
    _tell_initiatives("impulse_closes_soon", fact, impulse, silent, str(impulse.open_until))


def _tell_initiatives(
    event: str, fact: ImpulseFact, impulse: Impulse, organisation_ids: list[int], due_on: str
) -> None:
    people = impulses.person_ids_of(organisation_ids)
    _tell(people, "exchange.impulse", event, fact, impulse, due_on=due_on)


def _awaits_release(fact: ReactionAwaitsRelease, impulse: Impulse) -> None:
    colleagues = set(organisations.list_lead_person_ids(fact.organisation_id))
    _tell(
        colleagues - {fact.said_by_person_id},
        "exchange.needs_you",
        "impulse_needs_release",
        fact,
        impulse,
        due_on=str(impulse.open_until),
        organisation=str(Organisation.objects.get(pk=fact.organisation_id)),
    )


def _ended(fact: ImpulseEnded, impulse: Impulse) -> None:
    _tell_sender("impulse_ended", fact, impulse)


def _overdue(fact: ImpulseOverdue, impulse: Impulse) -> None:
    _tell_sender("impulse_overdue", fact, impulse)


def _tell_sender(event: str, fact: ImpulseFact, impulse: Impulse) -> None:
    """Tell the people of the sender, or of the office that has it now; and whoever wrote it for them."""
    writer_id = impulse.mandate.organisation_id
    people = impulses.person_ids_of({impulse.owner_id, writer_id}, WRITING_ROLES)
    counts = {
        "reacted": str(len(impulses.reacted_organisation_ids(impulse))),
        "addressed": str(impulse.addressees.count()),
    }
    due_on = str(impulse.follows_by)
    _tell(people, "exchange.impulse_work", event, fact, impulse, due_on=due_on, **counts)


def _evaluated(fact: ImpulseEvaluated, impulse: Impulse) -> None:
    reacted = impulses.reacted_organisation_ids(impulse)
    words = {"outcome": impulse.outcome[:600], "reacted": str(len(reacted))}
    people = impulses.person_ids_of(reacted)
    _tell(people, "exchange.impulse_outcome", "impulse_evaluated", fact, impulse, **words)


def _left_behind(fact: ImpulseLeftBehind, impulse: Impulse) -> None:
    """Tell the office what it has to say now, and those who wait for it."""
    _tell_sender("impulse_left_behind", fact, impulse)
    people = impulses.person_ids_of(impulses.reacted_organisation_ids(impulse))
    day = str(impulse.follows_by)
    _tell(people, "exchange.impulse_outcome", "impulse_left", fact, impulse, due_on=day)


def _withdrawn(fact: ImpulseWithdrawn, impulse: Impulse) -> None:
    spoken = {*impulses.reacted_organisation_ids(impulse), *fact.waited}
    people = impulses.person_ids_of(spoken)
    words = {"note": impulse.withdrawal_note}
    _tell(people, "exchange.impulse_outcome", "impulse_withdrawn", fact, impulse, **words)


def _tell(
    people: Iterable[int],
    kind: str,
    event: str,
    fact: ImpulseFact,
    impulse: Impulse,
    **words: str,
) -> None:
    context = {
        "event": event,
        "public_id": fact.public_id,
        "uuid": str(impulse.uuid),
        "title": impulse.title,
        "sender": str(impulse.sender),
        "question": impulse.question,
        "what_follows": impulse.what_follows,
        **words,
    }
    notify.tell(people, kind, fact_key=fact.key, context=context)


_OF_IMPULSES: dict[type[ImpulseFact], Callable[[Any, Impulse], None]] = {
    ImpulsePublished: _published,
    ImpulseClosesSoon: _closes_soon,
    ReactionAwaitsRelease: _awaits_release,
    ImpulseEnded: _ended,
    ImpulseOverdue: _overdue,
    ImpulseEvaluated: _evaluated,
    ImpulseLeftBehind: _left_behind,
    ImpulseWithdrawn: _withdrawn,
}


def tell_of_measure(fact: MeasureFact) -> None:
    """Tell everybody whom a fact about a measure concerns."""
    rows = Measure.objects.select_related("item", "lead", "mandate")
    _OF_MEASURES[type(fact)](fact, rows.get(item__public_id=fact.public_id))


def _recorded(fact: MeasureRecorded, measure: Measure) -> None:
    key = f"{fact.topic}:{fact.public_id}"
    _tell_upstream("measure_new", key, measure)
    if measure.mandate.organisation_id != measure.lead_id:
        people = impulses.person_ids_of([measure.lead_id], WRITING_ROLES)
        _tell_lead(people, "measure_for_us", f"{key}:lead", measure)


def _moved(fact: MeasureMoved, measure: Measure) -> None:
    key = f"{fact.topic}:{fact.public_id}:{fact.number}"
    if fact.state == MeasureState.DONE:
        _tell_upstream("measure_done", key, measure)
    if fact.state == MeasureState.DROPPED:
        _tell_upstream("measure_dropped", key, measure, note=measure.reason)


def _passed_on(fact: MeasurePassedOn, measure: Measure) -> None:
    """Tell the new lead what it has to do, and everybody who follows the measure."""
    key = f"{fact.topic}:{fact.public_id}:{fact.number}"
    before = Organisation.objects.get(pk=fact.before_id)
    words = {"before": str(before)}
    event = "measure_passed_on" if before.ended_at is None else "measure_left"
    _tell_upstream(event, key, measure, **words)
    people = impulses.person_ids_of([measure.lead_id], WRITING_ROLES)
    _tell_lead(people, "measure_taken_over", f"{key}:lead", measure, **words)


def _tell_upstream(event: str, key: str, measure: Measure, **words: str) -> None:
    """Tell everybody who took part in what the measure came from, and does not lead it themselves."""
    leads = set(organisations.list_person_ids(measure.lead_id))
    people = set(trace.list_upstream_person_ids(measure.item)) - leads
    context = {"event": event, **_context(measure), **words}
    notify.tell(people, "exchange.measure", fact_key=key, context=context)


def _review_due(fact: MeasureReviewDue, measure: Measure) -> None:
    _ask("measure_review", fact, measure)


def _review_overdue(fact: MeasureReviewOverdue, measure: Measure) -> None:
    _ask("measure_late", fact, measure)


def _ask(event: str, fact: MeasureReviewDue | MeasureReviewOverdue, measure: Measure) -> None:
    """Send everybody of the lead who may write a link of their own, unless it is done meanwhile."""
    if str(measure.due_on or "") != fact.due_on:
        return
    key = f"{fact.topic}:{fact.public_id}:{fact.due_on}"
    mandates = organisations.mandates_of(measure.lead_id).filter(role__in=WRITING_ROLES)
    for mandate in mandates.order_by("pk"):
        token = make_link_token(measure, mandate.pk)
        _tell_lead([mandate.person_id], event, key, measure, token=token)


def _tell_lead(people: Iterable[int], event: str, key: str, measure: Measure, **words: str) -> None:
    context = {"event": event, **_context(measure), **words}
    notify.tell(people, "exchange.measure_review", fact_key=key, context=context)


def _context(measure: Measure) -> dict[str, str]:
    return {
        "public_id": measure.public_id,
        "uuid": str(measure.item.uuid),
        "title": measure.title,
        "lead": str(measure.lead),
        "due_on": str(measure.due_on or ""),
    }


_OF_MEASURES: dict[type[MeasureFact], Callable[[Any, Measure], None]] = {
    MeasureRecorded: _recorded,
    MeasureMoved: _moved,
    MeasurePassedOn: _passed_on,
    MeasureReviewDue: _review_due,
    MeasureReviewOverdue: _review_overdue,
}
