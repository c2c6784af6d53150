"""Numbers and dates as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from drehscheibe.ui import formats

EVENING = datetime(2026, 10, 22, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "function", "value", "text"),
    [
        ("de", formats.number, 3000, "3.000"),
        ("en", formats.number, 3000, "3,000"),
        ("de", formats.number, 0.256, "0,26"),
        ("en", formats.number, 0.256, "0.26"),
        ("de", formats.number, -1234567, "-1.234.567"),
        ("de", formats.percent, 0.444, "44\u00a0%"),
        ("de", formats.file_size, 10, "1\u00a0kB"),
        ("de", formats.file_size, 340_400, "340\u00a0kB"),
        ("de", formats.file_size, 1_240_000, "1,2\u00a0MB"),
        ("en", formats.file_size, 999_900, "1\u00a0MB"),
        ("en", formats.percent, 0.444, "44%"),
        ("de", formats.day, date(2026, 10, 22), "22. Oktober 2026"),
        ("en", formats.day, date(2026, 10, 22), "22 October 2026"),
        ("de", formats.short_day, date(2026, 3, 1), "1. März 2026"),
        ("de", formats.short_day, EVENING, "22. Okt. 2026"),
        ("de", formats.month, date(2026, 10, 22), "Oktober 2026"),
        ("de", formats.moment, EVENING, "Do., 22. Okt. 2026, 18:00 Uhr"),
        ("en", formats.moment, EVENING, "Thu, 22 Oct 2026, 18:00"),
        ("de", formats.day, None, ""),
        ("de", formats.moment, None, ""),
        ("de", formats.enumeration, ["a", "b", "c"], "a, b und c"),
        ("en", formats.enumeration, ["a", "b"], "a and b"),
        ("de", formats.alternatives, ["a", "b", "c"], "a, b oder c"),
        ("en", formats.alternatives, ["a", "b"], "a or b"),
        ("de", formats.initials, "Dr. Ayşe Meyer-Öztürk", "AM"),
        ("de", formats.initials, "Jan", "J"),
        ("de", formats.initials, "", "?"),
        ("de", formats.iso, date(2026, 10, 22), "2026-10-22"),
    ],
)
def test_values_read_as_people_say_them(
    language: str, function: object, value: object, text: str
) -> None:
    with translation.override(language):
        assert function(value) == text  # type: ignore[operator]


def test_days_between_counts_local_calendar_days() -> None:
    late = datetime(2026, 5, 4, 22, 30, tzinfo=UTC)  # half past midnight in Berlin, 5 May

    assert formats.days_between(late, date(2026, 5, 6)) == 1
    assert formats.days_between(date(2026, 5, 6), late) == -1
