"""Webinars as a calendar (iCalendar, RFC 5545): one for a registration, one to subscribe to.

The link to the video system is in neither: it is given out shortly before the start, to those who are
registered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.models import Webinar
from drehscheibe.core.documents.calendar import escape, join_lines, moment

__all__ = ["make_calendar"]


def make_calendar(
    found: Iterable[Webinar], *, name: str, own_path: str = "", refreshes: bool = False
) -> str:
    """Return the calendar.

    Parameters
    ----------
    own_path : str
        Of the personal page, where somebody finds the link to join; empty for everybody.
    refreshes : bool
        Whether programs ask again by themselves, because it is subscribed to.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Drehscheibe//Webinar//DE"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escape(name)}"]
    if refreshes:
        lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H"]
    stamp = timezone.now()
    for webinar in found:
        lines += _event(webinar, stamp, own_path)
    lines.append("END:VCALENDAR")
    return join_lines(lines)


def _event(webinar: Webinar, stamp: datetime, own_path: str) -> Iterator[str]:
    path = own_path or reverse("webinar_detail", args=[webinar.slug])
    address = f"{settings.BASE_URL}{path}"
    where = _("On your page you find the link to join.") if own_path else ""
    about = "\n".join(part for part in (webinar.shown_summary, where, address) if part)
    # Calendars replace an older copy only by one with a higher number.
    sequence = webinar.moves + (1 if webinar.is_cancelled else 0)
    yield "BEGIN:VEVENT"
    yield f"UID:webinar-{webinar.uuid}@drehscheibe"
    yield f"SEQUENCE:{sequence}"
    yield f"DTSTAMP:{moment(stamp)}"
    yield f"LAST-MODIFIED:{moment(webinar.changed_at)}"
    yield f"DTSTART:{moment(webinar.starts_at)}"
    yield f"DTEND:{moment(webinar.ends_at)}"
    yield f"SUMMARY:{escape(webinar.shown_title)}"
    yield f"DESCRIPTION:{escape(about)}"
    yield f"URL:{address}"
    yield f"STATUS:{'CANCELLED' if webinar.is_cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"
