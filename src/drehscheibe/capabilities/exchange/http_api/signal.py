"""Public concerns for other programs: ``/api/v1/signals``."""

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

from drehscheibe.capabilities.exchange.exports import signal as exports
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import filters as filtering
from drehscheibe.core.api_pages import PageQuery, make_page

__all__ = ["router"]

router = Router(tags=["signals"])


class PostponementOut(Schema):
    """A promise that comes later than said."""

    said_on: str
    until_now: str = Field(description="the day that was promised before")
    from_now: str = Field(description="the day that is promised since")
    reason: str


class AnswerOut(Schema):
    """What an addressee said."""

    desk: str
    published_on: str
    decision: str = Field(description="accepted, partly, already_solved or declined")
    reason: str
    text: str
    what_changes: str
    effective_on: str | None
    contact: str
    helped: str = Field(description="what the authors say: yes, partly, no, or empty")
    withdrawn_on: str | None = Field(description="if the addressee took it back")
    withdrawal_reason: str
    in_effect_on: str | None = Field(description="if what it promised is in effect")
    in_effect: str
    in_effect_link: str
    in_effect_by: str = Field(description="who reported it: the desk, or the office in its place")
    postponements: list[PostponementOut] = Field(description="of what it promised, oldest first")


class EvidenceOut(Schema):
    """A file that everybody may open."""

    url: str
    name: str
    kind: str = Field(description="ending of the file, for example pdf")
    size: int = Field(description="bytes")
    description: str = Field(description="what it shows; alternative text of a picture")


class SupporterOut(Schema):
    """An organisation that joined a concern, in its own words."""

    organisation: str
    laender: list[str]
    words: str
    joined_on: str


class SignalOut(Schema):
    """A concern that everybody may read."""

    public_id: str
    url: str
    title: str
    summary: str = Field(description="short version by the service office; often empty")
    what_happens: str
    since: str
    since_month: str = Field(description="month or year found in since, ISO 8601; often empty")
    affected: str
    affected_companies: int | None
    affected_employees: int | None
    legal_norm: str
    wish: str
    topic: str
    level: str = Field(description="municipality, land, federal or eu")
    scope: str = Field(description="kreise, laender or nationwide")
    laender: list[str]
    kreise: list[str] = Field(description="official five-digit keys")
    region_text: str
    raised_by: str
    source_url: str = Field(
        description="where it was raised in public; empty if it was raised here"
    )
    state: str
    owner: str = Field(description="who has to act; empty if nobody does")
    due_on: str | None
    is_overdue: bool
    published_on: str
    changed_on: str
    is_example: bool = Field(description="true for examples that nobody really raised")
    taken_up_from: str = Field(
        description="public id of the concern on which this one builds, if that is public"
    )
    evidence: list[EvidenceOut]
    supporters: list[SupporterOut]
    answers: list[AnswerOut]


class SignalPage(Schema):
    """One page of a list."""

    count: int
    next: str | None
    previous: str | None
    results: list[SignalOut]


class SignalQuery(PageQuery):
    """Filters, the same as in the address of the public list."""

    q: str = Field("", description="words")
    status: str = Field(
        "",
        description="waiting, answered, promised, in_effect, recorded, merged, rejected or withdrawn",
    )
    topic: str = ""
    land: str = Field("", description="code of a Land, for example NW")
    kreis: str = Field("", description="key of a Kreis, for example 05512")
    level: str = ""
    organisation: str = Field("", description="UUID of the organisation that raised it")
    overdue: bool = False


@router.get("/signals", response=SignalPage, summary="List public concerns")
def list_signals(request: HttpRequest, query: Query[SignalQuery]) -> dict[str, Any]:
    """Return the concerns that the filters ask for, newest first."""
    given = {name: str(value) for name, value in query.dict().items()}
    given["overdue"] = "1" if query.overdue else ""
    today = timezone.localdate()
    found = filtering.narrow(
        Signal.objects.public(),
        filtering.read_filters(given),
        language=(get_language() or "de")[:2],
        today=today,
    )

    def write(signals: Sequence[Signal]) -> list[dict[str, Any]]:
        return [asdict(exports.as_record(signal, today)) for signal in signals]

    return make_page(request, query, exports.with_record_data(found), write)


@router.get("/signals/{public_id}", response=SignalOut, summary="Read one public concern")
def get_signal(request: HttpRequest, public_id: str) -> dict[str, Any]:  # noqa: ARG001 -- signature of ninja
    """Return one concern; 404 for anything that is not public."""
    rows = exports.with_record_data(Signal.objects.public())
    signal = rows.filter(item__public_id=public_id[:20]).first()
    if signal is None:
        raise HttpError(404, "There is no public concern with this number.")
    return asdict(exports.as_record(signal, timezone.localdate()))
