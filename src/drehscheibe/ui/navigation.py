"""Where rooms announce their entries for the main navigation and the workspace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from drehscheibe.ui.markup import url_if_exists


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
    visible_to: Callable[[Any], bool] = lambda _actor: True
    icon: str = ""

    @property
    def address(self) -> str:
        """Where the link leads; empty if there is no such page in this hub."""
        return self.target() if callable(self.target) else url_if_exists(self.target)


_entries: list[Entry] = []


def register(entry: Entry) -> None:
    """Announce a link; called from ``AppConfig.ready``."""
    if entry not in _entries:
        _entries.append(entry)


def entries(area: str, actor: object) -> list[Entry]:
    """Return the links of an area that this actor may see, in their order."""
    shown = (entry for entry in _entries if entry.area == area and entry.visible_to(actor))
    return sorted(shown, key=lambda entry: entry.order)
