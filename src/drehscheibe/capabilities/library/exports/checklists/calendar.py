"""The dates of a copy as a calendar (iCalendar, RFC 5545): whole days, one event per open item."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.exports.checklists.sheet import Row, Sheet
from drehscheibe.core.documents.calendar import escape, join_lines, moment

__all__ = ["make_ical"]


def make_ical(sheet: Sheet, address: str) -> str:
    """Return the calendar.

    Parameters
    ----------
    address : str
        Of the page of the copy, with host.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Drehscheibe//Checklist//{sheet.language.upper()}",
    ]
    lines += ["CALSCALE:GREGORIAN", f"X-WR-CALNAME:{escape(sheet.title)}"]
    stamp = timezone.now()
    for row in sheet.rows:
        if row.due_on is not None and not row.is_done and not row.is_left_out:
            lines += _event(sheet, row, address, stamp)
    lines.append("END:VCALENDAR")
    return join_lines(lines)


def _event(sheet: Sheet, row: Row, address: str, stamp: datetime) -> Iterator[str]:
    assert row.due_on is not None  # noqa: S101 -- asked by the caller
    about = [row.explanation, f"{_('Who does it')}: {row.who}" if row.who else ""]
    yield "BEGIN:VEVENT"
    yield f"UID:{row.uuid}@drehscheibe"
    yield f"DTSTAMP:{moment(stamp)}"
    yield f"DTSTART;VALUE=DATE:{row.due_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{row.due_on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escape(f'{row.text} ({sheet.title})')}"
    yield f"DESCRIPTION:{escape(chr(10).join(part for part in (*about, address) if part))}"
    yield f"URL:{address}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
