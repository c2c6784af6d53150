"""What the worker does between two steps of a test."""

from __future__ import annotations

from drehscheibe.core.outbox.delivery import deliver_due


def deliver_all() -> None:
    """Deliver until nothing is due, also what receivers publish meanwhile."""
    while deliver_due():
        pass
