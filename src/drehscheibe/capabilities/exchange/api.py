"""What others may ask of the exchange: cards of public concerns, counts, open work, data to load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.impulse import ImpulseState
from drehscheibe.capabilities.exchange.choices.signal import Decision, Scope, SignalState
from drehscheibe.capabilities.exchange.machine.measure import MEASURE
from drehscheibe.capabilities.exchange.machine.signal import (
    ANSWERED_STATES,
    CLOCK_STATES,
    SIGNAL,
    STATES_OF_STATUS,
)
from drehscheibe.capabilities.exchange.models import Impulse, Measure, Signal
from drehscheibe.capabilities.exchange.queries import impulses, measures, signals
from drehscheibe.capabilities.exchange.queries.answers import standing
from drehscheibe.capabilities.exchange.queries.question_cards import (
    list_open_questions,
    list_question_sitemap_entries,
)
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.examples import load_example_data
from drehscheibe.capabilities.exchange.services.impulse_examples import load_impulse_examples
from drehscheibe.capabilities.exchange.services.public_concerns import load_reference_data
from drehscheibe.capabilities.exchange.services.questions.examples import load_example_questions
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.organisations.choices import Level
from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import label
from drehscheibe.ui.named_addresses import url

__all__ = [
    "MeasureCard",
    "PublicCounts",
    "SignalCard",
    "SitemapEntry",
    "WorkItem",
    "count_public",
    "count_public_by_kreis",
    "count_public_by_land",
    "list_cards_for_kreis",
    "list_cards_for_land",
    "list_cards_for_organisation",
    "list_concern_work",
    "list_impulse_sitemap_entries",
    "list_measure_cards_for_land",
    "list_measure_sitemap_entries",
    "list_open_questions",
    "list_open_work",
    "list_question_sitemap_entries",
    "list_recent_cards",
    "list_sitemap_entries",
    "load_example_data",
    "load_example_questions",
    "load_impulse_examples",
    "load_reference_data",
    "make_card",
]


#: Of impulses and of reviews, so many at most stand among the open work.
MOST_OF_A_KIND = 5


@dataclass(frozen=True, slots=True)
class SignalCard:
    """A concern as a list shows it, in the current language.

    Attributes
    ----------
    raised_by : str
        Name of the organisation, or of those who raised it in public.
    is_from_public_source : bool
        Whether it was found in public and handed to nobody.
    region : str
        In words.
    owner : str
        Who has to act, if an answer is owed; else empty.
    due_on : date or None
        Until when, if an answer is owed.
    overdue_days : int
        How many days late the owner is; 0 if not.
    decision : str
        Label of the latest answer's decision; empty without an answer.
    """

    public_id: str
    title: str
    url: str
    state: str
    state_label: str
    state_badge: str
    topic: str
    topic_label: str
    level_label: str
    raised_by: str
    is_from_public_source: bool
    region: str
    owner: str
    due_on: date | None
    overdue_days: int
    decision: str
    is_example: bool
    is_public: bool
    changed_on: date


def make_card(signal: Signal, today: date) -> SignalCard:
    """Return the card of a concern that was loaded with ``queries.signals.with_card_data``."""
    is_waiting = signal.state in CLOCK_STATES
    late = (today - signal.due_on).days if is_waiting and signal.due_on is not None else 0
    answers = standing(list(signal.answers.all()))
    return SignalCard(
        public_id=signal.public_id,
        title=signal.title,
        url=url("signal_detail", signal.public_id),
        state=signal.state,
        state_label=str(SIGNAL.states[signal.state].label),
        state_badge=SIGNAL.states[signal.state].badge,
        topic=signal.topic,
        topic_label=label(Topic, signal.topic),
        level_label=label(Level, signal.level),
        raised_by=str(signal.organisation or signal.raised_in_public_by),
        is_from_public_source=signal.organisation_id is None,
        region=describe_region(signal),
        owner=str(signal.owner) if is_waiting and signal.owner else "",
        due_on=signal.due_on if is_waiting else None,
        overdue_days=max(0, late),
        decision=label(Decision, answers[-1].decision) if answers else "",
        is_example=signal.is_example,
        is_public=signal.is_public,
        changed_on=timezone.localdate(signal.changed_at),
    )


def describe_region(signal: Signal) -> str:
    """Return the region in words, as short as a list needs it."""
    if signal.scope == Scope.NATIONWIDE:
        return _("All of Germany")
    return signal.region_text or ", ".join(str(land) for land in signal.laender.all())


def list_recent_cards(limit: int = 6) -> list[SignalCard]:
    """Return the public concerns that moved last; those with a clock or an answer first.

    Examples do not stand for what regions say: one of them shows how it goes on, as long as no
    real concern has moved. No query until something changes.
    """
    return list(_recent_cards(limit, timezone.localdate(), (get_language() or "de")[:2]))


@kept_for_epoch()
def _recent_cards(limit: int, _today: date, _language: str) -> tuple[SignalCard, ...]:
    public = signals.as_cards(Signal.objects.public())
    moving = public.exclude(state=SignalState.RECORDED).order_by("-changed_at", "-pk")
    cards = _cards(moving.filter(is_example=False)[:limit]) or _cards(
        moving.filter(is_example=True, state__in=ANSWERED_STATES)[:1]
    )
    if len(cards) < limit:
        recorded = public.filter(state=SignalState.RECORDED).order_by("-published_at", "-pk")
        cards += _cards(recorded[: limit - len(cards)])
    return tuple(cards)


def list_cards_for_organisation(organisation_id: int, limit: int = 50) -> list[SignalCard]:
    """Return what an organisation raised and everybody may read, newest first."""
    return _public_cards(limit, organisation_id=organisation_id)


def list_cards_for_kreis(ags5: str, limit: int = 50) -> list[SignalCard]:
    """Return public concerns that name this Kreis, newest first; no query where there are none."""
    return _public_cards(limit, kreise=ags5) if ags5 in count_public_by_kreis() else []


def list_cards_for_land(code: str, limit: int = 50) -> list[SignalCard]:
    """Return public concerns that name this Land or a Kreis in it, newest first."""
    return _public_cards(limit, laender=code) if code in count_public_by_land() else []


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    public_id: str
    changed_at: datetime


def list_sitemap_entries() -> list[SitemapEntry]:
    """Return every public concern that is no example, newest first; one query."""
    rows = Signal.objects.public().filter(is_example=False).order_by("-published_at", "-pk")
    return [SitemapEntry(*values) for values in rows.values_list("item__public_id", "changed_at")]


def list_impulse_sitemap_entries() -> list[SitemapEntry]:
    """Return every public impulse that is no example, newest first; one query."""
    rows = Impulse.objects.public().filter(is_example=False).order_by("-published_at", "-pk")
    return [SitemapEntry(*values) for values in rows.values_list("item__public_id", "changed_at")]


def list_measure_sitemap_entries() -> list[SitemapEntry]:
    """Return every measure that is no example, newest first; one query."""
    rows = Measure.objects.filter(is_example=False).order_by("-pk")
    return [SitemapEntry(*values) for values in rows.values_list("item__public_id", "changed_at")]


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """A measure as a list of another room shows it, in the current language."""

    public_id: str
    title: str
    url: str
    state_label: str
    state_badge: str
    topic_label: str
    lead: str
    next_step: str
    is_example: bool


def list_measure_cards_for_land(code: str, limit: int = 12) -> list[MeasureCard]:
    """Return the measures that name this Land, what changed last first; one query."""
    rows = Measure.objects.filter(laender=code).select_related("item", "lead")
    return [
        MeasureCard(
            public_id=row.public_id,
            title=row.title,
            url=url("measure_detail", row.public_id),
            state_label=str(MEASURE.states[row.state].label),
            state_badge=MEASURE.states[row.state].badge,
            topic_label=label(Topic, row.topic),
            lead=str(row.lead),
            next_step=row.next_step if row.is_open else "",
            is_example=row.is_example,
        )
        for row in rows.order_by("-changed_at", "-pk")[:limit]
    ]


def _public_cards(limit: int, **conditions: object) -> list[SignalCard]:
    public = signals.as_cards(Signal.objects.public().filter(**conditions))
    return _cards(public.order_by("-published_at", "-pk")[:limit])


def _cards(found: Iterable[Signal]) -> list[SignalCard]:
    today = timezone.localdate()
    return [make_card(signal, today) for signal in found]


@dataclass(frozen=True, slots=True)
class PublicCounts:
    """How many concerns are open to a reader, and how they stand, by ``PublicStatus``.

    What is promised or in effect counts as answered as well.
    """

    all: int
    waiting: int
    answered: int
    promised: int
    in_effect: int
    recorded: int
    merged: int
    withdrawn: int
    overdue: int


def count_public(actor: Actor = ANONYMOUS, *, with_examples: bool = True) -> PublicCounts:
    """Count the concerns open to everybody, or to this actor; one query after a change or in a day."""
    sees_network = actor.mandate_id is not None
    return _count_open(timezone.localdate(), sees_network=sees_network, with_examples=with_examples)


@kept_for_epoch()
def _count_open(today: date, *, sees_network: bool, with_examples: bool) -> PublicCounts:
    by_state, overdue = signals.count_open(
        today, sees_network=sees_network, with_examples=with_examples
    )
    of = {
        status.value: sum(by_state.get(state, 0) for state in states)
        for status, states in STATES_OF_STATUS.items()
    }
    return PublicCounts(all=sum(by_state.values()), overdue=overdue, **of)


@kept_for_epoch()
def count_public_by_land() -> Mapping[str, int]:
    """Return the number of public concerns per code of a Land that has any."""
    return _count_by("laender")


@kept_for_epoch()
def count_public_by_kreis() -> Mapping[str, int]:
    """Return the number of public concerns per key of a Kreis that has any."""
    return _count_by("kreise")


def _count_by(relation: str) -> Mapping[str, int]:
    public = Signal.objects.public().filter(**{f"{relation}__isnull": False}).order_by()
    return MappingProxyType(dict(public.values_list(relation).annotate(number=Count("pk"))))


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
