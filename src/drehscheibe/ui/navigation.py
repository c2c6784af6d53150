"""Where rooms announce their entries for the main navigation and the workspace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import get_language

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.ui.markup import current, nearest_of
from drehscheibe.ui.named_addresses import url_if_exists

#: Menus that are remembered: one for each page that stands in one, role and language.
MENUS_KEPT = 512


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the navigation.

    Attributes
    ----------
    area : str
        ``main`` (header), ``workspace`` (side of the workspace), ``footer``, or ``similar``: beside
        what may help already, for somebody who wants to look further.
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
    under : str
        ``target`` of the entry to whose section this one belongs; empty for a section of its own.
    inside : str
        Lazy translated text for a section's first page where its pages are listed.
    group : str
        Lazy translated heading under which the workspace lists the entry; empty: above all headings.
    """

    area: str
    label: Any
    target: str | Callable[[], str]
    order: int
    visible_to: Callable[[Actor], bool] = lambda _actor: True
    icon: str = ""
    under: str = ""
    inside: Any = ""
    group: Any = ""

    @property
    def address(self) -> str:
        """Where the link leads; empty if there is no such page in this hub."""
        return self.target() if callable(self.target) else url_if_exists(self.target)


class Link(NamedTuple):
    """An entry as one page shows it: its label in the language of the page, its address."""

    label: str
    href: str
    icon: str
    pages: tuple[Link, ...] = ()
    group: str = ""


class MenuItem(NamedTuple):
    """A link as it stands in the menu of one page; ``here`` is the value of ``aria-current``."""

    label: str
    href: str
    here: str
    icon: str = ""
    pages: tuple[MenuItem, ...] = ()
    group: str = ""


_entries: list[Entry] = []


def register(entry: Entry) -> None:
    """Announce a link; called from ``AppConfig.ready``."""
    if entry not in _entries:
        _entries.append(entry)
        _entries.sort(key=lambda each: each.order)


def links(area: str, actor: Actor) -> tuple[Link, ...]:
    """Return the links of an area that this actor may see and this hub has, in their order."""
    seen = tuple(
        number
        for number, entry in enumerate(_entries)
        if entry.area == area and entry.visible_to(actor)
    )
    return _links(seen, get_language())


def menu(area: str, actor: Actor, path: str) -> tuple[MenuItem, ...]:
    """Return the links of an area as they stand on the page at ``path``.

    Equal for all pages and people that see the same links with the same mark: what draws them may
    remember it by what this returns.
    """
    shown = links(area, actor)
    nearest = nearest_of(_addresses(shown), path)
    return _marked(shown, nearest, current(nearest, path) if nearest else "")


def workspace(actor: Actor, path: str) -> tuple[tuple[str, tuple[MenuItem, ...]], ...]:
    """Return the links of the workspace under their headings, in the order of each one's first link."""
    return _grouped(menu("workspace", actor, path))


# What follows depends on nothing but what is given, and so may be remembered.


@kept_for_epoch()
def _links(seen: tuple[int, ...], _language: str | None) -> tuple[Link, ...]:
    shown = [
        (entry, Link(str(entry.label), href, entry.icon, group=str(entry.group)))
        for entry in map(_entries.__getitem__, seen)
        if (href := entry.address)
    ]
    sections = {entry.target for entry, _link in shown if not entry.under}
    found = []
    for entry, link in shown:
        if entry.under in sections:
            continue
        pages = [page for each, page in shown if each.under and each.under == entry.target]
        own = link._replace(label=str(entry.inside or entry.label))
        found.append(link._replace(pages=(own, *pages)) if pages else link)
    return tuple(found)


@lru_cache(maxsize=MENUS_KEPT)
def _addresses(shown: tuple[Link, ...]) -> tuple[str, ...]:
    return tuple(each.href for link in shown for each in (link, *link.pages))


@lru_cache(maxsize=MENUS_KEPT)
def _marked(shown: tuple[Link, ...], nearest: str, mark: str) -> tuple[MenuItem, ...]:
    return tuple(_item(link, nearest, mark) for link in shown)


def _item(link: Link, nearest: str, mark: str) -> MenuItem:
    pages = tuple(_item(page, nearest, mark) for page in link.pages)
    here = mark if link.href == nearest else ""
    if not here and any(page.here for page in pages):
        here = "true"
    return MenuItem(link.label, link.href, here, link.icon, pages, link.group)


@lru_cache(maxsize=MENUS_KEPT)
def _grouped(items: tuple[MenuItem, ...]) -> tuple[tuple[str, tuple[MenuItem, ...]], ...]:
    found: dict[str, list[MenuItem]] = {}
    for item in items:
        found.setdefault(item.group, []).append(item)
    return tuple((heading, tuple(each)) for heading, each in found.items())
