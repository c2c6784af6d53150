"""What waits for somebody in their present role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.impulse import ImpulseState
from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import impulses, measures, signals
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.core.access.actor import Actor

__all__ = ["WorkItem", "list_concern_work", "list_open_work"]

#: Of impulses and of reviews, so many at most stand among the open work.
MOST_OF_A_KIND = 5


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something that waits for the actor.

    Attributes
    ----------
    task : str
        What is wanted, as a short sentence: "Answer the question of the office".
    url : str
        Where it is done.
    """

    task: str
    title: str
    public_id: str
    url: str
    due_on: date | None
    is_overdue: bool


def list_open_work(actor: Actor, limit: int = 10) -> list[WorkItem]:
    """Return what waits for the actor in their present role, most urgent first."""
    work = [*list_concern_work(actor, limit), *_impulse_work(actor), *_review_work(actor)]
    return sorted(work, key=lambda item: item.due_on or date.max)[:limit]


def _impulse_work(actor: Actor) -> list[WorkItem]:
    """Return the impulses that wait for a reaction, or for what follows."""
    today = timezone.localdate()
    if impulse_rules.may_react(actor):
        task, page = _("React to an impulse"), "impulse_react"
        rows = impulses.open_for(actor, today)
    elif impulse_rules.may_send_impulses(actor):
        task, page = _("Say what follows from the reactions"), "impulse_work"
        owed = impulses.owed_by(actor.organisation_id)
        rows = owed.filter(state=ImpulseState.IN_EVALUATION)
    else:
        return []
    return [
        WorkItem(
            task=task,
            title=row.title,
            public_id=row.public_id,
            url=reverse(page, args=[row.public_id]),
            due_on=row.due_on,
            is_overdue=row.is_overdue(today),
        )
        for row in rows.select_related("item")[:MOST_OF_A_KIND]
    ]


def _review_work(actor: Actor) -> list[WorkItem]:
    """Return the measures that the actor is asked to review."""
    if not impulse_rules.may_review(actor):
        return []
    today = timezone.localdate()
    return [
        WorkItem(
            task=_("Say whether a measure is still right"),
            title=row.title,
            public_id=row.public_id,
            url=reverse("measure_edit", args=[row.public_id]),
            due_on=row.due_on,
            is_overdue=row.is_overdue(today),
        )
        for row in measures.reviews_due(actor, today).select_related("item")[:MOST_OF_A_KIND]
    ]


def list_concern_work(actor: Actor, limit: int = 10) -> list[WorkItem]:
    """Return what waits for the actor among concerns alone, most urgent first."""
    if actor.is_office:
        return _work(
            signals.office_queue().select_related("item")[:limit],
            "signal_office",
            {
                SignalState.SUBMITTED: _("Check and hand over"),
                SignalState.BUNDLED: _("Hand over with its dossier"),
                SignalState.ANSWERED: _("Ask whether the answer helps, and close"),
                SignalState.IN_EFFECT: _("Ask whether it helps now, and close"),
            },
        )
    if actor.is_desk:
        waiting = signals.desk_queue(actor.organisation_id).select_related("item")[:limit]
        return _work(
            waiting,
            "signal_desk",
            {
                SignalState.HANDED_OVER: _("Take up or answer"),
                SignalState.IN_REVIEW: _("Answer"),
                SignalState.PROMISED: _("Say when what you promised is in effect"),
            },
        )
    if not rules.may_write(actor):
        return []
    tasks = {
        SignalState.NEEDS_CLARIFICATION: _("Answer the question of the service office"),
        SignalState.AWAITING_SECOND_KEY: _("Wait for a second person, or agree yourself"),
        SignalState.ASKED_BACK: _("Answer the question of the body in charge"),
        SignalState.ANSWERED: _("Say whether the answer helps"),
    }
    own = (
        signals.own_signals(actor)
        .filter(state__in=list(tasks))
        .exclude(state=SignalState.ANSWERED, answers__rated_at__isnull=False)
    )
    return _work(own.select_related("item").order_by("due_on", "pk")[:limit], "signal_own", tasks)


def _work(found: Iterable[Signal], page: str, tasks: dict[SignalState, str]) -> list[WorkItem]:
    today = timezone.localdate()
    return [
        WorkItem(
            task=tasks[SignalState(signal.state)],
            title=signal.title,
            public_id=signal.public_id,
            url=reverse(page, args=[signal.public_id]),
            due_on=signal.due_on,
            is_overdue=signal.due_on is not None and signal.due_on < today,
        )
        for signal in found
    ]
