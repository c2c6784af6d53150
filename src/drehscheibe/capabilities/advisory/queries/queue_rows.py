"""What the queue shows of its cases, read as plain values: a page of it costs no object of a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory.choices import CaseState, Urgency
from drehscheibe.capabilities.advisory.machine import turn_of
from drehscheibe.capabilities.advisory.models import Case, CaseQuerySet, Coach
from drehscheibe.core.places.names import labels_of_kreise, names_of_laender
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import label, labels

__all__ = ["QueueRow", "RowsOf", "load_rows", "names_of_coaches"]


class QueueRow(NamedTuple):
    """A case as its line in the queue needs it; no word of what was asked."""

    public_id: str
    region: str
    coach: str
    is_erased: bool
    topic_label: str
    state_label: str
    state: str
    urgency: str
    confidentiality: str
    due_on: date | None
    is_example: bool

    @property
    def urgency_label(self) -> str:
        """How soon an answer is wanted, in words."""
        return label(Urgency, self.urgency)

    def is_overdue(self, today: date) -> bool:
        """Whether somebody owes something since before today."""
        return bool(turn_of(self.state)) and self.due_on is not None and self.due_on < today


class RowsOf:
    """Cases as a paginator reads them: counted, and cut into pages of rows by the database.

    A page is looked up by keys alone, which stand in an index; only its own rows are read.
    ``count`` is their number if it is known already.
    """

    def __init__(
        self, found: CaseQuerySet, count: int | None, coaches: Mapping[int, str], per_page: int
    ) -> None:
        self._keys = found.values_list("pk", flat=True)
        self._count, self._coaches, self._per_page = count, coaches, per_page
        self._first: list[int] = []

    def __len__(self) -> int:
        if self._count is None:
            # What is narrowed mostly fits on one page, whose keys are then its number as well.
            self._first = list(self._keys[: self._per_page + 1])
            number = len(self._first)
            self._count = number if number <= self._per_page else self._keys.count()
        return self._count

    def __getitem__(self, part: slice) -> list[QueueRow]:
        is_known = part.stop is not None and part.stop <= len(self._first)
        keys = (self._first if is_known else self._keys)[part]
        # Not as one query: the database would sort whole rows, of which it needs thirty.
        return load_rows(list(keys), self._coaches)


def load_rows(keys: Sequence[int], coaches: Mapping[int, str]) -> list[QueueRow]:
    """Return these cases in this order; one query. What is gone is left out."""
    kreise, laender = labels_of_kreise(), names_of_laender()
    topics, states = labels(Topic), labels(CaseState)
    found = Case.objects.filter(pk__in=keys).order_by().values_list("pk", *_COLUMNS)
    rows = {
        pk: QueueRow(
            number,
            kreise.get(kreis or "") or laender.get(land, ""),
            coaches.get(coach, ""),
            erased_at is not None,
            topics.get(topic, topic),
            states.get(state, state),
            state,
            *others,
        )
        for pk, number, kreis, land, coach, erased_at, topic, state, *others in found
    }
    return [rows[key] for key in keys if key in rows]


#: As ``QueueRow`` has them, but for what is looked up.
_COLUMNS = (
    *("item__public_id", "kreis_id", "land_id", "coach_id", "erased_at"),
    *("topic", "state", "urgency", "confidentiality", "due_on", "is_example"),
)


def names_of_coaches() -> dict[int, str]:
    """Return what the coaches are called, by key, in the order of their names."""
    coaches = Coach.objects.order_by("person__name", "pk")
    values = coaches.values_list("pk", "person__name", "person__email", "person__erased_at")
    return {
        pk: _("deleted account") if erased_at else name or email
        for pk, name, email, erased_at in values
    }
