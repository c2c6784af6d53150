"""White spots as files for spreadsheets and programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from drehscheibe.capabilities.founding.queries.white_spots import Spot, survey_country
from drehscheibe.core.documents.cells import as_cell
from drehscheibe_engines import white_spots as engine

__all__ = ["COLUMNS", "describe_method", "to_csv", "to_record", "write_source"]

COLUMNS = (
    "kreis",
    "name",
    "land",
    "place_best",
    "place_worst",
    "score_low",
    "score_high",
    "weight_low",
    "weight_high",
    "gap",
    "need_low",
    "need_high",
    "manufacturing_employees",
    "employees",
    "population",
    "initiatives",
    "wide_initiatives",
    "neighbours",
    "neighbours_without",
    "url",
)


def to_record(spot: Spot) -> dict[str, Any]:
    """Return a Kreis as plain values; unknown is None."""
    parts = spot.score.parts
    return {
        "kreis": spot.key,
        "name": spot.name,
        "land": spot.land_code,
        "place_best": spot.best,
        "place_worst": spot.worst,
        "score_low": round(spot.score.value.low, 1),
        "score_high": round(spot.score.value.high, 1),
        "weight_low": round(parts.weight.low, 3),
        "weight_high": round(parts.weight.high, 3),
        "gap": round(parts.gap, 3),
        "need_low": round(parts.need.low, 3),
        "need_high": round(parts.need.high, 3),
        "manufacturing_employees": spot.manufacturing,
        "employees": spot.employees,
        "population": spot.population,
        "initiatives": spot.initiatives,
        "wide_initiatives": spot.wide,
        "neighbours": len(spot.neighbours),
        "neighbours_without": spot.neighbours_without,
        "url": settings.BASE_URL + reverse("white_spot", args=[spot.key]),
    }


def to_csv(spots: Iterable[Spot]) -> Iterator[str]:
    """Yield a table line by line; the last lines say where the figures come from."""
    yield _line(COLUMNS)
    for spot in spots:
        record = to_record(spot)
        yield _line(["" if record[name] is None else record[name] for name in COLUMNS])
    yield _line(())
    yield _line([f"# {engine.ALGORITHM} {engine.VERSION}"])
    yield _line([f"# {write_source()}"])


def describe_method() -> dict[str, Any]:
    """Return what a program must know to compute the same."""
    survey = survey_country()
    return {
        "algorithm": engine.ALGORITHM,
        "version": engine.VERSION,
        "formula": "100 * (E/(E+10000) + min(1, (E/T)/0.5))/2 * 1/(1+n) * (0.7 + 0.3*need)",
        "source": write_source(),
        "dates": [{"figure": name, "as_of": day.isoformat()} for name, day in survey.dates.items()],
        "decline_since": survey.change_from.isoformat() if survey.change_from else None,
    }


def write_source() -> str:
    """Return the line to print wherever the figures are, in German as the sources ask for it."""
    sources = survey_country().sources
    if not sources:
        return ""
    named = "; ".join(source.attribution for source in sources)
    licences = ", ".join(dict.fromkeys(source.licence for source in sources))
    return f"Quellen: {named}, {licences}, Daten bearbeitet."


def _line(values: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([as_cell(value) for value in values])
    return buffer.getvalue()
