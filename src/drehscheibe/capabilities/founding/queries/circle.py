"""The round table: who sits where, which side is empty, and that in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import pgettext

from drehscheibe.capabilities.founding.choices.project import BENCH_OF, SIDE_OF, SeatState, Side
from drehscheibe.capabilities.founding.models import Project, Seat
from drehscheibe.core.text.spoken import quote
from drehscheibe.ui.formats import enumeration

__all__ = ["SideOfTable", "count_taken_sides", "sides_of", "what_is_missing"]


@dataclass(frozen=True, slots=True)
class SideOfTable:
    """One side of the table; it is taken as soon as one body on it has agreed."""

    side: Side
    bench: str
    seats: tuple[Seat, ...]

    @property
    def label(self) -> str:
        return str(self.side.label)

    @property
    def is_taken(self) -> bool:
        return any(seat.state == SeatState.AGREED for seat in self.seats)

    @property
    def is_asked(self) -> bool:
        return any(seat.state == SeatState.ASKED for seat in self.seats)


def sides_of(project: Project) -> tuple[SideOfTable, ...]:
    """Return the six sides in their order round the table; no query if the seats were loaded."""
    seats = list(project.seats.all())
    return tuple(
        SideOfTable(
            side, BENCH_OF[side], tuple(seat for seat in seats if SIDE_OF[seat.bench] == side)
        )
        for side in Side
    )


def count_taken_sides(project: Project) -> int:
    return sum(side.is_taken for side in sides_of(project))


def what_is_missing(project: Project) -> str:
    """Return in a sentence which sides have nobody yet."""
    sides = sides_of(project)
    empty = [quote(side.label) for side in sides if not side.is_taken]
    if not empty:
        return pgettext("founding", "All six sides sit at the table.")
    if len(empty) == len(sides):
        return pgettext("founding", "Nobody sits at the table yet. Begin with one body per side.")
    asked = [quote(side.label) for side in sides if not side.is_taken and side.is_asked]
    words = pgettext("founding", "Still empty: %(sides)s.") % {"sides": enumeration(empty)}
    if asked:
        words += " " + pgettext("founding", "Asked already: %(sides)s.") % {
            "sides": enumeration(asked)
        }
    return words
