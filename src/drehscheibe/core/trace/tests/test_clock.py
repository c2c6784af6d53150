from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.core.trace.clock import (
    _easter_sunday,
    add_working_days,
    count_working_days,
    due_date,
    is_working_day,
    next_working_day,
)
from drehscheibe.core.trace.machine import State

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (1954, date(1954, 4, 18)),
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2019, date(2019, 4, 21)),
        (2024, date(2024, 3, 31)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_sunday_of_published_years(year: int, expected: date) -> None:
    assert _easter_sunday(year) == expected


@pytest.mark.parametrize(
    "holiday",
    [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2025, 10, 3),
        date(2026, 12, 25),
        date(2025, 12, 26),
    ],
)
def test_public_holiday_is_no_working_day(holiday: date) -> None:
    assert not is_working_day(holiday)


def test_working_days_step_over_easter() -> None:
    assert add_working_days(date(2026, 4, 1), 5) == date(2026, 4, 10)


def test_next_working_day_keeps_a_working_day() -> None:
    assert next_working_day(date(2026, 10, 22)) == date(2026, 10, 22)


@given(day=DAYS, number=st.integers(1, 30))
def test_working_days_between_are_counted_exactly(day: date, number: int) -> None:
    end = add_working_days(day, number)

    between = (day + timedelta(days=n) for n in range(1, (end - day).days + 1))
    assert sum(is_working_day(each) for each in between) == number


@given(day=DAYS, days=st.integers(1, 100))
def test_due_date_is_a_working_day_and_never_early(day: date, days: int) -> None:
    due = due_date(State("", "", owner="office", days=days), day)

    assert due is not None
    assert is_working_day(due)
    assert timedelta(days=days) <= due - day <= timedelta(days=days + 5)


def test_final_state_has_no_due_date() -> None:
    assert due_date(State("", "", is_final=True), date(2026, 1, 5)) is None


@given(DAYS, st.integers(0, 60))
def test_working_days_are_counted_as_they_are_added(start: date, number: int) -> None:
    end = add_working_days(start, number)

    assert count_working_days(start, end) == number


def test_the_first_day_does_not_count_and_the_last_one_does() -> None:
    friday, monday = date(2026, 10, 16), date(2026, 10, 19)

    assert count_working_days(friday, friday) == 0
    assert count_working_days(friday, monday) == 1
    assert count_working_days(monday, friday) == 0
