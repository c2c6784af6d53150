"""Where an item stands, as facts tell it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol

from drehscheibe.core.trace.models import Item

__all__ = ["Position", "position_of"]


class Position(NamedTuple):
    """What every fact about an item begins with; in the order of its fields.

    Attributes
    ----------
    public_id : str
    station : int
        How many stations it has had; 0 before the first.
    due_on : str
        ISO date, empty if nothing is due.
    """

    public_id: str
    station: int
    due_on: str


class Tracked(Protocol):
    """A row with an item of the trace, or without one yet."""

    due_on: date | None

    @property
    def public_id(self) -> str:
        """The number that people name; empty without item."""

    @property
    def item(self) -> Item | None:
        """The item of the trace."""


def position_of(row: Tracked) -> Position:
    """Return where a row stands now; one query."""
    return Position(
        row.public_id,
        row.item.stations.count() if row.item else 0,
        row.due_on.isoformat() if row.due_on else "",
    )
