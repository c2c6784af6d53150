"""Sources of personal data: every room says what it keeps of people, why, and for how long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from drehscheibe.core.privacy.choices import Basis, Fate, People, Reader

Rows = QuerySet[Any] | Sequence[Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """The person whose data is meant.

    Attributes
    ----------
    person_id : int or None
        None for somebody without an account, who is known by an address alone.
    name : str
        As the person wrote it; empty without an account.
    emails : tuple of str
        Addresses in lower case of which it was shown that they are theirs. An address that
        somebody merely typed never opens the data of others.
    """

    person_id: int | None
    name: str
    emails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that has to be settled before, or at least known, when a person leaves.

    Attributes
    ----------
    key : str
        Lasting; the confirmation is sent back under it.
    text : str
        What is the matter, in the active language.
    action, path : str
        What can be done about it, and where.
    is_final : bool
        Whether leaving is impossible; else the person may confirm and go on.
    """

    key: str
    text: str
    action: str
    path: str
    is_final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of personal data in one room; also one line of the register (Article 30 GDPR).

    Attributes
    ----------
    name : str
        Lasting, ``<app label>.<noun>``; also the key in the exported file.
    room, label : str
        Lazy texts: the room as people know it, and what is kept.
    models : tuple of str
        Labels of the models, ``app_label.Model``, whose personal fields this source answers for.
    purpose : str
        Lazy text: what the data is needed for.
    people, basis, readers
        Whose data, on which legal basis, seen by whom.
    retention : str
        Name of a :class:`~drehscheibe.core.privacy.retention.RetentionClass`.
    fate, at_erasure
        What becomes of the rows when the person leaves, in one word and in one lazy sentence.
    find : callable
        From a :class:`Subject` to their rows. Without an account ``person_id`` is None, which
        must find nothing by foreign key; :func:`of_person` takes care of that.
    fields : mapping
        Key in the exported file → (lazy label, path of attributes or callable of a row).
    erase : callable or None
        Does what ``at_erasure`` says and returns how many rows it touched; None keeps everything.
        Runs in one transaction with all other sources.
    order : int
        Small numbers are erased first; the account itself goes last.
    """

    name: str
    room: Any
    label: Any
    models: tuple[str, ...]
    purpose: Any
    people: tuple[People, ...]
    basis: Basis
    readers: tuple[Reader, ...]
    retention: str
    fate: Fate
    at_erasure: Any
    find: Callable[[Subject], Rows]
    fields: Mapping[str, tuple[Any, str | Callable[[Any], Any]]]
    erase: Callable[[Subject], int] | None = None
    order: int = 50


_sources: dict[str, Source] = {}
_obstacles: dict[str, Callable[[Subject], Sequence[Obstacle]]] = {}


def register_source(source: Source) -> None:
    """Announce a source; called from ``AppConfig.ready``."""
    _sources[source.name] = source


def register_obstacles(name: str, find: Callable[[Subject], Sequence[Obstacle]]) -> None:
    """Announce what may stand in the way of leaving; called from ``AppConfig.ready``."""
    _obstacles[name] = find


def all_sources() -> list[Source]:
    """Return all sources in the order of their names."""
    return [_sources[name] for name in sorted(_sources)]


def find_obstacles(subject: Subject) -> list[Obstacle]:
    """Return everything that stands in the way of leaving."""
    return [obstacle for name in sorted(_obstacles) for obstacle in _obstacles[name](subject)]


def of_person(rows: QuerySet[Any], subject: Subject, field_name: str) -> QuerySet[Any]:
    """Keep the rows that point to the person; none for somebody without an account."""
    if subject.person_id is None:
        return rows.none()
    return rows.filter(**{f"{field_name}_id": subject.person_id})


def delete_found(source_find: Callable[[Subject], QuerySet[Any]]) -> Callable[[Subject], int]:
    """Return the erasure that deletes what a source finds."""

    def erase(subject: Subject) -> int:
        rows = source_find(subject)
        number = rows.count()
        rows.order_by().delete()
        return number

    return erase


def leave_to_account(find: Callable[[Subject], Rows]) -> Callable[[Subject], int]:
    """Return the erasure that touches nothing: the rows refer to an account that loses its name."""

    def erase(subject: Subject) -> int:
        rows = find(subject)
        return rows.count() if isinstance(rows, QuerySet) else len(rows)

    return erase
