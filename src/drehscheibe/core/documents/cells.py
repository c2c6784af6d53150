"""Tables for spreadsheets (CSV): German ones read the umlauts, and none takes a word for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

__all__ = ["as_cell", "csv_lines"]

#: A spreadsheet reads a text that begins like this, after blanks, as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """A file that hands back what is written, so that lines can be streamed."""

    def write(self, text: str) -> str:
        return text


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield a table line by line: comma, CRLF, a head, and in front the mark of UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([as_cell(value) for value in row])


def as_cell(value: Any) -> str:  # noqa: ANN401 -- any plain value
    """Return a value as a cell; lists with semicolons, nothing as an empty cell.

    Numbers stay numbers: a minus before one begins no formula.

    >>> as_cell("=1+1"), as_cell(["-a", "b"]), as_cell(None), as_cell(-3), as_cell(True)
    ("'=1+1", "'-a;b", '', '-3', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    text = ";".join(value) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
