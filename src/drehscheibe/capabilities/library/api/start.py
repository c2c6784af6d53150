"""Sections that rooms above and the portal add to the front page of the library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drehscheibe.core.access.actor import Actor

__all__ = ["StartCard", "StartSection", "register_start_section", "start_sections"]


@dataclass(frozen=True, slots=True)
class StartCard:
    """One item as the front page of the library shows it."""

    title: str
    text: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class StartSection:
    """One kind of item on the front page of the library; without cards it is not shown.

    Attributes
    ----------
    total : int
        How many there are of the kind behind ``href``; 0 if that is not known.
    """

    title: str
    lead: str
    href: str
    all_label: str
    cards: tuple[StartCard, ...]
    total: int = 0


_sections: dict[str, Callable[[Actor], StartSection]] = {}


def register_start_section(key: str, make: Callable[[Actor], StartSection]) -> None:
    """Add a section to the front page from above; called from ``AppConfig.ready``."""
    _sections[key] = make


def start_sections(actor: Actor) -> list[StartSection]:
    """Return the sections that were registered, in that order."""
    return [make(actor) for make in _sections.values()]
