"""Kinds of public items that can be reported, registered by the rooms that own them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Thing:
    """A public item as moderation sees it.

    Attributes
    ----------
    title, path : str
        What it is called, and its public address without locale-dependent parts resolved by the
        active language.
    organisation_id : int or None
        In whose name it stands; its people are told. None where nobody on the hub wrote it.
    texts : mapping of str to (label, text)
        The words that can be hidden, by field.
    written_by : frozenset of int
        The people who wrote it, where it may be the office's own: none of them decides about it.
    """

    title: str
    path: str
    organisation_id: int | None
    texts: Mapping[str, tuple[str, str]]
    written_by: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ReportableKind:
    """One kind of item.

    Attributes
    ----------
    kind : str
        Stands in addresses, for example ``concern``.
    label : str
        Lazy text, singular.
    find_public : callable
        From the item's key to the :class:`Thing` if everybody may read it, else None.
    find : callable
        The same for the office, also while the item is hidden; None if it is gone.
    write : callable
        Replaces words: key, then field → new text. Keeps search and lists in step.
    hide : callable
        Takes the item out of everything public and returns plain JSON values with which
        ``restore`` brings it back as it was; words that it replaced stand under ``texts``.
    restore : callable
        Key, then what ``hide`` returned.
    """

    kind: str
    label: Any
    find_public: Callable[[str], Thing | None]
    find: Callable[[str], Thing | None]
    write: Callable[[str, Mapping[str, str]], None]
    hide: Callable[[str], dict[str, Any]]
    restore: Callable[[str, Mapping[str, Any]], None]


def label_of_field(row: Model, field: str) -> str:
    """Return what people call a field of a model, in the active language."""
    return str(getattr(row._meta.get_field(field), "verbose_name", field))


_kinds: dict[str, ReportableKind] = {}


def register_kind(kind: ReportableKind) -> None:
    """Announce a kind; called from ``AppConfig.ready``."""
    _kinds[kind.kind] = kind


def find_kind(kind: str) -> ReportableKind | None:
    """Return a registered kind, or None."""
    return _kinds.get(kind)
