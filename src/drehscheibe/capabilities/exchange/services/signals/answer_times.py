"""Keep the account book of answer times: what waits with each desk, and how it answered, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import HandOverOutcome
from drehscheibe.capabilities.exchange.models import HandOver, Signal, StayTally, TallyKind
from drehscheibe.capabilities.exchange.queries.ageing import WITH_ADDRESSEE

__all__ = ["find_differences", "fold", "fold_daily", "rebuild", "settle"]

BATCH = 2_000


class Entry(NamedTuple):
    """As what one public stay is counted; kept at the stay in this order."""

    desk_id: int
    kind: str
    day: str
    due_on: str | None
    in_time: int = 0
    took_s: int = 0


class Account(NamedTuple):
    """What is added up together."""

    desk_id: int
    kind: str
    day: str
    due_on: str | None


class Amount(NamedTuple):
    """How many stays, how many of them answered in time, and seconds that the answers took."""

    number: int
    in_time: int
    took_s: int

    def plus(self, other: Amount) -> Amount:
        return Amount(*(mine + its for mine, its in zip(self, other, strict=True)))


NOTHING = Amount(0, 0, 0)


def settle(signal: Signal) -> None:
    """Bring the book in step with the stays of a locked concern, at the end of whatever changed them."""
    rows: list[StayTally] = []
    for stay in signal.hand_overs.all():
        before = Entry(*stay.counted_as) if stay.counted_as is not None else None
        now = _entry_of(stay, signal)
        if now != before:
            rows += [_row(entry, sign) for entry, sign in ((before, -1), (now, 1)) if entry]
            HandOver.objects.filter(pk=stay.pk).update(counted_as=now)
    StayTally.objects.bulk_create(rows)


@transaction.atomic
def fold() -> int:
    """Make one row of all that stand for the same; return how many rows that saved."""
    rows = list(StayTally.objects.select_for_update().order_by("pk"))
    book = _add_up(rows)
    if len(book) == len(rows):
        return 0
    for start in range(0, len(rows), BATCH):
        part = [row.pk for row in rows[start : start + BATCH]]
        StayTally.objects.filter(pk__in=part).delete()
    _write(book)
    return len(rows) - len(book)


def fold_daily(_now: datetime) -> int:
    """Fold, as the worker does every night."""
    return fold()


@transaction.atomic
def rebuild() -> int:
    """Write the book anew from all stays; return how many of them count.

    On PostgreSQL nobody hands over or answers meanwhile; they wait.
    """
    if connection.vendor == "postgresql":
        # Stays first, as in every service: whoever has changed one still reaches the book.
        with connection.cursor() as cursor:
            for table in (HandOver, StayTally):
                name = connection.ops.quote_name(table._meta.db_table)
                cursor.execute(f"LOCK TABLE {name} IN EXCLUSIVE MODE")
    StayTally.objects.all().delete()
    HandOver.objects.filter(counted_as__isnull=False).update(counted_as=None)
    counted = list(_count_all())
    _note_at_stays(counted)
    _write(_add_up(_row(entry, 1) for _pk, entry in counted))
    return len(counted)


def find_differences() -> dict[Account, tuple[Amount, Amount]]:
    """Return where the book says something else than a full count: (book, count) by account."""
    book = _add_up(StayTally.objects.iterator(chunk_size=BATCH))
    count = _add_up(_row(entry, 1) for _pk, entry in _count_all())
    return {
        account: (book.get(account, NOTHING), count.get(account, NOTHING))
        for account in sorted({*book, *count}, key=str)
        if book.get(account) != count.get(account)
    }


def _count_all() -> Iterator[tuple[int, Entry]]:
    stays = HandOver.objects.filter(signal__published_at__isnull=False).order_by("pk")
    known = stays.select_related("signal").only(
        *("desk_id", "handed_over_at", "due_on", "ended_at", "outcome"),
        *("signal__state", "signal__due_on", "signal__published_at"),
    )
    for stay in known.iterator(chunk_size=BATCH):
        entry = _entry_of(stay, stay.signal)
        if entry is not None:
            yield stay.pk, entry


def _entry_of(stay: HandOver, signal: Signal) -> Entry | None:
    """Return as what a stay counts: waiting, answered, or not at all."""
    if not signal.is_public:
        return None
    if stay.ended_at is None:
        if signal.state not in WITH_ADDRESSEE or signal.due_on is None:
            return None
        began = timezone.localdate(stay.handed_over_at).isoformat()
        return Entry(stay.desk_id, TallyKind.WAITING.value, began, signal.due_on.isoformat())
    if stay.outcome != HandOverOutcome.ANSWERED:
        return None
    ended = timezone.localdate(stay.ended_at)
    took = stay.ended_at - stay.handed_over_at
    return Entry(
        stay.desk_id,
        TallyKind.ANSWERED.value,
        ended.isoformat(),
        None,
        int(ended <= stay.due_on),
        round(took.total_seconds()),
    )


def _row(entry: Entry, sign: int) -> StayTally:
    return StayTally(
        desk_id=entry.desk_id,
        kind=entry.kind,
        day=date.fromisoformat(entry.day),
        due_on=date.fromisoformat(entry.due_on) if entry.due_on else None,
        number=sign,
        in_time=sign * entry.in_time,
        took_s=sign * entry.took_s,
    )


def _add_up(rows: Iterable[StayTally]) -> dict[Account, Amount]:
    """Return the amount of every account that is not empty."""
    book: dict[Account, Amount] = {}
    for row in rows:
        due_on = row.due_on.isoformat() if row.due_on else None
        account = Account(row.desk_id, row.kind, row.day.isoformat(), due_on)
        amount = Amount(row.number, row.in_time, row.took_s)
        book[account] = book.get(account, NOTHING).plus(amount)
    return {account: amount for account, amount in book.items() if amount != NOTHING}


def _write(book: dict[Account, Amount]) -> None:
    StayTally.objects.bulk_create(
        (
            StayTally(
                desk_id=account.desk_id,
                kind=account.kind,
                day=date.fromisoformat(account.day),
                due_on=date.fromisoformat(account.due_on) if account.due_on else None,
                **amount._asdict(),
            )
            for account, amount in book.items()
        ),
        batch_size=BATCH,
    )


def _note_at_stays(counted: list[tuple[int, Entry]]) -> None:
    """Note at every stay as what it counts; in one statement for all, which Django has no words for."""
    field = HandOver._meta.get_field("counted_as")
    table = connection.ops.quote_name(HandOver._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET counted_as = %s WHERE id = %s",  # noqa: S608 -- name of our own table
            [(field.get_db_prep_save(entry, connection), pk) for pk, entry in counted],
        )
