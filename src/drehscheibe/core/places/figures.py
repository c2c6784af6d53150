"""Write figures and read them with their sources."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import transaction

from drehscheibe.core.outbox.epoch import advance_epoch
from drehscheibe.core.places.models import Figure, FigureSource, Indicator
from drehscheibe.core.places.official_tables import Read
from drehscheibe.core.places.reference import EMPLOYMENT, GAZETTEER

__all__ = ["FigureLine", "latest_of_kreise", "store", "sum_up"]

SOURCES = {"gazetteer": GAZETTEER, "13111-07-05-4": EMPLOYMENT}


@transaction.atomic
def store(table: str, read: Read) -> int:
    """Write what was read, replacing values of the same Kreis, indicator and date."""
    described = SOURCES[table]
    day = f"{read.reference_date:%d.%m.%Y}"
    source, _made = FigureSource.objects.update_or_create(
        key=f"{described['key']}-{read.reference_date:%Y-%m-%d}",
        defaults={
            **{name: text for name, text in described.items() if name != "key"},
            "attribution": f"{described['attribution'].rsplit(', St', 1)[0]}, Stand {day}",
        },
    )
    Figure.objects.bulk_create(
        [
            Figure(
                kreis_id=cell.ags5,
                indicator=cell.indicator,
                value=cell.value,
                reference_date=read.reference_date,
                source=source,
            )
            for cell in read.cells
        ],
        update_conflicts=True,
        unique_fields=["kreis", "indicator", "reference_date"],
        update_fields=["value", "source"],
        batch_size=400,
    )
    transaction.on_commit(advance_epoch)
    return len(read.cells)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """The newest value of an indicator for one Kreis, or the sum for several.

    Attributes
    ----------
    value : Decimal or None
        None where it is kept secret at the source or was never published.
    hidden_kreise : int
        For a sum: how many Kreise are missing in it.
    attribution : str
        To be printed wherever the value is shown.
    """

    indicator: str
    label: str
    value: Decimal | None
    reference_date: date
    attribution: str
    changes: str
    licence: str
    licence_url: str
    hidden_kreise: int = 0


def latest_of_kreise(keys: Collection[str]) -> dict[str, dict[str, FigureLine]]:
    """Return the newest figure of every indicator per Kreis key; one query."""
    rows = Figure.objects.filter(kreis_id__in=keys).select_related("source")
    lines: dict[str, dict[str, FigureLine]] = {key: {} for key in keys}
    for row in rows.order_by("reference_date"):
        lines[row.kreis_id][row.indicator] = FigureLine(
            indicator=row.indicator,
            label=str(Indicator(row.indicator).label),
            value=row.value,
            reference_date=row.reference_date,
            attribution=row.source.attribution,
            changes=row.source.changes,
            licence=row.source.licence,
            licence_url=row.source.licence_url,
        )
    return lines


def sum_up(lines: Collection[dict[str, FigureLine]]) -> dict[str, FigureLine]:
    """Add the figures of several Kreise; says how many had to be left out of each sum."""
    sums: dict[str, FigureLine] = {}
    for indicator in Indicator.values:
        known = [of_kreis[indicator] for of_kreis in lines if indicator in of_kreis]
        shown = [line.value for line in known if line.value is not None]
        if not known:
            continue
        newest = max(known, key=lambda line: line.reference_date)
        sums[indicator] = replace(
            newest,
            value=sum(shown, Decimal(0)) if shown else None,
            hidden_kreise=len(lines) - len(shown),
        )
    return sums
