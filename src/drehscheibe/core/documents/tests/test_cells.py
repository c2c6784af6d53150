"""What stands in a table is never run by the spreadsheet that opens it."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest

from drehscheibe.core.documents.cells import as_cell, csv_lines


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "  ="])
def test_no_text_begins_a_formula(start: str) -> None:
    assert as_cell(f"{start}1") == f"'{start}1"
    assert as_cell([f"{start}1", "b"]) == f"'{start}1;b"


@pytest.mark.parametrize("value", [-3, -2.5, Decimal("-0.5")])
def test_a_number_below_zero_stays_a_number(value: float) -> None:
    assert as_cell(value) == str(value)


def test_a_table_is_read_back_as_it_was_written() -> None:
    rows: list[list[Any]] = [['Größe, "sehr"', None, True], ["zwei\nZeilen", 3, ["a", "b"]]]
    text = "".join(csv_lines(["a", "b", "c"], rows))

    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:], newline=""))) == [
        ["a", "b", "c"],
        ['Größe, "sehr"', "", "true"],
        ["zwei\nZeilen", "3", "a;b"],
    ]
