"""Kreise by how much industry no initiative looks after: figures, neighbours, score, filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.core.places.models import Figure, FigureSource, Indicator, Kreis
from drehscheibe.core.places.names import list_adjoining
from drehscheibe.core.text.stems import fold
from drehscheibe_engines.white_spots import Region, Score, rank_interval, score_region

__all__ = [
    "Coverage",
    "KreisKind",
    "Order",
    "Size",
    "Source",
    "Spot",
    "SpotFilters",
    "Survey",
    "find_spot",
    "narrow",
    "read_filters",
    "survey_country",
]


class Coverage(models.TextChoices):
    NONE = "none", pgettext_lazy("white spots", "without an initiative")
    SOME = "some", pgettext_lazy("white spots", "with an initiative")
    ALL = "all", pgettext_lazy("white spots", "all Kreise")


class KreisKind(models.TextChoices):
    DISTRICT = "district", pgettext_lazy("white spots", "Landkreise")
    CITY = "city", pgettext_lazy("white spots", "Towns that are a Kreis")


class Size(models.TextChoices):
    """Employees in manufacturing."""

    SMALL = "under-5k", pgettext_lazy("white spots", "under 5,000")
    MIDDLE = "5k-10k", pgettext_lazy("white spots", "5,000 to 10,000")
    LARGE = "10k-20k", pgettext_lazy("white spots", "10,000 to 20,000")
    HUGE = "over-20k", pgettext_lazy("white spots", "over 20,000")


class Order(models.TextChoices):
    SCORE = "score", pgettext_lazy("white spots", "Score")
    INDUSTRY = "industry", pgettext_lazy("white spots", "Employees in manufacturing")
    NAME = "name", pgettext_lazy("white spots", "Name")


_FROM = {Size.SMALL: 0, Size.MIDDLE: 5_000, Size.LARGE: 10_000, Size.HUGE: 20_000}
_BELOW = {Size.SMALL: 5_000, Size.MIDDLE: 10_000, Size.LARGE: 20_000, Size.HUGE: 10**9}


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from; printed wherever they are."""

    attribution: str
    licence: str
    licence_url: str
    changes: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A Kreis with everything its score was made of.

    Attributes
    ----------
    manufacturing, employees, population : int or None
        None: kept secret at the source, or never published.
    initiatives, wide : int
        Active initiatives that count, and bodies of a whole Land that do not.
    change : float or None
        Change of employees in manufacturing between the first and the last date, as a share.
    best, worst : int
        Between which places the Kreis stands among all; the same where its figure is known.
    """

    key: str
    name: str
    land_code: str
    is_city: bool
    population: int | None
    manufacturing: int | None
    employees: int | None
    initiatives: int
    wide: int
    neighbours: tuple[str, ...]
    neighbours_without: int
    change: float | None
    score: Score
    best: int = 0
    worst: int = 0

    @property
    def share(self) -> float | None:
        if self.manufacturing is None or not self.employees:
            return None
        return self.manufacturing / self.employees

    @property
    def is_unknown(self) -> bool:
        return not self.score.is_known

    @property
    def is_white(self) -> bool:
        return self.initiatives == 0


@dataclass(frozen=True, slots=True)
class Survey:
    """The country on one day.

    Attributes
    ----------
    spots : mapping of Kreis key to Spot
        In the order of their places; those whose figure is unknown behind the others.
    dates : mapping of indicator to the newest reference date
    change_from : date or None
        First date of the series; None if there is only one, so that nothing is said about decline.
    """

    spots: Mapping[str, Spot]
    sources: tuple[Source, ...]
    dates: Mapping[str, date]
    change_from: date | None


@kept_for_epoch()
def survey_country() -> Survey:
    """Score every Kreis of today; four queries after a change, none otherwise."""
    newest, oldest, dates = _read_figures()
    first, last = _dates_of_manufacturing(oldest, newest)
    counts, wide = _count_initiatives()
    unranked = [
        _make_spot(kreis, newest, oldest, counts, wide, has_change=first != last)
        for kreis in Kreis.objects.filter(valid_until=None)
    ]
    known = [spot.score.value for spot in unranked if spot.score.is_known]
    ranked = []
    for spot in unranked:
        others = [*known]
        if spot.score.is_known:
            others.remove(spot.score.value)
        best, worst = rank_interval(spot.score.value, others)
        ranked.append(replace(spot, best=best, worst=best if spot.score.is_known else worst))
    ranked.sort(key=lambda spot: (spot.is_unknown, -spot.score.value.high, fold(spot.name)))
    return Survey(
        spots={spot.key: spot for spot in ranked},
        sources=_sources(),
        dates=dates,
        change_from=first if first != last else None,
    )


def find_spot(key: str) -> Spot | None:
    return survey_country().spots.get(key)


_Figures = dict[tuple[str, str], tuple[date, int | None]]


def _read_figures() -> tuple[_Figures, _Figures, dict[str, date]]:
    """Return the newest and the oldest figure per Kreis and indicator, and the newest dates."""
    rows = Figure.objects.order_by("reference_date").values_list(
        "kreis_id", "indicator", "reference_date", "value"
    )
    newest: _Figures = {}
    oldest: _Figures = {}
    dates: dict[str, date] = {}
    for key, indicator, day, value in rows:
        figure = (day, None if value is None else int(value))
        newest[key, indicator] = figure
        oldest.setdefault((key, indicator), figure)
        dates[indicator] = day
    return newest, oldest, dates


def _dates_of_manufacturing(oldest: _Figures, newest: _Figures) -> tuple[date | None, date | None]:
    name = Indicator.MANUFACTURING_EMPLOYEES
    first = [day for (_key, indicator), (day, _value) in oldest.items() if indicator == name]
    last = [day for (_key, indicator), (day, _value) in newest.items() if indicator == name]
    return min(first, default=None), max(last, default=None)


def _count_initiatives() -> tuple[Counter[str], Counter[str]]:
    """Return how many active initiatives count for each Kreis, and how many are too wide to."""
    counts: Counter[str] = Counter()
    wide: Counter[str] = Counter()
    for initiative in directory.list_active():
        if not initiative.is_example:
            (wide if initiative.is_wide else counts).update(initiative.kreise)
    return counts, wide


def _make_spot(
    kreis: Kreis,
    newest: _Figures,
    oldest: _Figures,
    counts: Mapping[str, int],
    wide: Mapping[str, int],
    *,
    has_change: bool,
) -> Spot:
    def value(figures: _Figures, indicator: str) -> int | None:
        return figures.get((kreis.pk, indicator), (None, None))[1]

    manufacturing = value(newest, Indicator.MANUFACTURING_EMPLOYEES)
    change = _change_of(kreis.pk, newest, oldest)
    neighbours = tuple(sorted(list_adjoining([kreis.pk])))
    without = sum(not counts.get(near, 0) for near in neighbours)
    employees = value(newest, Indicator.EMPLOYEES_TOTAL)
    score = score_region(
        Region(
            manufacturing=manufacturing,
            employees=employees,
            initiatives=counts.get(kreis.pk, 0),
            neighbours=len(neighbours),
            neighbours_without=without,
            change=change,
            has_change=has_change,
        )
    )
    return Spot(
        key=kreis.pk,
        name=kreis.label,
        land_code=kreis.land_id,
        is_city=kreis.is_city,
        population=value(newest, Indicator.POPULATION),
        manufacturing=manufacturing,
        employees=employees,
        initiatives=counts.get(kreis.pk, 0),
        wide=wide.get(kreis.pk, 0),
        neighbours=neighbours,
        neighbours_without=without,
        change=change,
        score=score,
    )


def _change_of(key: str, newest: _Figures, oldest: _Figures) -> float | None:
    """Return the change of employees in manufacturing; None without two figures of two dates."""
    series = (key, str(Indicator.MANUFACTURING_EMPLOYEES))
    if series not in newest:
        return None
    (first, before), (last, after) = oldest[series], newest[series]
    return after / before - 1 if first != last and before and after is not None else None


def _sources() -> tuple[Source, ...]:
    rows = FigureSource.objects.filter(figures__isnull=False).distinct().order_by("-pk")
    return tuple(
        Source(row.attribution, row.licence, row.licence_url, row.changes)
        for row in sorted(rows, key=lambda row: row.pk)
    )


@dataclass(frozen=True, slots=True)
class SpotFilters:
    """What a reader wants to see; made from the address and written back to it."""

    land: str = ""
    kind: str = ""
    size: str = ""
    coverage: str = Coverage.NONE
    only_unknown: bool = False
    text: str = ""
    order: str = Order.SCORE

    def to_query(self, **changes: object) -> str:
        new = replace(self, **changes)  # type: ignore[arg-type]
        pairs = [
            ("q", new.text),
            ("land", new.land),
            ("kind", new.kind),
            ("size", new.size),
            ("coverage", "" if new.coverage == Coverage.NONE else new.coverage),
            ("unknown", "1" if new.only_unknown else ""),
            ("sort", "" if new.order == Order.SCORE else new.order),
        ]
        return urlencode([(name, str(value)) for name, value in pairs if value])


def read_filters(values: Mapping[str, str], laender: Mapping[str, str]) -> SpotFilters:
    """Read an address; what it says that nobody understands is left out."""

    def one_of(name: str, known: object, default: str = "") -> str:
        value = values.get(name, "")
        return value if value in known else default  # type: ignore[operator]

    return SpotFilters(
        land=one_of("land", laender),
        kind=one_of("kind", KreisKind.values),
        size=one_of("size", Size.values),
        coverage=one_of("coverage", Coverage.values, Coverage.NONE),
        only_unknown=values.get("unknown", "") == "1",
        text=" ".join(values.get("q", "").split())[:80],
        order=one_of("sort", Order.values, Order.SCORE),
    )


def narrow(filters: SpotFilters) -> list[Spot]:
    """Return the Kreise that pass, in the order that was chosen."""
    spots = [spot for spot in survey_country().spots.values() if _passes(spot, filters)]
    if filters.order == Order.NAME:
        spots.sort(key=lambda spot: fold(spot.name))
    elif filters.order == Order.INDUSTRY:
        spots.sort(key=lambda spot: (spot.manufacturing is None, -(spot.manufacturing or 0)))
    return spots


def _passes(spot: Spot, filters: SpotFilters) -> bool:
    is_wanted = {
        Coverage.NONE: spot.is_white,
        Coverage.SOME: not spot.is_white,
        Coverage.ALL: True,
    }[Coverage(filters.coverage)]
    return (
        is_wanted
        and filters.land in ("", spot.land_code)
        and filters.kind in ("", KreisKind.CITY if spot.is_city else KreisKind.DISTRICT)
        and (not filters.size or _has_size(spot, Size(filters.size)))
        and (not filters.only_unknown or spot.is_unknown)
        and (not filters.text or fold(filters.text) in fold(spot.name) or filters.text == spot.key)
    )


def _has_size(spot: Spot, size: Size) -> bool:
    return spot.manufacturing is not None and _FROM[size] <= spot.manufacturing < _BELOW[size]
