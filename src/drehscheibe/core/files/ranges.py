"""Parts of a file (RFC 9110, section 14): what a player asks for when somebody jumps ahead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO, Final

from django.core.files.base import File
from django.http import HttpRequest

__all__ = ["OUTSIDE", "Part", "Slice", "find_part"]

#: More digits than any size has; longer ones are not worth reading.
_ONE_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes from ``first`` to ``last``, both counted in."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


#: The reader asks for bytes that the file does not have.
OUTSIDE: Final = Part(0, -1)


def find_part(request: HttpRequest, size: int, tag: str) -> Part | None:
    """Return the part that is asked for; None for the whole file, ``OUTSIDE`` if there is no such part.

    Several parts at once, and what cannot be read, get the whole file, as the standard allows; so
    does a reader whose half of the file is of another version (``If-Range``).
    """
    found = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or found is None or not any(found.groups()):
        return None
    if request.headers.get("If-Range", tag) != tag:
        return None
    start, end = found.groups()
    if not start:
        # The last so many bytes.
        wanted = min(int(end), size)
        return Part(size - wanted, size - 1) if wanted else OUTSIDE
    first, last = int(start), min(int(end), size - 1) if end else size - 1
    if end and int(end) < first:
        return None  # no range at all: the standard wants it to be overlooked
    return Part(first, last) if first < size else OUTSIDE


class Slice:
    """A part of an open file that reads like a file; closing it closes the file."""

    def __init__(self, stream: File[bytes] | BinaryIO, part: Part) -> None:
        self._stream = stream
        self._left = part.length
        stream.seek(part.first)

    def read(self, size: int = -1) -> bytes:
        """Return up to so many bytes of what is left of the part."""
        wanted = self._left if size < 0 else min(size, self._left)
        content: bytes = self._stream.read(wanted)
        self._left -= len(content)
        return content

    def close(self) -> None:
        self._stream.close()
