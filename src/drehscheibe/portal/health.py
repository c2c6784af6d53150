"""Whether database, Redis and worker are alive, answered in time whatever keeps one of them away."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Min
from django.utils import timezone

from drehscheibe.core.jobs.models import Heartbeat
from drehscheibe.core.notify.models import Mail, MailState
from drehscheibe.core.outbox.models import Delivery, DeliveryState

__all__ = ["Health", "examine"]

#: Longest wait for everything; whoever asks gives up soon after.
LIMIT_S = 1.5
#: A worker gives a sign of life three times a minute.
SILENT_AFTER_S = 120
#: Examinations that may hang at the same time, for example on a connection that nobody answers;
#: further ones count as failed at once.
MOST_HANGING = 8

_places = threading.BoundedSemaphore(MOST_HANGING)


@dataclass(frozen=True, slots=True)
class Work:
    """What the database tells of the worker; whole seconds, None where there is nothing.

    Attributes
    ----------
    seen_s : int or None
        Since the newest sign of life.
    facts_late_s, mails_late_s : int
        How long the oldest fact or e-mail could have gone out already; 0 if nothing waits.
    """

    seen_s: int | None
    facts_late_s: int
    mails_late_s: int


@dataclass(frozen=True, slots=True)
class Health:
    """The answer; ``redis`` is None where none is configured, ``work`` without a database."""

    database: bool
    redis: bool | None
    work: Work | None

    @property
    def worker(self) -> bool:
        seen_s = self.work.seen_s if self.work else None
        return seen_s is not None and seen_s < SILENT_AFTER_S

    @property
    def is_well(self) -> bool:
        return self.database and self.worker and self.redis is not False


def examine() -> Health:
    """Look at everything at the same time and return within :data:`LIMIT_S` seconds.

    In threads, because some waits have no limit of their own: for a connection of the pool when all
    are taken, for an answer on a connection whose other end is gone.
    """
    until = time.monotonic() + LIMIT_S
    work = _Examination(_look_at_work)
    redis = _Examination(_greet_redis) if settings.REDIS_URL else None
    found = work.result(until)
    return Health(
        database=found is not None,
        redis=None if redis is None else redis.result(until) is not None,
        work=found if isinstance(found, Work) else None,
    )


class _Examination:
    """One look in a thread of its own; what fails or takes too long is None."""

    def __init__(self, look: Callable[[], object]) -> None:
        self._found: object | None = None
        self._done = threading.Event()
        self._look = look
        if _places.acquire(blocking=False):
            # A daemon, so that a hanging look keeps no process from ending.
            threading.Thread(target=self._run, name="health", daemon=True).start()
        else:
            self._done.set()

    def result(self, until: float) -> object | None:
        self._done.wait(max(0.0, until - time.monotonic()))
        return self._found

    def _run(self) -> None:
        try:
            self._found = self._look()
        except Exception:  # noqa: BLE001 -- whatever keeps it away is the answer
            self._found = None
        finally:
            self._done.set()
            _places.release()


def _look_at_work() -> Work:
    try:
        now = timezone.now()
        newest = Heartbeat.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
        facts = Delivery.objects.filter(state=DeliveryState.WAITING)
        mails = Mail.objects.filter(state=MailState.WAITING)
        oldest = [rows.aggregate(at=Min("next_attempt_at"))["at"] for rows in (facts, mails)]
        return Work(
            _seconds(newest, now) if newest else None, *(_seconds(at, now) for at in oldest)
        )
    finally:
        connection.close()


def _seconds(since: datetime | None, now: datetime) -> int:
    return max(0, int((now - since).total_seconds())) if since else 0


def _greet_redis() -> bool:
    from redis import Redis  # noqa: PLC0415 -- installed only where it is used

    with Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=LIMIT_S, socket_timeout=LIMIT_S
    ) as redis:
        return bool(redis.ping())
