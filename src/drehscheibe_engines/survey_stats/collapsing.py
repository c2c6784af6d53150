"""Which categories are too thin to weight on, which to merge, and which variables are worth it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from drehscheibe_engines.survey_stats.arrays import FloatArray, IntArray, checked_weights
from drehscheibe_engines.survey_stats.margins import Margin

#: Below this many respondents a category gives unstable weights.
THIN_CELL = 20

#: Weight only on variables of which a category is off by more than this (DeBell and Krosnick).
WORTH_POINTS = 5.0


@dataclass(frozen=True, slots=True)
class CollapseProposal:
    """A proposal to merge two categories, for a person to accept or refuse.

    Attributes
    ----------
    margin : str
        The variable.
    merge : tuple of str
        Categories that become one.
    respondents : int
        Respondents of the merged category.
    reason_en, reason_de : str
        Why, in one sentence.
    """

    margin: str
    merge: tuple[str, ...]
    respondents: int
    reason_en: str
    reason_de: str


def propose_collapsing(
    margin: Margin, codes: IntArray, *, thin_below: int = THIN_CELL, is_ordered: bool = True
) -> tuple[CollapseProposal, ...]:
    """Propose merges so that every category has enough respondents.

    Parameters
    ----------
    margin : Margin
        The variable with its population totals.
    codes : ndarray, shape (n,)
        Category per respondent; -1 (missing) is not counted.
    thin_below : int
        A category with fewer respondents is thin.
    is_ordered : bool
        Ordered categories (age, education) merge with the smaller neighbour, others with the
        smallest other category.

    Returns
    -------
    tuple of CollapseProposal
        Empty when no category is thin. Nothing is merged without being asked.
    """
    counts = np.bincount(codes[codes >= 0], minlength=len(margin.categories))
    groups = [([k], int(counts[k])) for k in range(len(counts)) if margin.totals[k] > 0]
    merged: list[tuple[list[int], int, int]] = []
    while len(groups) > 1:
        thinnest = min(range(len(groups)), key=lambda g: groups[g][1])
        if groups[thinnest][1] >= thin_below:
            break
        partner = _choose_partner(groups, thinnest, is_ordered=is_ordered)
        (members, size), (others, more) = groups[thinnest], groups[partner]
        merged = [m for m in merged if m[0] not in (members, others)]
        united = sorted(members + others)
        merged.append((united, size + more, size))
        groups = [g for i, g in enumerate(groups) if i not in (thinnest, partner)]
        groups = sorted([*groups, (united, size + more)])
    return tuple(_describe(margin, *merge, thin_below) for merge in merged)


def _choose_partner(groups: list[tuple[list[int], int]], thin: int, *, is_ordered: bool) -> int:
    others = [thin - 1, thin + 1] if is_ordered else range(len(groups))
    allowed = [g for g in others if g != thin and 0 <= g < len(groups)]
    return min(allowed, key=lambda g: (groups[g][1], g))


def _describe(
    margin: Margin, members: list[int], total: int, thin: int, thin_below: int
) -> CollapseProposal:
    names = tuple(margin.categories[k] for k in members)
    return CollapseProposal(
        margin.name,
        names,
        total,
        f"One of these categories has {thin} respondents; below {thin_below} a few people "
        f"would carry the weight of many. Merged they have {total}.",
        f"Eine dieser Gruppen hat {thin} Antworten. Unter {thin_below} tragen wenige Menschen "
        f"das Gewicht von vielen. Zusammen sind es {total}.",
    )


def find_margins_worth_weighting(
    margins: Sequence[Margin],
    codes: Sequence[IntArray],
    base_weights: FloatArray | None = None,
    *,
    points: float = WORTH_POINTS,
) -> tuple[str, ...]:
    """Name the margins of which a category is off by more than some percentage points.

    Parameters
    ----------
    margins, codes
        As for ``rake``; missing values are left out of the comparison.
    base_weights : ndarray, shape (n,), optional
        Weights before calibration, 1 if not given.
    points : float
        Percentage points; DeBell and Krosnick (2009) use 5.

    Returns
    -------
    tuple of str
        Names in the given order. Each margin costs precision; the others may stay out.
    """
    worth = []
    for margin, column in zip(margins, codes, strict=True):
        known = column >= 0
        base = np.ones(len(column)) if base_weights is None else checked_weights(base_weights)
        found = np.bincount(column[known], base[known], len(margin.categories))
        if found.sum() <= 0:
            continue
        gap = found / found.sum() - margin.totals / margin.totals.sum()
        if np.abs(gap).max() * 100 > points:
            worth.append(margin.name)
    return tuple(worth)
