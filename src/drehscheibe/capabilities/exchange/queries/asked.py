"""What an address asks of a list, as harmless values."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from drehscheibe.core.text.one_line import one_line

__all__ = ["MAX_HITS", "Asked", "Narrowing"]

MAX_TEXT = 200
#: More hits than this are no answer to a search; the reader adds a word.
MAX_HITS = 1000

_is_land = re.compile(r"[A-Z]{2}", re.ASCII).fullmatch
_is_kreis = re.compile(r"\d{5}", re.ASCII).fullmatch


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Filters of a list; an empty value does not narrow. ``text`` stands as ``q`` in the address."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return self == type(self)()

    def without(self, name: str) -> Self:
        """Return the filters with one of them lifted."""
        return replace(self, **{name: getattr(type(self)(), name)})

    def to_query(self) -> str:
        """Return the canonical query string, without a question mark."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode(
            {
                "q" if name == "text" else name: "1" if value is True else value
                for name, value in values.items()
                if value
            }
        )


class Asked:
    """The values of a query string; what is not known is empty."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self._parameters = parameters

    def _given(self, name: str) -> str:
        return str(self._parameters.get(name, "")).replace("\0", " ").strip()

    def text(self) -> str:
        """Return the words to search."""
        return one_line(self._given("q"), MAX_TEXT)

    def one_of(self, name: str, values: Collection[str]) -> str:
        """Return a value of a vocabulary."""
        return self._given(name) if self._given(name) in values else ""

    def land(self) -> str:
        """Return the code of a Land, which need not exist."""
        return self._given("land") if _is_land(self._given("land")) else ""

    def kreis(self) -> str:
        """Return the key of a Kreis, which need not exist."""
        return self._given("kreis") if _is_kreis(self._given("kreis")) else ""

    def uuid(self, name: str) -> str:
        """Return an identifier in its usual form."""
        try:
            return str(UUID(self._given(name)))
        except ValueError:
            return ""

    def is_overdue(self) -> bool:
        """Whether only what is overdue is asked for."""
        return self._given("overdue") in ("1", "true")
