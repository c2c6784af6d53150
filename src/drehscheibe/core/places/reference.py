"""The sixteen Länder, 400 Kreise, their neighbours and first figures, from the files beside."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from drehscheibe.core.outbox.epoch import advance_with_commit
from drehscheibe.core.places.models import Figure, FigureSource, Indicator, Kreis, Land

__all__ = ["LAENDER", "Report", "load_reference_places"]

DATA = Path(__file__).parent / "data"

#: Code, official key, German and English name.
LAENDER = (
    ("SH", "01", "Schleswig-Holstein", "Schleswig-Holstein"),
    ("HH", "02", "Hamburg", "Hamburg"),
    ("NI", "03", "Niedersachsen", "Lower Saxony"),
    ("HB", "04", "Bremen", "Bremen"),
    ("NW", "05", "Nordrhein-Westfalen", "North Rhine-Westphalia"),
    ("HE", "06", "Hessen", "Hesse"),
    ("RP", "07", "Rheinland-Pfalz", "Rhineland-Palatinate"),
    ("BW", "08", "Baden-Württemberg", "Baden-Württemberg"),
    ("BY", "09", "Bayern", "Bavaria"),
    ("SL", "10", "Saarland", "Saarland"),
    ("BE", "11", "Berlin", "Berlin"),
    ("BB", "12", "Brandenburg", "Brandenburg"),
    ("MV", "13", "Mecklenburg-Vorpommern", "Mecklenburg-Western Pomerania"),
    ("SN", "14", "Sachsen", "Saxony"),
    ("ST", "15", "Sachsen-Anhalt", "Saxony-Anhalt"),
    ("TH", "16", "Thüringen", "Thuringia"),
)

GAZETTEER = {
    "key": "destatis-gemeindeverzeichnis",
    "name": "Gemeindeverzeichnis, Gebietsstand 31.12.2021",
    "attribution": "Statistisches Bundesamt (Destatis), Gemeindeverzeichnis, Stand 31.12.2021",
    "licence": "dl-de/by-2-0",
    "licence_url": "https://www.govdata.de/dl-de/by-2-0",
    "url": "https://www.destatis.de/DE/Themen/Laender-Regionen/Regionales/Gemeindeverzeichnis/_inhalt.html",
    "changes": "Daten bearbeitet.",
}
EMPLOYMENT = {
    "key": "regionaldatenbank-13111-07-05-4",
    "name": "Sozialversicherungspflichtig Beschäftigte am Arbeitsort nach Wirtschaftszweigen",
    "attribution": (
        "Statistische Ämter des Bundes und der Länder, Tabelle 13111-07-05-4, Stichtag 30.06.2020"
    ),
    "licence": "dl-de/by-2-0",
    "licence_url": "https://www.govdata.de/dl-de/by-2-0",
    "url": "https://www.regionalstatistik.de/genesis/online",
    "changes": (
        "Daten bearbeitet: zwei Zeilen je Kreis ausgewählt; Eisenach (16056) zum Wartburgkreis"
        " (16063) gezählt; Hamburg und Berlin aus den Landeszeilen."
    ),
}
POPULATION_DATE = date(2021, 12, 31)
EMPLOYMENT_DATE = date(2020, 6, 30)


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found and wrote."""

    laender: int
    kreise: int
    neighbour_pairs: int
    figures: int


@transaction.atomic
def load_reference_places() -> Report:
    """Write Länder, Kreise, neighbours and figures; running it again changes nothing.

    Figures that an operator imported later (another reference date) stay untouched.
    """
    for code, key, name, name_en in LAENDER:
        Land.objects.update_or_create(
            code=code, defaults={"key": key, "name": name, "name_en": name_en}
        )
    rows = list(_read("kreise.csv"))
    Kreis.objects.bulk_create(
        [_kreis(row) for row in rows],
        update_conflicts=True,
        unique_fields=["ags5"],
        update_fields=["name", "kind", "land", "nuts3", "longitude", "latitude", "note"],
    )
    report = Report(
        laender=len(LAENDER),
        kreise=len(rows),
        neighbour_pairs=_load_neighbours(_read("kreise_neighbours.csv")),
        figures=_load_figures(rows),
    )
    advance_with_commit("places")
    return report


def _read(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _kreis(row: dict[str, str]) -> Kreis:
    return Kreis(
        ags5=row["ags5"],
        name=row["name"],
        kind=row["type"],
        land_id=row["land"],
        nuts3=row["nuts3"],
        longitude=float(row["lon"]),
        latitude=float(row["lat"]),
        note=row["note"],
    )


def _load_neighbours(rows: Iterable[dict[str, str]]) -> int:
    through = Kreis.neighbours.through
    pairs = [(row["ags5"], row["neighbour"]) for row in rows]
    through.objects.bulk_create(
        [
            through(from_kreis_id=here, to_kreis_id=there)
            for pair in pairs
            for here, there in (pair, pair[::-1])
        ],
        ignore_conflicts=True,
    )
    return len(pairs)


def _load_figures(rows: list[dict[str, str]]) -> int:
    gazetteer = FigureSource.objects.update_or_create(key=GAZETTEER["key"], defaults=GAZETTEER)[0]
    employment = FigureSource.objects.update_or_create(key=EMPLOYMENT["key"], defaults=EMPLOYMENT)[
        0
    ]
    series = (
        (Indicator.POPULATION, "population", POPULATION_DATE, gazetteer),
        (Indicator.AREA_KM2, "area_km2", POPULATION_DATE, gazetteer),
        (Indicator.MANUFACTURING_EMPLOYEES, "manufacturing_employees", EMPLOYMENT_DATE, employment),
        (Indicator.EMPLOYEES_TOTAL, "employees_total", EMPLOYMENT_DATE, employment),
    )
    figures = [
        Figure(
            kreis_id=row["ags5"],
            indicator=indicator,
            value=Decimal(row[column]) if row[column] else None,  # empty: kept secret at the source
            reference_date=day,
            source=source,
        )
        for row in rows
        for indicator, column, day, source in series
    ]
    Figure.objects.bulk_create(
        figures,
        update_conflicts=True,
        unique_fields=["kreis", "indicator", "reference_date"],
        update_fields=["value", "source"],
        batch_size=400,
    )
    return len(figures)
