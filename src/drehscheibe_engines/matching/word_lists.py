"""The engine's own lists of words, from ``data/word_lists.txt``."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def _lists() -> dict[str, tuple[str, ...]]:
    source = resources.files("drehscheibe_engines.matching") / "data" / "word_lists.txt"
    lists: dict[str, list[str]] = {}
    words: list[str] = []
    for line in source.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = lists.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            words += line.split()
    return {name: tuple(content) for name, content in lists.items()}


def word_list(name: str) -> tuple[str, ...]:
    """Return the words of a list, as they stand in the file."""
    return _lists()[name]
