"""Public concerns as open data: one shape for table, file and interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from drehscheibe.capabilities.exchange.models import Evidence, Postponement, Signal, Supporter
from drehscheibe.capabilities.exchange.queries.evidence import open_to_readers
from drehscheibe.core.documents import cells
from drehscheibe.core.trace.models import Item

__all__ = ["COLUMNS", "SignalRecord", "as_record", "csv_lines", "with_record_data"]


@dataclass(frozen=True, slots=True)
class PostponementRecord:
    """A promise that comes later than said, with both days and the reason."""

    said_on: str
    until_now: str
    from_now: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """An answer as others may process it; codes, not words of the page."""

    desk: str
    published_on: str
    decision: str
    reason: str
    text: str
    what_changes: str
    effective_on: str | None
    contact: str
    helped: str
    withdrawn_on: str | None
    withdrawal_reason: str
    in_effect_on: str | None
    in_effect: str
    in_effect_link: str
    in_effect_by: str
    postponements: list[PostponementRecord]


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """A file that everybody may open; its size in bytes."""

    url: str
    name: str
    kind: str
    size: int
    description: str


@dataclass(frozen=True, slots=True)
class SupporterRecord:
    """An organisation that joined, in its own words."""

    organisation: str
    laender: list[str]
    words: str
    joined_on: str


@dataclass(frozen=True, slots=True)
class SignalRecord:
    """A public concern as others may process it."""

    public_id: str
    url: str
    title: str
    summary: str
    what_happens: str
    since: str
    since_month: str
    affected: str
    affected_companies: int | None
    affected_employees: int | None
    legal_norm: str
    wish: str
    topic: str
    level: str
    scope: str
    laender: list[str]
    kreise: list[str]
    region_text: str
    raised_by: str
    source_url: str
    state: str
    owner: str
    due_on: str | None
    is_overdue: bool
    published_on: str
    changed_on: str
    is_example: bool
    taken_up_from: str
    evidence: list[EvidenceRecord]
    supporters: list[SupporterRecord]
    answers: list[AnswerRecord]


#: Of an answer; what would need rows of its own stands in the other formats only.
_ANSWER_COLUMNS = tuple(n for n in AnswerRecord.__dataclass_fields__ if n != "postponements")
#: Columns of the table; lists are joined, of several answers the latest that stands is given.
COLUMNS = (
    *(name for name in SignalRecord.__dataclass_fields__ if name != "answers"),
    *(f"answer_{name}" for name in _ANSWER_COLUMNS),
)


def with_record_data(signals: QuerySet[Signal]) -> QuerySet[Signal]:
    """Load what a record needs, in a number of queries that does not grow."""
    active = Supporter.objects.active().select_related("organisation").prefetch_related("laender")
    return signals.select_related(
        "item", "organisation", "owner", "taken_up_from"
    ).prefetch_related(
        "laender",
        "kreise",
        "answers__desk",
        "answers__effect__reporter",
        "answers__postponements",
        "evidence__file",
        Prefetch("supporters", queryset=active),
    )


def as_record(signal: Signal, today: date) -> SignalRecord:
    """Return a concern that was loaded with :func:`with_record_data`."""
    return SignalRecord(
        public_id=signal.public_id,
        url=settings.BASE_URL + reverse("signal_detail", args=[signal.public_id]),
        title=signal.title,
        summary=signal.summary,
        what_happens=signal.what_happens,
        since=signal.since,
        since_month=signal.since_month,
        affected=signal.affected,
        affected_companies=signal.affected_companies,
        affected_employees=signal.affected_employees,
        legal_norm=signal.legal_norm,
        wish=signal.wish,
        topic=signal.topic,
        level=signal.level,
        scope=signal.scope,
        laender=sorted(land.code for land in signal.laender.all()),
        kreise=sorted(kreis.ags5 for kreis in signal.kreise.all()),
        region_text=signal.region_text,
        raised_by=str(signal.organisation or signal.raised_in_public_by),
        source_url=signal.source_url,
        state=signal.state,
        owner=str(signal.owner or ""),
        due_on=signal.due_on.isoformat() if signal.due_on else None,
        is_overdue=signal.is_overdue(today),
        published_on=signal.published_at.date().isoformat() if signal.published_at else "",
        changed_on=signal.changed_at.date().isoformat(),
        is_example=signal.is_example,
        taken_up_from=_origin(signal.taken_up_from),
        supporters=[_supporter(supporter) for supporter in signal.supporters.all()],
        evidence=[_evidence(evidence) for evidence in open_to_readers(signal)],
        answers=[_answer(answer) for answer in signal.answers.all()],
    )


def _origin(item: Item | None) -> str:
    """Return the number of what a concern builds on, if everybody may read that."""
    return item.public_id if item is not None and item.is_public else ""


def _evidence(evidence: Evidence) -> EvidenceRecord:
    file = evidence.file
    return EvidenceRecord(
        url=settings.BASE_URL + reverse("file_content", args=[file.uuid]),
        name=file.label,
        kind=file.kind,
        size=file.size,
        description=file.description,
    )


def _supporter(supporter: Supporter) -> SupporterRecord:
    return SupporterRecord(
        organisation=str(supporter.organisation),
        laender=sorted(land.code for land in supporter.laender.all()),
        words=supporter.words,
        joined_on=supporter.joined_at.date().isoformat(),
    )


def _answer(answer: Any) -> AnswerRecord:  # noqa: ANN401 -- a row of Answer, with its desk loaded
    effect = getattr(answer, "effect", None)
    return AnswerRecord(
        desk=str(answer.desk),
        published_on=answer.published_at.date().isoformat(),
        decision=answer.decision,
        reason=answer.reason,
        text=answer.text,
        what_changes=answer.what_changes,
        effective_on=answer.effective_on.isoformat() if answer.effective_on else None,
        contact=answer.contact,
        helped=answer.helped,
        withdrawn_on=answer.withdrawn_at.date().isoformat() if answer.withdrawn_at else None,
        withdrawal_reason=answer.withdrawal_reason,
        in_effect_on=effect.reported_at.date().isoformat() if effect else None,
        in_effect=effect.text if effect else "",
        in_effect_link=effect.link if effect else "",
        in_effect_by=str(effect.reporter) if effect else "",
        postponements=[_postponement(each) for each in answer.postponements.all()],
    )


def _postponement(postponement: Postponement) -> PostponementRecord:
    return PostponementRecord(
        said_on=postponement.postponed_at.date().isoformat(),
        until_now=postponement.until_now.isoformat(),
        from_now=postponement.from_now.isoformat(),
        reason=postponement.reason,
    )


def csv_lines(records: Iterable[SignalRecord]) -> Iterator[str]:
    """Yield the table line by line, with a mark that lets spreadsheets read UTF-8."""
    return cells.csv_lines(COLUMNS, (_row(record) for record in records))


def _row(record: SignalRecord) -> list[Any]:
    values = asdict(record)
    answers = values.pop("answers")
    values["supporters"] = [joined["organisation"] for joined in values["supporters"]]
    values["evidence"] = [evidence["url"] for evidence in values["evidence"]]
    standing = [answer for answer in answers if not answer["withdrawn_on"]]
    latest = standing[-1] if standing else {}
    return [*values.values(), *(latest.get(name, "") for name in _ANSWER_COLUMNS)]
