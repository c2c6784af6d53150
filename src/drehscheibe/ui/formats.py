"""Numbers, dates and names as people write them, in German and in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_datetime, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import get_language

NO_BREAK_SPACE = "\u00a0"
#: Written days that are remembered: some years, in both languages.
DAYS_KEPT = 4096


def locale() -> str:
    """Return the Babel locale of the current language."""
    return "en_GB" if (get_language() or "de").startswith("en") else "de_DE"


def number(value: float) -> str:
    """Return a number with the language's grouping, at most two decimals: ``3.000``, ``0,25``."""
    if isinstance(value, int) and -1000 < value < 1000:
        return str(value)  # most numbers of a page; the library takes a hundred times as long
    return format_decimal(value, format="#,##0.##", locale=locale())


def file_size(size: int) -> str:
    """Return bytes as people compare them: ``340 kB``, ``1,2 MB``; never less than 1 kB."""
    kilobytes = max(1, round(size / 1000))
    if kilobytes < 1000:
        return f"{kilobytes}{NO_BREAK_SPACE}kB"
    return f"{number(round(size / 1_000_000, 1))}{NO_BREAK_SPACE}MB"


def percent(ratio: float) -> str:
    """Return a ratio (0–1) as whole per cent: ``44 %`` in German, ``44%`` in English."""
    return format_percent(
        ratio, format="#,##0\u00a0%" if locale() == "de_DE" else "#,##0%", locale=locale()
    )


def day(value: date | datetime | None) -> str:
    """Return a day as people say it: ``22. Oktober 2026``; an empty text for None."""
    return _written(_day_of(value), "long", locale()) if value else ""


def short_day(value: date | datetime | None) -> str:
    """Return a day for narrow places: ``22. Okt. 2026``; an empty text for None."""
    if not value:
        return ""
    here = locale()
    return _written(_day_of(value), "d. MMM y" if here == "de_DE" else "d MMM y", here)


def month(value: date | datetime | None) -> str:
    """Return month and year: ``Oktober 2026``; an empty text for None."""
    return format_skeleton("yMMMM", _local(value), locale=locale()) if value else ""


def moment(value: datetime | None) -> str:
    """Return day and time: ``Do., 22. Okt. 2026, 18:00 Uhr``; an empty text for None."""
    if value is None:
        return ""
    german = locale() == "de_DE"
    pattern = "EEE, d. MMM y, HH:mm 'Uhr'" if german else "EEE, d MMM y, HH:mm"
    return format_datetime(timezone.localtime(value), pattern, locale=locale())


def iso(value: date | datetime | None) -> str:
    """Return the machine form for ``<time datetime>``; an empty text for None."""
    return _local(value).isoformat() if value else ""


def enumeration(values: Iterable[object]) -> str:
    """Join words as in a sentence: ``a, b und c``."""
    return format_list([str(value) for value in values], locale=locale())


def alternatives(values: Iterable[object]) -> str:
    """Join words of which one is meant: ``a, b oder c``."""
    return format_list([str(value) for value in values], style="or", locale=locale())


def initials(name: str) -> str:
    """Return one or two letters that stand for a name: ``AM`` for „Dr. Ayşe Meyer-Öz“."""
    words = [word for word in name.split() if word[:1].isalpha() and not word.endswith(".")]
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "?"


def days_between(start: date | datetime, end: date | datetime) -> int:
    """Return the whole calendar days from one day to another; negative when the end lies before."""
    return (_day_of(end) - _day_of(start)).days


def days_later(start: datetime, days: int) -> datetime:
    """Return the same time of day some days later, or earlier when ``days`` is negative."""
    return start + timedelta(days=days)


# A list shows the same few days again and again; the library takes twenty microseconds for each.
@lru_cache(maxsize=DAYS_KEPT)
def _written(value: date, pattern: str, in_locale: str) -> str:
    return format_date(value, format=pattern, locale=in_locale)


def _day_of(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) else value


FILTERS: dict[str, Callable[..., Any]] = {
    "number": number,
    "file_size": file_size,
    "percent": percent,
    "day": day,
    "short_day": short_day,
    "month": month,
    "moment": moment,
    "iso": iso,
    "enumeration": enumeration,
    "initials": initials,
}
