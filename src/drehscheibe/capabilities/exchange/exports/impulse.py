"""Impulses and measures as open data: one shape for table, file and interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse

from drehscheibe.capabilities.exchange.models import Impulse, Measure
from drehscheibe.capabilities.exchange.queries.resonance import Cell, Resonance, resonance_of
from drehscheibe.core.documents.cells import csv_lines

__all__ = [
    "ImpulseRecord",
    "MeasureRecord",
    "as_impulse_record",
    "as_measure_record",
    "impulse_csv_lines",
    "measure_csv_lines",
    "reaction_csv_lines",
]


@dataclass(frozen=True, slots=True)
class StanceRecord:
    """How many chose what; codes and words."""

    code: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class RegionRecord:
    """The reactions of one Land or Kreis, by its code or key."""

    region: str
    addressed: int
    reacted: int
    undisclosed: int
    stances: dict[str, int]


@dataclass(frozen=True, slots=True)
class QuoteRecord:
    """A reaction that may be shown with the name of its organisation."""

    organisation: str
    stance: str
    words: str
    laender: list[str]
    said_on: str


@dataclass(frozen=True, slots=True)
class ImpulseRecord:
    """A public impulse as others may process it."""

    public_id: str
    url: str
    title: str
    kind: str
    topic: str
    about: str
    question: str
    answer_form: str
    source_url: str
    sender: str
    state: str
    published_on: str
    open_until: str | None
    what_follows: str
    follows_by: str | None
    is_overdue: bool
    outcome: str
    outcome_on: str | None
    is_example: bool
    addressed: int
    reacted: int
    undisclosed: int
    stances: list[StanceRecord]
    laender: list[RegionRecord]
    kreise: list[RegionRecord]
    reactions: list[QuoteRecord]


@dataclass(frozen=True, slots=True)
class MeasureRecord:
    """A measure as others may process it; numbers are ``None`` where they are not known."""

    public_id: str
    url: str
    title: str
    topic: str
    lead: str
    partners: str
    goal: str
    laender: list[str]
    state: str
    reason: str
    indicator: str
    unit: str
    baseline: float | None
    target: float | None
    target_on: str | None
    current: float | None
    current_on: str | None
    next_step: str
    next_step_on: str | None
    review_due_on: str | None
    is_overdue: bool
    reviewed_on: str | None
    recorded_on: str
    changed_on: str
    is_example: bool


#: Columns of the tables; lists that would need rows of their own stand in the other formats only.
_LISTS = ("stances", "laender", "kreise", "reactions")
IMPULSE_COLUMNS = tuple(n for n in ImpulseRecord.__dataclass_fields__ if n not in _LISTS)
MEASURE_COLUMNS = tuple(MeasureRecord.__dataclass_fields__)
REACTION_COLUMNS = ("organisation", "stance", "stance_in_words", "words", "laender", "said_on")


def as_impulse_record(impulse: Impulse, today: date) -> ImpulseRecord:
    """Return an impulse that was loaded ``with_reactions``."""
    resonance = resonance_of(impulse)
    stances = impulse.stances()
    total = resonance.total
    return ImpulseRecord(
        public_id=impulse.public_id,
        url=settings.BASE_URL + reverse("impulse_detail", args=[impulse.public_id]),
        title=impulse.title,
        kind=impulse.kind,
        topic=impulse.topic,
        about=impulse.about,
        question=impulse.question,
        answer_form=impulse.answer_form,
        source_url=impulse.source_url,
        sender=str(impulse.sender),
        state=impulse.state,
        published_on=_iso(impulse.published_at) or "",
        open_until=_iso(impulse.open_until),
        what_follows=impulse.what_follows,
        follows_by=_iso(impulse.follows_by),
        is_overdue=impulse.is_overdue(today),
        outcome=impulse.outcome,
        outcome_on=_iso(impulse.outcome_at),
        is_example=impulse.is_example,
        addressed=total.addressed,
        reacted=total.reacted,
        undisclosed=total.undisclosed,
        stances=[StanceRecord(c, words, total.stances.get(c, 0)) for c, words in stances.items()],
        laender=_regions(resonance.laender),
        kreise=_regions(resonance.kreise),
        reactions=_quotes(resonance),
    )


def _regions(cells: Any) -> list[RegionRecord]:  # noqa: ANN401 -- mapping of region to Cell
    def record(region: str, cell: Cell) -> RegionRecord:
        return RegionRecord(
            region, cell.addressed, cell.reacted, cell.undisclosed, dict(cell.stances)
        )

    return [record(region, cell) for region, cell in cells.items()]


def _quotes(resonance: Resonance) -> list[QuoteRecord]:
    return [
        QuoteRecord(
            organisation=voice.addressee.name,
            stance=voice.reaction.stance,
            words=voice.reaction.words,
            laender=list(voice.addressee.laender),
            said_on=_iso(voice.reaction.said_at) or "",
        )
        for voice in resonance.named
        if voice.reaction is not None
    ]


def as_measure_record(measure: Measure, today: date) -> MeasureRecord:
    """Return a measure that was loaded ``with_card_data``."""
    return MeasureRecord(
        public_id=measure.public_id,
        url=settings.BASE_URL + reverse("measure_detail", args=[measure.public_id]),
        title=measure.title,
        topic=measure.topic,
        lead=str(measure.lead),
        partners=measure.partners,
        goal=measure.goal,
        laender=sorted(land.code for land in measure.laender.all()),
        state=measure.state,
        reason=measure.reason,
        indicator=measure.indicator,
        unit=measure.unit,
        baseline=_number(measure.baseline),
        target=_number(measure.target),
        target_on=_iso(measure.target_on),
        current=_number(measure.current),
        current_on=_iso(measure.current_on),
        next_step=measure.next_step,
        next_step_on=_iso(measure.next_step_on),
        review_due_on=_iso(measure.due_on),
        is_overdue=measure.is_overdue(today),
        reviewed_on=_iso(measure.reviewed_at),
        recorded_on=_iso(measure.created_at) or "",
        changed_on=_iso(measure.changed_at) or "",
        is_example=measure.is_example,
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _iso(value: Any) -> str | None:  # noqa: ANN401 -- a date, a moment or None
    return value.isoformat()[:10] if value else None


def impulse_csv_lines(records: Iterable[ImpulseRecord]) -> Iterator[str]:
    """Yield the table of impulses line by line."""
    rows = (asdict(record) for record in records)
    return csv_lines(IMPULSE_COLUMNS, ([row[name] for name in IMPULSE_COLUMNS] for row in rows))


def measure_csv_lines(records: Iterable[MeasureRecord]) -> Iterator[str]:
    """Yield the table of measures line by line."""
    return csv_lines(MEASURE_COLUMNS, (list(asdict(record).values()) for record in records))


def reaction_csv_lines(impulse: Impulse) -> Iterator[str]:
    """Yield the reactions to one impulse for its sender.

    Those that are only counted have no name, no Land and no day; their words stand at the end, in the
    order of the alphabet, so that no order tells whose they are.
    """
    stances = impulse.stances()
    resonance = resonance_of(impulse)
    named = [
        [q.organisation, q.stance, stances.get(q.stance, ""), q.words, q.laender, q.said_on]
        for q in _quotes(resonance)
    ]
    counted = sorted(
        voice.reaction.words
        for voice in resonance.voices
        if voice.reaction is not None and not voice.reaction.is_named
    )
    return csv_lines(
        REACTION_COLUMNS, [*named, *(["", "", "", words, [], ""] for words in counted)]
    )
