"""Due dates that fall on days on which somebody works."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from drehscheibe.core.trace.machine import State

__all__ = [
    "add_working_days",
    "count_working_days",
    "due_date",
    "is_working_day",
    "next_working_day",
]

#: Days from Easter Sunday: Good Friday, Easter Monday, Ascension Day, Whit Monday.
_MOVABLE = (-2, 1, 39, 50)
_FIXED = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))


def is_working_day(day: date) -> bool:
    """Whether people in all sixteen Länder usually work on this day (Monday to Friday)."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def next_working_day(day: date) -> date:
    """Return the day itself if it is a working day, else the next one."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, number: int) -> date:
    """Return the working day that lies ``number`` working days after ``day``."""
    for _step in range(number):
        day = next_working_day(day + timedelta(days=1))
    return day


def count_working_days(start: date, end: date) -> int:
    """Return how many working days come after ``start`` up to and with ``end``."""
    days = (start + timedelta(days=n + 1) for n in range((end - start).days))
    return sum(map(is_working_day, days))


def due_date(state: State, today: date) -> date | None:
    """Return until when the owner of a state must act if it begins today; None if it is final."""
    if state.is_final:
        return None
    if state.in_working_days:
        return add_working_days(today, state.days)
    return next_working_day(today + timedelta(days=state.days))


@lru_cache(maxsize=32)
def _holidays(year: int) -> frozenset[date]:
    """Return the nine public holidays that hold in every Land."""
    easter = _easter_sunday(year)
    movable = (easter + timedelta(days=days) for days in _MOVABLE)
    return frozenset((*movable, *(date(year, month, day) for month, day in _FIXED)))


def _easter_sunday(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar.

    Source: Anonymous, Nature 13 (1876), p. 487, in the form of J. Meeus, Astronomical Algorithms
    (1991), chapter 8.
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap_centuries - correction + 15) % 30
    weekday = (32 + 2 * century_rest + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
