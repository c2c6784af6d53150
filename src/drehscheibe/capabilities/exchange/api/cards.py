"""Cards of concerns and measures, as lists of other rooms show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.api.counts import count_public_by_kreis, count_public_by_land
from drehscheibe.capabilities.exchange.choices.signal import Decision, Scope, SignalState
from drehscheibe.capabilities.exchange.machine.measure import MEASURE
from drehscheibe.capabilities.exchange.machine.signal import (
    ANSWERED_STATES,
    CLOCK_STATES,
    SIGNAL,
)
from drehscheibe.capabilities.exchange.models import Measure, Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.queries.card_rows import CardRow, row_of
from drehscheibe.core.organisations.choices import Level
from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import label
from drehscheibe.ui.named_addresses import url

__all__ = [
    "MeasureCard",
    "SignalCard",
    "draw_card",
    "list_cards_for_kreis",
    "list_cards_for_land",
    "list_cards_for_organisation",
    "list_measure_cards_for_land",
    "list_recent_cards",
    "make_card",
]


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
    return draw_card(row_of(signal), today)


def draw_card(row: CardRow, today: date) -> SignalCard:
    """Return the card of a concern that was read as a row."""
    is_waiting = row.state in CLOCK_STATES
    late = (today - row.due_on).days if is_waiting and row.due_on is not None else 0
    return SignalCard(
        public_id=row.public_id,
        title=row.title,
        url=url("signal_detail", row.public_id),
        state=row.state,
        state_label=str(SIGNAL.states[row.state].label),
        state_badge=SIGNAL.states[row.state].badge,
        topic=row.topic,
        topic_label=label(Topic, row.topic),
        level_label=label(Level, row.level),
        raised_by=row.organisation or row.raised_in_public_by,
        is_from_public_source=not row.organisation,
        region=_describe(row.scope, row.region_text, row.laender),
        owner=row.owner if is_waiting else "",
        due_on=row.due_on if is_waiting else None,
        overdue_days=max(0, late),
        decision=label(Decision, row.decision) if row.decision else "",
        is_example=row.is_example,
        is_public=row.published_at is not None,
        changed_on=timezone.localdate(row.changed_at),
    )


def _describe(scope: str, region_text: str, laender: Iterable[str]) -> str:
    if scope == Scope.NATIONWIDE:
        return _("All of Germany")
    return region_text or ", ".join(laender)


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


def _public_cards(limit: int, **conditions: object) -> list[SignalCard]:
    public = signals.as_cards(Signal.objects.public().filter(**conditions))
    return _cards(public.order_by("-published_at", "-pk")[:limit])


def _cards(found: Iterable[Signal]) -> list[SignalCard]:
    today = timezone.localdate()
    return [make_card(signal, today) for signal in found]


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
    rows = Measure.objects.public().filter(laender=code).select_related("item", "lead")
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
