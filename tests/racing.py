"""Several people at once, on a database that really has several connections."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import close_old_connections, connection

from drehscheibe.core.access.errors import Conflict

__all__ = ["needs_row_locks", "run_at_once"]


@pytest.fixture
def needs_row_locks(db: None) -> None:
    """Skip where the database has no rows to lock."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time; the race needs PostgreSQL")


def run_at_once(*acts: Callable[[], object]) -> list[object]:
    """Run acts in threads that start together.

    Returns
    -------
    list
        What each returned, in the order given, or the :class:`Conflict` that it raised. Another
        error is reported by pytest from its thread.
    """
    gate = threading.Barrier(len(acts))
    outcomes: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        close_old_connections()
        gate.wait()
        try:
            outcomes[place] = act()
        except Conflict as conflict:
            outcomes[place] = conflict
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes
