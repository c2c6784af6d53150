"""Population margins: known totals per category, and the check whether a weighting meets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from drehscheibe_engines.survey_stats.arrays import (
    MISSING,
    FloatArray,
    IntArray,
    checked_codes,
    sum_by_code,
)
from drehscheibe_engines.survey_stats.errors import SurveyInputError

#: Totals of two margins may differ by this ratio (two sources, two dates); beyond it one is wrong.
TOTALS_TOLERANCE_RATIO = 0.05

#: Label of the category that holds respondents with a missing value.
MISSING_LABEL = "(missing)"


@dataclass(frozen=True, slots=True)
class Margin:
    """Known population totals of one variable.

    Attributes
    ----------
    name : str
        Variable, for example ``"age"``.
    categories : tuple of str, length n_categories
        Names of the categories; code ``k`` means ``categories[k]``.
    totals : ndarray, shape (n_categories,)
        Persons (or shares) in the population, 0 or more.
    """

    name: str
    categories: tuple[str, ...]
    totals: FloatArray

    @classmethod
    def from_mapping(cls, name: str, totals: Mapping[str, float]) -> Margin:
        """Build a margin from ``{category: population total}``.

        Raises
        ------
        SurveyInputError
            Without categories, for totals that are negative or not numbers, or that sum to 0.
        """
        place = f"margins.{name}"
        if not totals:
            raise SurveyInputError(place, "has no categories")
        values = np.array([float(total) for total in totals.values()])
        for category, value in zip(totals, values, strict=True):
            if not np.isfinite(value) or value < 0:
                raise SurveyInputError(f"{place}.{category}", f"total {value:g} is not 0 or more")
        if values.sum() <= 0 or not np.isfinite(values.sum()):
            raise SurveyInputError(place, "the totals do not sum to a positive number")
        return cls(name, tuple(totals), values)


@dataclass(frozen=True, slots=True)
class MarginCell:
    """One category of one margin: what it should weigh, weighed before and weighs now."""

    margin: str
    category: str
    respondents: int
    target: float
    before: float
    achieved: float

    @property
    def gap_ratio(self) -> float:
        """Distance from the target relative to it (0 when both are 0)."""
        return abs(self.achieved - self.target) / self.target if self.target else self.achieved


@dataclass(frozen=True, slots=True)
class CodedMargins:
    """Margins made consistent with each other and with the respondents.

    Attributes
    ----------
    margins : tuple of Margin
        Targets with a common total; a category ``(missing)`` where values are missing.
    codes : tuple of ndarray, each shape (n,)
        Category per respondent and margin, never missing.
    """

    margins: tuple[Margin, ...]
    codes: tuple[IntArray, ...]


def code_margins(
    margins: Sequence[Margin], codes: Sequence[IntArray], base_weights: FloatArray
) -> CodedMargins:
    """Give every margin the same total and a bucket for missing values.

    Parameters
    ----------
    margins : sequence of Margin
        At least one.
    codes : sequence of ndarray, each shape (n,)
        Category codes per respondent; -1 means missing.
    base_weights : ndarray, shape (n,)
        Weights before calibration; missing values keep their share of these.

    Returns
    -------
    CodedMargins
        Targets sum to the total of the first margin.

    Raises
    ------
    SurveyInputError
        When a category with a positive target has no respondents (it is named), when totals of
        two margins differ by more than 5 %, or when codes and margins do not fit.

    Notes
    -----
    People who did not give their age are not dropped: the bucket keeps their observed share
    and the known totals are scaled to the remainder. O(n × margins).
    """
    if not margins or len(margins) != len(codes):
        raise SurveyInputError("margins", "needs at least one margin and one column per margin")
    population = float(margins[0].totals.sum())
    coded = [
        _with_bucket(
            margin,
            checked_codes(column, len(margin.categories), f"margins.{margin.name}"),
            base_weights,
            population,
        )
        for margin, column in zip(margins, codes, strict=True)
    ]
    return CodedMargins(tuple(m for m, _ in coded), tuple(c for _, c in coded))


def _with_bucket(
    margin: Margin, codes: IntArray, base_weights: FloatArray, population: float
) -> tuple[Margin, IntArray]:
    if len(codes) != len(base_weights):
        raise SurveyInputError(f"margins.{margin.name}", "needs one category per respondent")
    own = float(margin.totals.sum())
    if abs(own / population - 1) > TOTALS_TOLERANCE_RATIO:
        raise SurveyInputError(
            f"margins.{margin.name}",
            f"totals sum to {own:,.0f}, those of the first margin to {population:,.0f}; "
            "use the same population for all margins",
        )
    missing = codes == MISSING
    missing_ratio = float(base_weights[missing].sum() / base_weights.sum())
    targets = margin.totals * (population / own) * (1 - missing_ratio)
    categories = margin.categories
    if missing.any():
        targets = np.append(targets, population * missing_ratio)
        categories = (*categories, MISSING_LABEL)
        codes = np.where(missing, len(margin.categories), codes)
    coded = Margin(margin.name, categories, targets)
    refuse_empty_cells(coded, sum_by_code(codes, base_weights, len(categories)))
    return coded, codes


def refuse_empty_cells(margin: Margin, achieved: FloatArray) -> None:
    """Refuse a margin in which a category with a positive target carries no weight.

    Raises
    ------
    SurveyInputError
        Naming every such category.
    """
    empty = (achieved <= 0) & (margin.totals > 0)
    if empty.any():
        cells = ", ".join(f"{margin.name} = {margin.categories[k]}" for k in np.flatnonzero(empty))
        raise SurveyInputError(
            f"margins.{margin.name}",
            f"no respondents in {cells}, but the population has some; "
            "merge this category with a neighbour before weighting",
        )


def check_margins(
    coded: CodedMargins, before: FloatArray, weights: FloatArray
) -> tuple[MarginCell, ...]:
    """Weigh every category anew from the weights per respondent.

    Notes
    -----
    This is the proof that a weighting meets its targets; the number of rounds or a message of
    convergence is not. ``before`` is scaled to the population total so that it compares.
    """
    scale = float(coded.margins[0].totals.sum() / before.sum())
    cells: list[MarginCell] = []
    for margin, codes in zip(coded.margins, coded.codes, strict=True):
        size = len(margin.categories)
        counts = np.bincount(codes, minlength=size)
        was = sum_by_code(codes, before, size) * scale
        now = sum_by_code(codes, weights, size)
        cells.extend(
            MarginCell(
                margin.name,
                margin.categories[k],
                int(counts[k]),
                float(margin.totals[k]),
                float(was[k]),
                float(now[k]),
            )
            for k in range(size)
        )
    return tuple(cells)
