from __future__ import annotations

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from drehscheibe.core.places.models import Figure
from drehscheibe.core.places.official_tables import BadTable, read_table
from drehscheibe.core.places.reference import load_reference_places

HEAD = "GENESIS-Tabelle: 13111-07-05-4\nStichtag: 30.06.2021;;;\n;;;Insgesamt\n"
KNOWN = ["05515", "05512", "02000", "16063"]


def employment(tmp_path: Path, rows: str, head: str = HEAD) -> Path:
    file = tmp_path / "table.csv"
    file.write_bytes((head + rows).encode("cp1252"))
    return file


def test_employment_takes_two_rows_per_kreis_and_says_what_it_left_out(tmp_path: Path) -> None:
    file = employment(
        tmp_path,
        "DG;Deutschland;Insgesamt;9\n"
        "02;  Hamburg;Verarbeitendes Gewerbe (C);7\n02;  Hamburg;Insgesamt;8\n"
        "05515;   Münster;Verarbeitendes Gewerbe (C);.\n05515;   Münster;Baugewerbe (F);3\n"
        "05515;   Münster;Insgesamt;100\n"
        "05512;   Bottrop;Verarbeitendes Gewerbe (C);-\n05512;   Bottrop;Insgesamt;5\n"
        "16056;   Eisenach;Insgesamt;4\n16063;   Wartburgkreis;Insgesamt;6\n"
        "13001;   Greifswald;Insgesamt;-\n03241001;   Hannover, Stadt;Insgesamt;1\n",
    )

    read = read_table("13111-07-05-4", file, known=KNOWN)

    assert f"{read.reference_date:%Y-%m-%d}" == "2021-06-30"
    assert {(c.ags5, c.indicator): c.value for c in read.cells} == {
        ("02000", "manufacturing_employees"): Decimal("7.00"),
        ("02000", "employees_total"): Decimal("8.00"),
        ("05515", "manufacturing_employees"): None,
        ("05515", "employees_total"): Decimal("100.00"),
        ("05512", "manufacturing_employees"): Decimal("0.00"),
        ("05512", "employees_total"): Decimal("5.00"),
        ("16063", "employees_total"): Decimal("10.00"),
    }
    assert {(s.key, s.reason) for s in read.skipped} == {
        ("DG", "a Land, a region or the Federation, not a Kreis"),
        ("13001", "a dissolved Kreis without values"),
        ("03241001", "a part of a Kreis"),
    }


@pytest.mark.parametrize(
    ("table", "content", "message"),
    [
        ("13111-07-05-4", b"", "names another or no date"),
        (
            "13111-07-05-4",
            b"GENESIS-Tabelle: 99999-01\nStichtag: 30.06.2020",
            "not table 13111-07-05-4",
        ),
        ("13111-07-05-4", (HEAD + "05515;M;Insgesamt;viele\n").encode("cp1252"), "line 4: »viele«"),
        ("13111-07-05-4", (HEAD + "05515;M;Insgesamt;-5\n").encode("cp1252"), "cannot be a count"),
        ("13111-07-05-4", (HEAD + "99999;M;Insgesamt;5\n").encode("cp1252"), "not one row"),
        ("gazetteer", b"no workbook", "cannot be read as an Excel workbook"),
        ("gazetteer", b"PK\x03\x04cut off", "cannot be read as an Excel workbook"),
        ("nonsense", b"", "known are"),
    ],
)
def test_a_wrong_file_is_refused_with_place_and_reason(
    tmp_path: Path, table: str, content: bytes, message: str
) -> None:
    file = tmp_path / "table"
    file.write_bytes(content)

    with pytest.raises(BadTable, match=message):
        read_table(table, file, known=KNOWN)


def test_a_workbook_of_something_else_is_refused(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "other.xlsx")

    with pytest.raises(BadTable, match="not the gazetteer"):
        read_table("gazetteer", tmp_path / "other.xlsx", known=KNOWN)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "file", "changed"),
    [
        ("gazetteer", "destatis_04-kreise_2021-12-31.xlsx", 800),
        ("13111-07-05-4", "regionaldatenbank_13111-07-05-4_2020-06-30.csv", 800),
    ],
)
def test_the_official_files_give_the_figures_that_the_hub_brings(
    official_data: Path, table: str, file: str, changed: int
) -> None:
    load_reference_places()
    before = set(Figure.objects.values_list("kreis_id", "indicator", "reference_date", "value"))
    printed = StringIO()

    call_command("figures_import", table, str(official_data / "raw" / file), stdout=printed)

    after = set(Figure.objects.values_list("kreis_id", "indicator", "reference_date", "value"))
    assert after == before
    assert f"{changed} figures for 400 Kreise" in printed.getvalue()
    assert f"{changed} figures written" in printed.getvalue()


@pytest.mark.django_db
def test_dry_run_writes_nothing_and_a_bad_file_is_a_clear_error(tmp_path: Path) -> None:
    load_reference_places()
    Figure.objects.all().delete()
    file = employment(tmp_path, "05515;   Münster;Insgesamt;100\n")

    call_command("figures_import", "13111-07-05-4", str(file), dry_run=True, stdout=StringIO())
    with pytest.raises(CommandError, match="there is no file"):
        call_command("figures_import", "13111-07-05-4", str(tmp_path / "none.csv"))

    assert not Figure.objects.exists()
