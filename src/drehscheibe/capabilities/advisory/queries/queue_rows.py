"""What the queue shows of its cases, read as plain values: a page of it costs no object of a model."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory.choices import CaseState, Urgency
from drehscheibe.capabilities.advisory.machine import turn_of
from drehscheibe.capabilities.advisory.models import CaseQuerySet
from drehscheibe.core.places.names import labels_of_kreise, names_of_laender
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import label

__all__ = ["QueueRow", "RowsOf"]


class QueueRow(NamedTuple):
    """A case as its line in the queue needs it; no word of what was asked."""

    public_id: str
    topic: str
    region: str
    coach: str
    state: str
    urgency: str
    confidentiality: str
    due_on: date | None
    is_erased: bool
    is_example: bool

    @property
    def topic_label(self) -> str:
        """The topic in words."""
        return label(Topic, self.topic)

    @property
    def state_label(self) -> str:
        """Where it stands, in words."""
        return label(CaseState, self.state)

    @property
    def urgency_label(self) -> str:
        """How soon an answer is wanted, in words."""
        return label(Urgency, self.urgency)

    def is_overdue(self, today: date) -> bool:
        """Whether somebody owes something since before today."""
        return bool(turn_of(self.state)) and self.due_on is not None and self.due_on < today


class RowsOf:
    """Cases as a paginator reads them: counted, and cut into pages of rows by the database."""

    def __init__(self, found: CaseQuerySet) -> None:
        self._found = found

    def __len__(self) -> int:
        return self._found.count()

    def __getitem__(self, part: slice) -> list[QueueRow]:
        return [_row(values) for values in self._found.values(*_COLUMNS)[part]]


_CASE = ("topic", "state", "urgency", "confidentiality", "due_on", "is_example")
_COACH = ("coach__person__name", "coach__person__email", "coach__person__erased_at")
_COLUMNS = (*_CASE, *_COACH, "item__public_id", "kreis_id", "land_id", "erased_at")


def _row(values: dict[str, object]) -> QueueRow:
    return QueueRow(
        public_id=str(values["item__public_id"]),
        region=_region(values),
        coach=_coach(values),
        is_erased=values["erased_at"] is not None,
        **{name: values[name] for name in _CASE},  # type: ignore[arg-type]
    )


def _region(values: dict[str, object]) -> str:
    kreis = labels_of_kreise().get(str(values["kreis_id"]), "")
    return kreis or names_of_laender().get(str(values["land_id"]), "")


def _coach(values: dict[str, object]) -> str:
    if values["coach__person__erased_at"] is not None:
        return _("deleted account")
    return str(values["coach__person__name"] or values["coach__person__email"] or "")
