"""Owners of files, registered by the rooms whose items carry them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.files.models import StoredFile

__all__ = ["FileOwner", "get_owner", "register_owner"]


@dataclass(frozen=True, slots=True)
class FileOwner:
    """A kind of item on which files hang.

    Attributes
    ----------
    kind : str
        ``<app label>.<noun>``.
    may_see : callable
        Whether the actor may see this file now. Asked at every request, for ``ANONYMOUS`` too:
        what they may see is public.
    existing : callable
        From keys of owner items to those that are still there; files of the others are erased.
    """

    kind: str
    may_see: Callable[[Actor, StoredFile], bool]
    existing: Callable[[list[str]], set[str]]


_owners: dict[str, FileOwner] = {}


def register_owner(owner: FileOwner) -> None:
    """Announce a kind of owner; called from ``AppConfig.ready``."""
    _owners[owner.kind] = owner


def get_owner(kind: str) -> FileOwner | None:
    """Return a registered owner, or None if no room owns this kind any more."""
    return _owners.get(kind)
