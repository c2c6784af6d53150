"""The names of our icons; the sprite itself is the only list."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SPRITE = Path(__file__).parent / "static" / "ui" / "icons.svg"


@cache
def icon_names() -> frozenset[str]:
    """Return the names of all symbols in the sprite."""
    return frozenset(re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text(encoding="utf-8")))


def checked_icon(name: str) -> str:
    """Return the name of an icon, or fail where it would silently draw nothing.

    Raises
    ------
    KeyError
        When the sprite has no such symbol.
    """
    if name not in icon_names():
        raise KeyError(f"There is no icon {name!r}; see the gallery for the names.")
    return name
