"""Kinds of items: how the trace names, links and labels what rooms own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ItemKind:
    """One kind of item, registered by the room that owns it.

    Attributes
    ----------
    kind : str
        Stored in :class:`Item`, for example ``signal``.
    prefix : str
        Of its public ids, for example ``S``.
    label : str
        Lazy text, singular: "concern".
    url_name : str
        Name of the public page; takes the public id as its only argument.
    states : mapping of str to (lazy text, badge kind)
        Label and look of every state.
    """

    kind: str
    prefix: str
    label: Any
    url_name: str
    states: Mapping[str, tuple[Any, str]] = field(default_factory=dict)


_kinds: dict[str, ItemKind] = {}


def register_kind(kind: ItemKind) -> None:
    """Announce a kind; called from ``AppConfig.ready``."""
    _kinds[kind.kind] = kind


def get_kind(kind: str) -> ItemKind:
    """Return a registered kind; KeyError if no room owns it."""
    return _kinds[kind]


def all_kinds() -> list[ItemKind]:
    """Return all registered kinds, for the generated reference and tests."""
    return list(_kinds.values())
