"""What somebody typed into one line, as it can be searched and kept."""

from __future__ import annotations

__all__ = ["one_line"]


def one_line(text: str, longest: int) -> str:
    """Return a text without line breaks, double spaces and NUL, which PostgreSQL refuses; cut at ``longest``."""
    return " ".join(text.replace("\0", " ").split())[:longest]
