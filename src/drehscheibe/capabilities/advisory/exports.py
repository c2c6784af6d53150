"""Shapes in which things leave the room: tables, calendar entries, the text of a practice case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory.models import Case, Practice, Session
from drehscheibe.capabilities.advisory.queries.figures import Figures, Row
from drehscheibe.core.documents import calendar

__all__ = ["figures_table", "practice_as_markdown", "queue_table", "talk_as_ical"]


def queue_table(cases: Iterable[Case]) -> tuple[list[str], Iterator[list[Any]]]:
    """Return the queue as a table: numbers, states and dates, never a word of a case."""
    columns = [
        "number",
        "state",
        "topic",
        "land",
        "kreis",
        "urgency",
        "due_on",
        "asked_on",
        "coach",
    ]
    rows = (
        [
            case.public_id,
            case.state,
            case.topic,
            case.land_id,
            case.kreis_id or "",
            case.urgency,
            case.due_on or "",
            timezone.localdate(case.confirmed_at) if case.confirmed_at else "",
            str(case.coach) if case.coach else "",
        ]
        for case in cases
    )
    return columns, rows


def figures_table(figures: Figures) -> tuple[list[str], list[list[Any]]]:
    """Return the protected figures of a period as a table; what is protected says so."""
    code = figures.period.code
    rows: list[list[Any]] = [
        [code, "requests", "", _shown(figures.requests)],
        [code, "finished", "", _shown(figures.finished)],
        [code, "hours", "", _shown(figures.hours)],
        [code, "working_days_to_first_answer", "", _shown(figures.days_to_first_answer)],
    ]
    tables: tuple[tuple[str, tuple[Row, ...]], ...] = (
        ("requests_by_land", figures.by_land),
        ("requests_by_topic", figures.by_topic),
        ("helped", figures.by_helped),
        ("helped_after_3_months", figures.after_3),
        ("helped_after_12_months", figures.after_12),
    )
    rows += [[code, name, row.code, _shown(row.value)] for name, table in tables for row in table]
    return ["period", "figure", "of", "value"], rows


def _shown(value: Any) -> Any:  # noqa: ANN401 -- a number or nothing
    return "protected" if value is None else value


def talk_as_ical(session: Session, number: str, address: str) -> str:
    """Return one talk as a calendar file (RFC 5545), for either side's calendar."""
    ends_at = session.starts_at + timedelta(minutes=session.minutes)
    host = settings.BASE_URL.partition("://")[2].partition("/")[0]
    where = session.place or session.link
    title = _("Advice %(number)s") % {"number": number}
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Drehscheibe//Advice//EN",
        "BEGIN:VEVENT",
        f"UID:{session.uuid}@{host}",
        f"SEQUENCE:{session.version}",
        f"DTSTAMP:{calendar.moment(timezone.now())}",
        f"DTSTART:{calendar.moment(session.starts_at)}",
        f"DTEND:{calendar.moment(ends_at)}",
        f"SUMMARY:{calendar.escape(title)}",
        f"URL:{address}",
    ]
    if where:
        lines.append(f"LOCATION:{calendar.escape(where)}")
    if session.link:
        lines.append(f"DESCRIPTION:{calendar.escape(session.link)}")
    if session.state == "cancelled":
        lines.append("STATUS:CANCELLED")
    lines += ["CLASS:CONFIDENTIAL", "END:VEVENT", "END:VCALENDAR"]
    return calendar.join_lines(lines)


def practice_as_markdown(practice: Practice) -> str:
    """Return an approved text as a file; neither from which case it is nor who was asked."""
    parts = [
        f"# {practice.title}",
        f"## {_('What was the challenge?')}\n\n{practice.challenge}",
        f"## {_('What was done?')}\n\n{practice.measures}",
        f"## {_('What came of it?')}\n\n{practice.result}",
        f"## {_('What would you do differently?')}\n\n{practice.lessons}",
    ]
    return "\n\n".join(parts) + "\n"
