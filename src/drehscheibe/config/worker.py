"""What happens after the answer: facts to their receivers, e-mails out, periodic jobs.

The loop runs as a thread of the web process when the hub is alone, or as processes of its own
(``drehscheibe worker``), as many as wanted; the database decides who takes what.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time

from django.db import close_old_connections

from drehscheibe.core.jobs import api as jobs
from drehscheibe.core.notify.sending import send_due, settle_unsure
from drehscheibe.core.outbox.api import new_message
from drehscheibe.core.outbox.delivery import deliver_due

logger = logging.getLogger(__name__)

#: Seconds between two looks when nobody rings.
PAUSE_S = 1.0
BEAT_S = 20.0


def work(stop: threading.Event) -> None:
    """Run until ``stop`` is set; a failing database is tried again, never a reason to end."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    next_beat = 0.0
    while not stop.is_set():
        busy = 0
        try:
            close_old_connections()
            busy = deliver_due() + send_due()
            if time.monotonic() >= next_beat:
                next_beat = time.monotonic() + BEAT_S
                jobs.beat(name)
                settle_unsure()
                jobs.run_due()
        except Exception:
            logger.exception("the worker could not do its round; it tries again")
            stop.wait(PAUSE_S * 5)
        if not busy:
            new_message.wait(PAUSE_S)
            new_message.clear()
    close_old_connections()


def start_in_background() -> threading.Event:
    """Run the worker as a thread of this process and return the event that ends it."""
    stop = threading.Event()
    threading.Thread(target=work, args=(stop,), name="worker", daemon=True).start()
    return stop


def run_in_foreground() -> None:
    """Run the worker until SIGTERM or SIGINT; the act in hand is finished first."""
    stop = threading.Event()

    def end(_signal: int, _frame: object) -> None:
        stop.set()
        new_message.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    work(stop)
