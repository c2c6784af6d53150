"""When which person's summary is due, and which one takes up what has just happened."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from drehscheibe.core.notify.choices import Rhythm
from drehscheibe.core.notify.models import Digest, DigestSetting, DigestState

__all__ = ["MONDAY", "days_taken", "lock_waiting", "next_due", "plan_digests", "settings_of"]

MONDAY = 0


def next_due(setting: DigestSetting, after: datetime, taken: Collection[date] = ()) -> datetime:
    """Return the first moment after ``after`` at which a summary may go out.

    Parameters
    ----------
    setting : DigestSetting
        Whoever wants everything at once, or nothing, is treated like once a day: what was
        collected before the choice has to go somewhere.
    taken : collection of date
        Days on which the person has had one already.
    """
    day = timezone.localdate(after)
    while True:
        due = timezone.make_aware(datetime.combine(day, time(setting.hour)))
        fits = setting.rhythm != Rhythm.WEEKLY or day.weekday() == MONDAY
        if fits and due > after and day not in taken:
            return due
        day += timedelta(days=1)


def settings_of(person_ids: Iterable[int]) -> dict[int, DigestSetting]:
    """Return the setting of each person; unsaved defaults for those who chose nothing."""
    ids = list(person_ids)
    chosen = {row.person_id: row for row in DigestSetting.objects.filter(person_id__in=ids)}
    return {pk: chosen.get(pk) or DigestSetting(person_id=pk) for pk in ids}


def plan_digests(settings: dict[int, DigestSetting], now: datetime) -> dict[int, int]:
    """Return for each person the waiting summary that takes up what happens now, and lock it.

    The lock keeps a worker from making the summary before the caller's note is committed: the
    note would belong to an e-mail that has left. One that is being made is waited for; then the
    person gets the next one.
    """
    planned: dict[int, int] = {}
    missing = sorted(settings)
    while missing:
        planned |= lock_waiting(missing)
        missing = [pk for pk in missing if pk not in planned]
        if missing:
            taken = days_taken(missing, now)
            dues = {pk: next_due(settings[pk], now, taken.get(pk, ())) for pk in missing}
            # Somebody else may plan for the same people at this moment; the next round sees theirs.
            Digest.objects.bulk_create(
                [
                    Digest(person_id=pk, day=timezone.localdate(due), due_at=due)
                    for pk, due in dues.items()
                ],
                ignore_conflicts=True,
            )
    return planned


def lock_waiting(person_ids: Iterable[int]) -> dict[int, int]:
    """Lock the waiting summaries of people, always in the same order; person → summary."""
    rows = Digest.objects.filter(person_id__in=list(person_ids), state=DigestState.WAITING)
    return dict(rows.select_for_update().order_by("person_id").values_list("person_id", "pk"))


def days_taken(person_ids: Iterable[int], now: datetime) -> dict[int, set[date]]:
    """Return the days, from today on, on which people have had a summary already."""
    rows = Digest.objects.filter(
        person_id__in=list(person_ids), day__gte=timezone.localdate(now)
    ).exclude(state=DigestState.WAITING)
    days: dict[int, set[date]] = {}
    for pk, day in rows.values_list("person_id", "day"):
        days.setdefault(pk, set()).add(day)
    return days
