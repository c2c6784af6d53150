"""What other rooms may hear of measures; ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact


@dataclass(frozen=True, slots=True)
class MeasureFact(Fact):
    """Base of all facts about one measure; they are delivered in their order.

    Attributes
    ----------
    public_id : str
        For example ``M-2026-0003``.
    """

    public_id: str

    @property
    def item(self) -> str:
        return f"measure:{self.public_id}"


@fact("exchange.measure_recorded")
@dataclass(frozen=True, slots=True)
class MeasureRecorded(MeasureFact):
    """It is in the register."""


@fact("exchange.measure_changed")
@dataclass(frozen=True, slots=True)
class MeasureChanged(MeasureFact):
    """Its lead or the office changed something; ``number`` counts the changes."""

    number: int


@fact("exchange.measure_moved")
@dataclass(frozen=True, slots=True)
class MeasureMoved(MeasureFact):
    """It is in another state; ``number`` counts the changes."""

    number: int
    state: str


@fact("exchange.measure_passed_on")
@dataclass(frozen=True, slots=True)
class MeasurePassedOn(MeasureFact):
    """Another body is in the lead, because the one before has ended or the office named another."""

    number: int
    before_id: int


@fact("exchange.measure_reviewed")
@dataclass(frozen=True, slots=True)
class MeasureReviewed(MeasureFact):
    """Its lead says that everything is still right."""

    number: int


@fact("exchange.measure_review_due")
@dataclass(frozen=True, slots=True)
class MeasureReviewDue(MeasureFact):
    """The half-year is nearly over; its lead is asked whether everything is still right."""

    due_on: str


@fact("exchange.measure_review_overdue")
@dataclass(frozen=True, slots=True)
class MeasureReviewOverdue(MeasureFact):
    """The half-year is over and nobody has looked at it."""

    due_on: str
