"""Read the official tables of regional figures in the form in which the offices publish them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from drehscheibe.core.places.models import Indicator

__all__ = ["TABLES", "BadTable", "Cell", "Read", "Skipped", "read_table"]

#: Dissolved Kreis → Kreis that it became part of, where its old rows are still published.
MERGED = {"16056": "16063"}
#: Signs of the statistical offices. "-" is nothing at all, the others say that a value exists
#: but may not or cannot be shown.
NOTHING, HIDDEN = "-", {".", "...", "/", "x", "X"}
MAX_BYTES = 20 * 1024 * 1024


class BadTable(ValueError):  # noqa: N818 -- reads as the sentence it is
    """The file is not the table it should be; the message names place and reason."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure read; ``value`` is None where the office keeps it secret."""

    ags5: str
    indicator: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """One row that was left out, and why."""

    line: int
    key: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds."""

    reference_date: date
    cells: tuple[Cell, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    key: str
    name: str
    values: dict[str, Decimal | None]


def read_table(table: str, file: Path, *, known: Iterable[str]) -> Read:
    """Read an official table.

    Parameters
    ----------
    table : str
        A key of :data:`TABLES`.
    file : Path
        The file as downloaded, at most 20 MB.
    known : iterable of str
        Five-digit keys of the Kreise that the hub knows.

    Raises
    ------
    BadTable
        If the file is missing, too large, damaged or another table.
    """
    if table not in TABLES:
        raise BadTable(f"unknown table {table!r}; known are: {', '.join(TABLES)}")
    if not file.is_file():
        raise BadTable(f"there is no file {file}")
    if file.stat().st_size > MAX_BYTES:
        raise BadTable(
            f"{file.name} has more than {MAX_BYTES // 1024 // 1024} MB; that is no official table"
        )
    day, rows = TABLES[table](file)
    return _assign(day, rows, frozenset(known))


def _assign(day: date, rows: Iterable[_Row], known: frozenset[str]) -> Read:
    """Give each row to its Kreis; say of every other row why it was left out."""
    only_kreis = {k[:2]: k for k in known if sum(other.startswith(k[:2]) for other in known) == 1}
    sums: dict[tuple[str, str], Decimal | None] = {}
    skipped: list[Skipped] = []
    for row in rows:
        ags5 = only_kreis.get(row.key, MERGED.get(row.key, row.key))
        if ags5 not in known:
            skipped.append(Skipped(row.line, row.key, row.name, _reason(row)))
            continue
        for indicator, value in row.values.items():
            place = (ags5, indicator)
            before = sums.get(place, Decimal(0))
            # A sum with a secret part is itself unknown.
            sums[place] = None if value is None or before is None else before + value
    cells = tuple(Cell(ags5, indicator, value) for (ags5, indicator), value in sorted(sums.items()))
    missing = sorted(known - {cell.ags5 for cell in cells})
    skipped += [Skipped(0, key, "", "the table has no row for this Kreis") for key in missing]
    if not cells:
        raise BadTable("not one row belongs to a known Kreis; is this the right table?")
    return Read(day, cells, tuple(skipped))


def _reason(row: _Row) -> str:
    if len(row.key) < 5:
        return "a Land, a region or the Federation, not a Kreis"
    if len(row.key) > 5:
        return "a part of a Kreis"
    if all(not value for value in row.values.values()):
        return "a dissolved Kreis without values"
    return "a key that the hub does not know"


def _read_gazetteer(file: Path) -> tuple[date, list[_Row]]:
    """Read sheet two of the gazetteer "04-kreise" (XLSX): keys, area, population."""
    # Here, because it brings half a second along, and pages only need the names in this module.
    from openpyxl import load_workbook  # noqa: PLC0415
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with closing(load_workbook(file, read_only=True, data_only=True)) as book:
            table = [
                list(r) for sheet in book.worksheets for r in sheet.iter_rows(values_only=True)
            ]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise BadTable(f"{file.name} cannot be read as an Excel workbook: {error}") from error
    day = next(
        (d for row in table for cell in row if (d := _date_after("Gebietsstand", cell))), None
    )
    head = [n for n, row in enumerate(table) if row and str(row[0] or "").startswith("Schlüssel")]
    if day is None or not head:
        raise BadTable(
            f"{file.name} is not the gazetteer: no »Gebietsstand« or no column »Schlüssel«"
        )
    return day, list(_gazetteer_rows(table, start=head[0] + 1))


def _gazetteer_rows(table: list[list[object]], *, start: int) -> Iterator[_Row]:
    for line, row in enumerate(table[start:], start=start + 1):
        cells = [*row, *[None] * 6]
        key = str(cells[0] or "").strip()
        if not re.fullmatch(r"\d{2,5}", key):
            continue
        values = {
            Indicator.AREA_KM2.value: _number(cells[4], line),
            Indicator.POPULATION.value: _number(cells[5], line),
        }
        yield _Row(line, key, str(cells[2] or cells[1] or ""), values if len(key) == 5 else {})


def _read_employment(file: Path) -> tuple[date, list[_Row]]:
    """Read table 13111-07-05-4 (CSV, semicolons): employees by sector at the place of work."""
    text = _text_of(file)
    day = next((d for line in text.splitlines()[:12] if (d := _date_after("Stichtag", line))), None)
    if day is None or "13111-07-05-4" not in text[:400]:
        raise BadTable(f"{file.name} is not table 13111-07-05-4: its head names another or no date")
    wanted = {
        "Verarbeitendes Gewerbe (C)": Indicator.MANUFACTURING_EMPLOYEES.value,
        "Insgesamt": Indicator.EMPLOYEES_TOTAL.value,
    }
    rows: dict[str, _Row] = {}
    for line, cells in enumerate(csv.reader(io.StringIO(text), delimiter=";"), start=1):
        if (
            len(cells) < 4
            or cells[2].strip() not in wanted
            or not re.fullmatch(r"\d{2,8}|DG", cells[0])
        ):
            continue
        row = rows.setdefault(cells[0], _Row(line, cells[0], cells[1].strip(), {}))
        row.values[wanted[cells[2].strip()]] = _number(cells[3], line)
    return day, list(rows.values())


def _text_of(file: Path) -> str:
    raw = file.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadTable(f"{file.name} is not a text file")


def _date_after(word: str, cell: object) -> date | None:
    match = re.search(rf"{word}\D{{0,20}}(\d{{2}})\.(\d{{2}})\.(\d{{4}})", str(cell or ""))
    if not match:
        return None
    return datetime.strptime(".".join(match.groups()), "%d.%m.%Y").date()  # noqa: DTZ007 -- a day, no moment


def _number(cell: object, line: int) -> Decimal | None:
    text = str(cell if cell is not None else "").strip()
    if text in HIDDEN or not text:
        return None
    if text == NOTHING:
        return Decimal(0)
    try:
        number = Decimal(text.replace(" ", "").replace(",", "."))
    except InvalidOperation as error:
        raise BadTable(f"line {line}: »{text[:40]}« is not a number") from error
    if not number.is_finite() or number < 0:
        raise BadTable(f"line {line}: »{text[:40]}« cannot be a count")
    return number.quantize(Decimal("0.01"))


TABLES: dict[str, Callable[[Path], tuple[date, list[_Row]]]] = {
    "gazetteer": _read_gazetteer,
    "13111-07-05-4": _read_employment,
}
