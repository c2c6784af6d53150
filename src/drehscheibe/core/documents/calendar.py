"""The spelling of calendar files (iCalendar, RFC 5545), for every room that gives out dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

__all__ = ["escape", "join_lines", "moment"]

#: Octets of a line before it is folded (RFC 5545, 3.1).
LONGEST = 75


def escape(text: str) -> str:
    """Return a text as the value of a property."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def moment(value: datetime) -> str:
    """Return a moment in UTC, as properties want it."""
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def join_lines(lines: Iterable[str]) -> str:
    """Return the file: each line folded, ended as the standard asks."""
    return "".join(f"{part}\r\n" for line in lines for part in _fold(line))


def _fold(line: str) -> Iterator[str]:
    """Yield the line in parts of at most 75 octets, without cutting a letter in two."""
    part, size, lead = "", 0, ""
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST - len(lead):
            yield lead + part
            part, size, lead = "", 0, " "
        part, size = part + letter, size + width
    yield lead + part
