"""Survey responses as a table of text, read from CSV and turned into codes."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

import numpy as np

from drehscheibe_engines.survey_stats.arrays import MISSING, FloatArray, IntArray
from drehscheibe_engines.survey_stats.errors import SurveyInputError

#: A column with more different values is free text or an identifier, not a question.
MOST_CATEGORIES = 500


@dataclass(frozen=True, slots=True)
class CodedColumn:
    """A column as codes: ``categories[codes[i]]`` is the value of row i, -1 is missing."""

    name: str
    categories: tuple[str, ...]
    codes: IntArray


@dataclass(frozen=True, slots=True)
class Responses:
    """One row per respondent, one column per question; all values as text.

    Attributes
    ----------
    columns : dict of str to sequence of str, each length n
        Values; surrounding blanks do not count, and an empty text is missing.
    lines : sequence of int, length n
        Line of the file on which each row ends, for messages.
    decimal_comma : bool
        True when numbers are written as 1,5 (files with semicolons).
    """

    columns: Mapping[str, Sequence[str]]
    lines: Sequence[int]
    decimal_comma: bool = False

    @property
    def n(self) -> int:
        """Number of respondents."""
        return len(self.lines)

    def values(self, name: str, wanted_for: str) -> Sequence[str]:
        """Return a column.

        Raises
        ------
        SurveyInputError
            For an unknown column, naming what it is wanted for and what there is.
        """
        if name not in self.columns:
            known = ", ".join(list(self.columns)[:12])
            raise SurveyInputError(wanted_for, f"no column {name!r} in the responses; has {known}")
        return self.columns[name]

    def code(self, name: str, wanted_for: str) -> CodedColumn:
        """Turn a column into codes; categories in the order of numbers, then of the alphabet.

        Raises
        ------
        SurveyInputError
            For an unknown column or one with more than 500 different values.
        """
        values = self.values(name, wanted_for)
        distinct = _distinct(values)
        if len(distinct) > MOST_CATEGORIES:
            raise SurveyInputError(
                wanted_for,
                f"column {name!r} has {len(distinct)} different values; "
                "free text and identifiers cannot be tabulated",
            )
        categories = tuple(sorted(distinct, key=_sort_key))
        return CodedColumn(name, categories, self._codes(values, categories))

    def code_as(self, name: str, categories: Sequence[str], wanted_for: str) -> IntArray:
        """Turn a column into codes of given categories.

        Raises
        ------
        SurveyInputError
            For a value that is none of them, naming its line.
        """
        values = self.values(name, wanted_for)
        unknown = _distinct(values) - set(categories)
        if unknown:
            row = next(i for i, value in enumerate(values) if value.strip() in unknown)
            raise SurveyInputError(
                f"responses line {self.lines[row]}, column {name!r}",
                f"{shorten(values[row])} is not a category of {wanted_for}",
            )
        return self._codes(values, categories)

    def numbers(self, name: str, wanted_for: str) -> FloatArray:
        """Return a column as numbers of 0 or more.

        Raises
        ------
        SurveyInputError
            For a missing, negative or unreadable number, naming its line.
        """
        values = self.values(name, wanted_for)
        result = np.empty(self.n)
        for row, value in enumerate(values):
            number = self._number(value)
            if not 0 <= number < np.inf:
                raise SurveyInputError(
                    f"responses line {self.lines[row]}, column {name!r}",
                    f"{shorten(value)} is not a number of 0 or more ({wanted_for})",
                )
            result[row] = number
        return result

    def labels(self, name: str, wanted_for: str) -> IntArray:
        """Return a column of labels as numbers; no label may be missing.

        Raises
        ------
        SurveyInputError
            For a missing label, naming its line.
        """
        values = self.values(name, wanted_for)
        if not all(map(str.strip, values)):
            row = next(i for i, value in enumerate(values) if not value.strip())
            raise SurveyInputError(
                f"responses line {self.lines[row]}, column {name!r}", f"is empty ({wanted_for})"
            )
        return self._codes(values, sorted(_distinct(values)))

    def _codes(self, values: Sequence[str], categories: Sequence[str]) -> IntArray:
        known = {category: k for k, category in enumerate(categories)}
        known.setdefault("", MISSING)
        number = {value: known[value.strip()] for value in set(values)}
        return np.fromiter(map(number.__getitem__, values), dtype=np.int64, count=self.n)

    def _number(self, value: str) -> float:
        text = value.replace(",", ".") if self.decimal_comma else value
        try:
            return float(text)
        except ValueError:
            return np.nan


def parse_responses(text: str) -> Responses:
    """Read responses from CSV text.

    Parameters
    ----------
    text : str
        First line: column names. Comma or semicolon between values, decided by the first line.

    Returns
    -------
    Responses

    Raises
    ------
    SurveyInputError
        For an empty file, repeated or empty column names, or rows of another length.
    """
    text = text.removeprefix("\ufeff")
    head = text[: text.find("\n")] if "\n" in text else text
    semicolon = head.count(";") > head.count(",")
    reader = csv.reader(
        StringIO(text, newline=""), delimiter=";" if semicolon else ",", strict=True
    )
    try:
        names = [name.strip() for name in next(reader, [])]
        _check_names(names)
        rows, lines = [], []
        for row in reader:
            if not row:
                continue
            if len(row) != len(names):
                raise SurveyInputError(
                    f"responses line {reader.line_num}",
                    f"has {len(row)} values, the first line names {len(names)} columns",
                )
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error as error:
        raise SurveyInputError(
            f"responses line {reader.line_num}", f"is not CSV ({error})"
        ) from None
    if not rows:
        raise SurveyInputError("responses", "there are no rows below the column names")
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    return Responses(columns, lines, decimal_comma=semicolon)


def _distinct(values: Sequence[str]) -> set[str]:
    """Return the values that occur, without blanks around them and without missing ones."""
    return {value.strip() for value in set(values)} - {""}


def _check_names(names: Sequence[str]) -> None:
    if not any(names):
        raise SurveyInputError("responses line 1", "has no column names")
    seen: set[str] = set()
    for position, name in enumerate(names, start=1):
        if not name:
            raise SurveyInputError("responses line 1", f"column {position} has no name")
        if name in seen:
            raise SurveyInputError("responses line 1", f"column {shorten(name)} appears twice")
        seen.add(name)


def _sort_key(value: str) -> tuple[int, float, str]:
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        return 1, 0.0, value
    return (0, number, value) if np.isfinite(number) else (1, 0.0, value)


def shorten(value: object, longest: int = 60) -> str:
    """Quote a value for a message, cut where it is long."""
    text = repr(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"
