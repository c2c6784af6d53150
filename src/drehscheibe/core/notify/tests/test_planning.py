"""When a summary comes: hour, week, time zone, and never two on a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from drehscheibe.core.notify.choices import Rhythm
from drehscheibe.core.notify.digests import make_due_digests
from drehscheibe.core.notify.models import Digest, DigestSetting, Mail
from drehscheibe.core.notify.planning import next_due
from drehscheibe.core.notify.services import choose_rhythm
from drehscheibe.core.notify.tests.factories import Person, berlin, morning_mail, news

pytestmark = pytest.mark.django_db


def mails_of_days(first: datetime, days: int) -> list[datetime]:
    """Run the job every hour for some days; return the local hours at which e-mails were made."""
    hours = []
    for hour in range(days * 24):
        moment = first + timedelta(hours=hour, minutes=1)
        with time_machine.travel(moment, tick=False):
            if make_due_digests(timezone.now()):
                hours.append(timezone.localtime(moment).replace(minute=0))
    return hours


@pytest.mark.parametrize(
    ("rhythm", "hour", "after", "due"),
    [
        (Rhythm.DAILY, 7, berlin("2026-11-18", 6, 59), berlin("2026-11-18", 7)),
        (Rhythm.DAILY, 7, berlin("2026-11-18", 7, 0), berlin("2026-11-19", 7)),
        (Rhythm.DAILY, 0, berlin("2026-11-18", 23, 59), berlin("2026-11-19", 0)),
        (Rhythm.WEEKLY, 18, berlin("2026-11-18"), berlin("2026-11-23", 18)),
        (Rhythm.WEEKLY, 18, berlin("2026-11-23", 17), berlin("2026-11-23", 18)),
        (Rhythm.WEEKLY, 18, berlin("2026-11-23", 18), berlin("2026-11-30", 18)),
        # The night in which the clock jumps from two to three, and the one with two twos.
        (Rhythm.DAILY, 2, berlin("2026-03-28", 12), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (Rhythm.DAILY, 2, berlin("2026-10-24", 12), datetime(2026, 10, 25, 0, tzinfo=UTC)),
    ],
)
def test_the_next_summary(rhythm: Rhythm, hour: int, after: datetime, due: datetime) -> None:
    found = next_due(DigestSetting(rhythm=rhythm, hour=hour), after)

    # Hours that are there twice, or not at all, are equal to nothing but themselves.
    assert found.astimezone(UTC) == due.astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "utc_hour"), [("2026-07-15", 5), ("2026-11-18", 6)], ids=["summer", "winter"]
)
def test_seven_is_seven_on_the_clock_on_the_wall(person: Person, day: str, utc_hour: int) -> None:
    with time_machine.travel(berlin(day, 3), tick=False):
        news(person, "Bahn")

    assert Digest.objects.get().due_at == datetime.fromisoformat(day).replace(
        hour=utc_hour, tzinfo=UTC
    )


def test_once_a_day_at_the_hour_that_was_chosen(person: Person) -> None:
    start = berlin("2026-11-18", 0)
    choose_rhythm(person.pk, Rhythm.DAILY, 16)
    with time_machine.travel(start, tick=False):
        news(person, "Bahn")
        news(person, "Kai")

    assert mails_of_days(start, 3) == [berlin("2026-11-18", 16)]


def test_once_a_week_gathers_the_week(person: Person) -> None:
    choose_rhythm(person.pk, Rhythm.WEEKLY, 9)
    for day in (18, 20, 22):
        with time_machine.travel(berlin(f"2026-11-{day}"), tick=False):
            news(person, f"Nr. {day}")

    assert mails_of_days(berlin("2026-11-22", 13), 9) == [berlin("2026-11-23", 9)]
    assert "und 2 weitere Neuigkeiten" in Mail.objects.get().subject
    assert "einmal in der Woche" in Mail.objects.get().text


def test_at_once_means_a_mail_of_its_own_for_each(person: Person) -> None:
    choose_rhythm(person.pk, Rhythm.AT_ONCE)

    news(person, "Bahn")
    news(person, "Kai")

    assert Mail.objects.count() == 2
    assert not Digest.objects.exists()


def test_a_later_hour_on_the_same_day_gives_no_second_summary(person: Person) -> None:
    with time_machine.travel(berlin("2026-11-18", 6), tick=False):
        news(person, "Bahn")
    with time_machine.travel(berlin("2026-11-18", 7, 1), tick=False):
        assert make_due_digests(timezone.now()) == 1
    with time_machine.travel(berlin("2026-11-18", 8), tick=False):
        choose_rhythm(person.pk, Rhythm.DAILY, 16)
        news(person, "Kai")

    assert mails_of_days(berlin("2026-11-18", 9), 3) == [berlin("2026-11-19", 16)]


def test_a_late_summary_counts_for_the_day_on_which_it_really_goes(person: Person) -> None:
    choose_rhythm(person.pk, Rhythm.DAILY, 18)
    with time_machine.travel(berlin("2026-11-18"), tick=False):
        news(person, "Bahn")
    # No worker ran in the evening; the next morning one does.
    with time_machine.travel(berlin("2026-11-19", 8), tick=False):
        assert make_due_digests(timezone.now()) == 1
        news(person, "Kai")

    assert mails_of_days(berlin("2026-11-19", 9), 3) == [berlin("2026-11-20", 18)]
    assert Mail.objects.count() == 2


def test_a_late_summary_waits_if_there_was_one_today(person: Person) -> None:
    Digest.objects.create(
        person=person,
        day="2026-11-19",
        due_at=berlin("2026-11-19", 7),
        state="made",
        made_at=berlin("2026-11-19", 7),
    )
    with time_machine.travel(berlin("2026-11-18", 3), tick=False):
        news(person, "Bahn")

    with time_machine.travel(berlin("2026-11-19", 8), tick=False):
        assert make_due_digests(timezone.now()) == 0
    assert Digest.objects.get(state="waiting").due_at == berlin("2026-11-20", 7)


def test_another_rhythm_holds_for_what_waits(person: Person) -> None:
    with time_machine.travel(berlin("2026-11-18"), tick=False) as clock:
        news(person, "Bahn")
        choose_rhythm(person.pk, Rhythm.WEEKLY, 9)
        assert Digest.objects.get().due_at == berlin("2026-11-23", 9)
        choose_rhythm(person.pk, Rhythm.AT_ONCE)
        clock.shift(1)
        assert make_due_digests(timezone.now()) == 1
    assert morning_mail() is None


def test_no_summary_any_more_drops_what_waits_but_not_the_note(person: Person) -> None:
    with time_machine.travel(berlin("2026-11-18"), tick=False):
        news(person, "Bahn")
        choose_rhythm(person.pk, Rhythm.NEVER)
        news(person, "Kai")

        assert morning_mail() is None
    assert not Digest.objects.exists()
    assert person.notifications.filter(read_at__isnull=True).count() == 2
