"""What is stored about a person, what leaving would do, and the register of it all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drehscheibe.core.privacy.choices import Fate
from drehscheibe.core.privacy.retention import CLASSES
from drehscheibe.core.privacy.sources import Obstacle, Source, Subject, all_sources, find_obstacles


@dataclass(frozen=True, slots=True)
class Detail:
    """One value of a record: key for programs, label and text for people, plain JSON value."""

    key: str
    label: str
    value: Any
    text: str


@dataclass(frozen=True, slots=True)
class Holding:
    """What one source keeps of a person."""

    source: Source
    number: int

    @property
    def fate(self) -> Fate:
        return self.source.fate

    @property
    def kept(self) -> str:
        """How long the data is kept while the person stays."""
        return CLASSES[self.source.retention].words


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen if the person left now."""

    holdings: tuple[Holding, ...]
    obstacles: tuple[Obstacle, ...]

    @property
    def is_possible(self) -> bool:
        return not any(obstacle.is_final for obstacle in self.obstacles)

    def with_fate(self, fate: str) -> list[Holding]:
        """Return what shares one fate."""
        return [holding for holding in self.holdings if holding.fate == fate]


def find_subject(person_id: int) -> Subject:
    """Return a person with the addresses of which they have shown that they are theirs."""
    person = get_user_model().objects.get(pk=person_id)
    own = EmailAddress.objects.filter(user_id=person_id, verified=True)
    emails = sorted({email.lower() for email in own.values_list("email", flat=True)})
    return Subject(person_id, person.name, tuple(emails))


def find_subject_by_email(email: str) -> Subject:
    """Return whoever has shown that the address is theirs; a subject without account otherwise.

    For the command line only: the operator answers for having checked who asks.
    """
    own = EmailAddress.objects.filter(email__iexact=email, verified=True).first()
    if own is not None:
        return find_subject(own.user_id)
    person = get_user_model().objects.filter(email__iexact=email).first()
    if person is not None:
        return Subject(person.pk, person.name, (email.lower(),))
    return Subject(None, "", (email.lower(),))


def list_holdings(subject: Subject) -> list[Holding]:
    """Return what every source keeps of the person, also where that is nothing."""
    return [Holding(source, count(source.find(subject))) for source in all_sources()]


def by_room(holdings: list[Holding]) -> list[tuple[str, list[Holding]]]:
    """Return holdings with at least one row, under the names of their rooms."""
    rooms: dict[str, list[Holding]] = defaultdict(list)
    for holding in holdings:
        if holding.number:
            rooms[str(holding.source.room)].append(holding)
    return sorted(rooms.items())


def plan_erasure(subject: Subject) -> Plan:
    """Return what leaving would do, source by source, without doing it."""
    holdings = [holding for holding in list_holdings(subject) if holding.number]
    return Plan(tuple(holdings), tuple(find_obstacles(subject)))


def count(rows: object) -> int:
    """Return how many rows a source found."""
    return rows.count() if isinstance(rows, QuerySet) else len(rows)  # type: ignore[arg-type]


def read_records(source: Source, subject: Subject, *, limit: int = 0) -> Iterator[list[Detail]]:
    """Yield the rows of a source as details; all of them, or the first ``limit``."""
    rows = source.find(subject)
    shown = rows[:limit] if limit else rows
    lines = shown.iterator(chunk_size=500) if isinstance(shown, QuerySet) else iter(shown)
    for row in lines:
        yield [_detail(row, key, label, path) for key, (label, path) in source.fields.items()]


def _detail(row: object, key: str, label: object, path: Any) -> Detail:  # noqa: ANN401 -- path or callable
    value = path(row) if callable(path) else _follow(row, path)
    return Detail(key, str(label), to_plain(value), to_words(value))


def _follow(row: object, path: str) -> object:
    """Return the value at a dotted path; the words of a choice, None where the path breaks off."""
    value: object = row
    for part in path.split("."):
        words = getattr(value, f"get_{part}_display", None)
        value = words() if callable(words) else getattr(value, part, None)
    return value


def to_plain(value: object) -> Any:  # noqa: ANN401 -- JSON
    """Return a value as JSON can carry it."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def to_words(value: object) -> str:
    """Return a value as people read it, in the active language; empty if there is none."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return pgettext("value", "yes") if value else pgettext("value", "no")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    if isinstance(value, dict):
        return "; ".join(f"{key}: {to_words(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(to_words(each) for each in value)
    return str(value)


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the register of processing activities (Article 30 GDPR), in the active language."""

    room: str
    label: str
    purpose: str
    people: str
    data: str
    basis: str
    readers: str
    kept: str
    at_erasure: str


def list_activities() -> list[Activity]:
    """Return the register, by room; it cannot say anything else than the code does."""
    activities = [
        Activity(
            room=str(source.room),
            label=str(source.label),
            purpose=str(source.purpose),
            people=", ".join(str(each.label) for each in source.people),
            data=", ".join(str(label) for label, _path in source.fields.values()),
            basis=str(source.basis.label),
            readers=", ".join(str(each.label) for each in source.readers) or _("nobody"),
            kept=CLASSES[source.retention].words,
            at_erasure=str(source.at_erasure),
        )
        for source in all_sources()
    ]
    return sorted(activities, key=lambda each: (each.room, each.label))
