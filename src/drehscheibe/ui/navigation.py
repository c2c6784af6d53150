"""Where rooms announce their entries for the main navigation and the workspace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.ui.named_addresses import url_if_exists


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the navigation.

    Attributes
    ----------
    area : str
        ``main`` (header), ``workspace`` (side of the workspace) or ``footer``.
    label : str
        Lazy translated text.
    target : str or callable
        Name of an URL without arguments, or a function that returns the address (empty: hidden).
    order : int
        Small numbers come first.
    visible_to : callable
        Takes the actor of the request; decides whether the link is shown.
    icon : str
        Name of an icon of the set in ``ui/icons.py``; empty for none.
    """

    area: str
    label: Any
    target: str | Callable[[], str]
    order: int
    visible_to: Callable[[Actor], bool] = lambda _actor: True
    icon: str = ""

    @property
    def address(self) -> str:
        """Where the link leads; empty if there is no such page in this hub."""
        return self.target() if callable(self.target) else url_if_exists(self.target)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one page shows it: its label in the language of the page, its address."""

    label: str
    href: str
    icon: str


_entries: list[Entry] = []


def register(entry: Entry) -> None:
    """Announce a link; called from ``AppConfig.ready``."""
    if entry not in _entries:
        _entries.append(entry)
        _entries.sort(key=lambda each: each.order)


def links(area: str, actor: Actor) -> list[Link]:
    """Return the links of an area that this actor may see and this hub has, in their order."""
    if actor.is_known:
        return _links(area, actor)
    return _links_of_strangers(area, get_language())


@kept_for_epoch()
def _links_of_strangers(area: str, _language: str | None) -> list[Link]:
    return _links(area, ANONYMOUS)


def _links(area: str, actor: Actor) -> list[Link]:
    entries = (entry for entry in _entries if entry.area == area and entry.visible_to(actor))
    return [
        Link(str(entry.label), href, entry.icon) for entry in entries if (href := entry.address)
    ]
