"""What rooms can announce anew, for a search that is rebuilt from nothing."""

from __future__ import annotations

from collections.abc import Callable

#: Name of the source to what puts all its documents.
SOURCES: dict[str, Callable[[], object]] = {}


def register_source(name: str, announce: Callable[[], object]) -> None:
    """Register a function that puts everything of one source; called once from ``AppConfig.ready``."""
    SOURCES[name] = announce
