"""Figures of a region as a sentence can use them, and the region itself as words of a sentence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import pgettext

from drehscheibe.capabilities.library.choices.package import FigureChoice
from drehscheibe.core.places.figures import FigureLine, latest_of_kreise, sum_up
from drehscheibe.core.places.models import Indicator
from drehscheibe.core.places.names import list_kreise
from drehscheibe.ui.formats import day, number, percent

__all__ = ["Offer", "find_offers", "name_region"]

#: Words with which a name of a Kreis begins that take another article.
_FEMININE = ("Region ", "Städteregion ")


@dataclass(frozen=True, slots=True)
class Offer:
    """One figure that the hub knows of a region, or knows to be unknown.

    Attributes
    ----------
    value : str
        "12.345" or "at least 12.345"; empty if it is unknown.
    label : str
        The rest of the sentence: "people work in manufacturing in Flensburg".
    note : str
        Source and date; if unknown, why.
    """

    value: str
    label: str
    note: str

    @property
    def is_known(self) -> bool:
        return bool(self.value)

    @property
    def sentence(self) -> str:
        return f"{self.value} {self.label}." if self.value else ""


def name_region(keys: Collection[str]) -> str:
    """Return one Kreis, or several together, with the preposition of the active language."""
    kreise = [kreis for kreis in list_kreise(with_dissolved=True) if kreis.ags5 in keys]
    if len(kreise) != 1:
        return pgettext("region in a sentence", "in our region")
    label = kreise[0].label
    if label.startswith("Landkreis "):
        name = label.removeprefix("Landkreis ")
        return pgettext("region in a sentence", "in the district of %(name)s") % {"name": name}
    if label.startswith("Kreis "):
        name = label.removeprefix("Kreis ")
        return pgettext("Kreis in a sentence", "in the district of %(name)s") % {"name": name}
    if label.startswith(_FEMININE):
        return pgettext("feminine region in a sentence", "in %(label)s") % {"label": label}
    if "kreis" in label.lower() or label.startswith("Regionalverband"):
        return pgettext("masculine region in a sentence", "in %(label)s") % {"label": label}
    return pgettext("region in a sentence", "in %(label)s") % {"label": label}


def find_offers(keys: Collection[str], in_region: str) -> dict[FigureChoice, Offer]:
    """Return what the hub can say of these Kreise in the active language; one query.

    Parameters
    ----------
    in_region : str
        The region as words of a sentence.
    """
    if not keys:
        return {}
    lines = list(latest_of_kreise(keys).values())
    figures = sum_up(lines) if len(lines) > 1 else lines[0]
    return {
        FigureChoice.EMPLOYEES: _employees(figures, in_region),
        FigureChoice.SHARE: _share(figures, in_region),
    }


def _employees(figures: dict[str, FigureLine], in_region: str) -> Offer:
    label = pgettext("figure of a region", "people work in manufacturing %(in_region)s") % {
        "in_region": in_region
    }
    line = figures.get(Indicator.MANUFACTURING_EMPLOYEES)
    if line is None or line.value is None:
        return Offer("", label, _why_unknown(line))
    value = number(int(line.value))
    if line.hidden_kreise:
        value = pgettext("figure of a region", "At least %(number)s") % {"number": value}
    return Offer(value, label, _source(line))


def _share(figures: dict[str, FigureLine], in_region: str) -> Offer:
    label = pgettext("figure of a region", "of all employees %(in_region)s work in manufacturing")
    label %= {"in_region": in_region}
    part = figures.get(Indicator.MANUFACTURING_EMPLOYEES)
    whole = figures.get(Indicator.EMPLOYEES_TOTAL)
    if part is None or whole is None or part.value is None or not whole.value:
        return Offer("", label, _why_unknown(part))
    if part.hidden_kreise or whole.hidden_kreise or part.reference_date != whole.reference_date:
        # A share of sums with gaps would be wrong by an amount that nobody knows.
        return Offer("", label, _why_unknown(part))
    return Offer(percent(float(Decimal(part.value) / whole.value)), label, _source(part))


def _source(line: FigureLine) -> str:
    return pgettext(
        "figure of a region",
        "%(source)s (%(licence)s); employees subject to social insurance, %(day)s",
    ) % {"source": line.attribution, "licence": line.licence, "day": day(line.reference_date)}


def _why_unknown(line: FigureLine | None) -> str:
    if line is None:
        return pgettext("figure of a region", "Unknown: the hub has no such figure.")
    return pgettext(
        "figure of a region",
        "Unknown: the statistical office keeps it secret, so that nobody can be recognised.",
    )
