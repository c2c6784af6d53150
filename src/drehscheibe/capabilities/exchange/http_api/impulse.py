"""Impulses and measures for other programs: ``/api/v1/impulses`` and ``/api/v1/measures``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from drehscheibe.capabilities.exchange.exports import impulse as exports
from drehscheibe.capabilities.exchange.models import Impulse, Measure
from drehscheibe.capabilities.exchange.queries import impulse_filters, impulses, measures
from drehscheibe.core.api_pages import PageQuery, make_page

__all__ = ["router"]

router = Router()


class StanceOut(Schema):
    """How many chose what."""

    code: str
    label: str
    number: int


class ReactionsThereOut(Schema):
    """The reactions of one Land or Kreis."""

    region: str = Field(description="code of a Land, or official five-digit key of a Kreis")
    addressed: int = Field(description="initiatives there that were asked")
    reacted: int = Field(description="of these, how many reacted; 0: the region is silent")
    undisclosed: int = Field(description="reacted, but it is not said how")
    stances: dict[str, int] = Field(description="code and number of those that may be quoted")


class QuoteOut(Schema):
    """A reaction that may be shown with the name of its organisation."""

    organisation: str
    stance: str
    words: str
    laender: list[str]
    said_on: str


class ImpulseOut(Schema):
    """A programme, consultation or question that went to initiatives."""

    public_id: str
    url: str
    title: str
    kind: str = Field(description="programme, consultation or question")
    topic: str
    about: str
    question: str
    answer_form: str = Field(description="scale, choices or words")
    source_url: str
    sender: str
    state: str = Field(description="published, in_evaluation, closed or withdrawn")
    published_on: str
    open_until: str | None = Field(description="last day for reactions")
    what_follows: str = Field(description="what the sender promised to do with the reactions")
    follows_by: str | None
    is_overdue: bool
    outcome: str = Field(description="what followed; empty until it was said")
    outcome_on: str | None
    is_example: bool = Field(description="true for examples that no real body said")
    addressed: int
    reacted: int
    undisclosed: int
    stances: list[StanceOut]
    laender: list[ReactionsThereOut]
    kreise: list[ReactionsThereOut]
    reactions: list[QuoteOut]


class ImpulsePage(Schema):
    """One page of a list."""

    count: int
    next: str | None
    previous: str | None
    results: list[ImpulseOut]


class ImpulseQuery(PageQuery):
    """Filters, the same as in the address of the public list."""

    q: str = Field("", description="words")
    state: str = Field("", description="published, in_evaluation, closed or withdrawn")
    topic: str = ""
    kind: str = ""
    overdue: bool = False


class MeasureOut(Schema):
    """A measure of the public register."""

    public_id: str
    url: str
    title: str
    topic: str = Field(description="field of action")
    lead: str
    partners: str
    goal: str
    laender: list[str] = Field(description="codes; empty for all of Germany")
    state: str = Field(description="planned, running, paused, done or dropped")
    reason: str = Field(description="why paused or dropped")
    indicator: str
    unit: str
    baseline: float | None
    target: float | None
    target_on: str | None
    current: float | None
    current_on: str | None
    next_step: str
    next_step_on: str | None
    review_due_on: str | None = Field(description="by when the lead looks at it again")
    is_overdue: bool
    reviewed_on: str | None
    recorded_on: str
    changed_on: str
    is_example: bool = Field(description="true for examples that no real body promised")


class MeasurePage(Schema):
    """One page of a list."""

    count: int
    next: str | None
    previous: str | None
    results: list[MeasureOut]


class MeasureQuery(PageQuery):
    """Filters, the same as in the address of the public register."""

    q: str = Field("", description="words")
    topic: str = ""
    land: str = Field("", description="code of a Land, for example NW")
    state: str = Field("", description="planned, running, paused, done or dropped")
    lead: str = Field("", description="UUID of the organisation in the lead")
    overdue: bool = Field(default=False, description="only those that nobody reviewed in time")


@router.get("/impulses", response=ImpulsePage, summary="List public impulses", tags=["impulses"])
def list_impulses(request: HttpRequest, query: Query[ImpulseQuery]) -> dict[str, Any]:
    """Return the impulses that the filters ask for, newest first."""
    today = timezone.localdate()
    found = impulse_filters.narrow(
        Impulse.objects.public(),
        impulse_filters.read_filters(_given(query)),
        language=_language(),
        today=today,
    )

    def write(rows: Sequence[Impulse]) -> list[dict[str, Any]]:
        return [asdict(exports.as_impulse_record(row, today)) for row in rows]

    return make_page(request, query, impulses.with_reactions(found), write)


@router.get(
    "/impulses/{public_id}",
    response=ImpulseOut,
    summary="Read one public impulse",
    tags=["impulses"],
)
def get_impulse(request: HttpRequest, public_id: str) -> dict[str, Any]:  # noqa: ARG001 -- signature of ninja
    """Return one impulse; 404 for anything that is not public."""
    rows = impulses.with_reactions(Impulse.objects.public())
    impulse = rows.filter(item__public_id=public_id[:20]).first()
    if impulse is None:
        raise HttpError(404, "There is no public impulse with this number.")
    return asdict(exports.as_impulse_record(impulse, timezone.localdate()))


@router.get("/measures", response=MeasurePage, summary="List measures", tags=["measures"])
def list_measures(request: HttpRequest, query: Query[MeasureQuery]) -> dict[str, Any]:
    """Return the measures that the filters ask for, what changed last first."""
    today = timezone.localdate()
    found = measures.narrow(
        Measure.objects.public(),
        measures.read_filters(_given(query)),
        language=_language(),
        today=today,
    )

    def write(rows: Sequence[Measure]) -> list[dict[str, Any]]:
        return [asdict(exports.as_measure_record(row, today)) for row in rows]

    return make_page(request, query, measures.with_card_data(found), write)


@router.get(
    "/measures/{public_id}", response=MeasureOut, summary="Read one measure", tags=["measures"]
)
def get_measure(request: HttpRequest, public_id: str) -> dict[str, Any]:  # noqa: ARG001 -- signature of ninja
    """Return one measure; 404 if there is none with this number."""
    rows = measures.with_card_data(Measure.objects.public())
    measure = rows.filter(item__public_id=public_id[:20]).first()
    if measure is None:
        raise HttpError(404, "There is no measure with this number.")
    return asdict(exports.as_measure_record(measure, timezone.localdate()))


def _given(query: ImpulseQuery | MeasureQuery) -> dict[str, str]:
    given = {name: str(value) for name, value in query.dict().items()}
    return {**given, "overdue": "1" if query.overdue else ""}


def _language() -> str:
    return (get_language() or "de")[:2]
