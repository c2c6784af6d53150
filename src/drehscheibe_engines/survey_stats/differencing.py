"""Differencing: whether a new cut may be published beside those that are public already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from drehscheibe_engines.survey_stats.arrays import BoolArray, FloatArray
from drehscheibe_engines.survey_stats.errors import SurveyInputError

#: Small groups that are looked at together: two people hidden in different corners can be
#: uncovered as a pair.
MOST_TOGETHER = 3


@dataclass(frozen=True, slots=True)
class CutDecision:
    """Whether a cut may be published, and if not, how many people it would uncover."""

    is_allowed: bool
    uncovered: int
    reason_de: str
    reason_en: str


def check_cut(
    new: npt.ArrayLike, published: Sequence[npt.ArrayLike], *, least: int = 10
) -> CutDecision:
    """Check whether a new cut and the published ones together single out a small group.

    Parameters
    ----------
    new : array_like of bool, shape (n,)
        Respondents in the new cut.
    published : sequence of array_like of bool, each shape (n,)
        Respondents in the cuts that are public, including "everybody".
    least : int
        Smallest group that may be known.

    Returns
    -------
    CutDecision
        Refused when the cut itself, its remainder inside a published cut, or any group that
        sums and differences of the cuts isolate has fewer than ``least`` members (but some).

    Raises
    ------
    SurveyInputError
        For cuts of different length.

    Notes
    -----
    Respondents with the same membership in all cuts form one group. A set of small groups is
    uncovered when its indicator is a linear combination of the cuts; sets of up to three groups
    are tried, and the remainders of nested cuts whatever their make-up. O(groups³ · cuts²).
    """
    wanted = np.asarray(new, dtype=bool)
    known = [np.asarray(cut, dtype=bool) for cut in published]
    if wanted.ndim != 1 or any(cut.shape != wanted.shape for cut in known):
        raise SurveyInputError("cuts", "need one mark per respondent in every cut")
    uncovered = _isolated_groups([*known, wanted], least) - _isolated_groups(known, least)
    sizes = [len(group) for group in uncovered] + _small_remainders(wanted, known, least)
    if not sizes:
        return CutDecision(True, 0, "", "")
    return CutDecision(
        False,
        min(sizes),
        f"Zusammen mit bereits veröffentlichten Auswertungen ließe sich eine Gruppe von weniger "
        f"als {least} Menschen herausrechnen.",
        f"Together with published breakdowns a group of fewer than {least} people could be "
        "worked out.",
    )


def _small_remainders(wanted: BoolArray, known: Sequence[BoolArray], least: int) -> list[int]:
    """Return the sizes of small differences between the cut and those that contain it."""
    pairs = [(wanted & ~cut, cut & ~wanted) for cut in known]
    sizes = [int(wanted.sum())]
    sizes += [int(outside.sum()) for extra, outside in pairs if not extra.any()]
    sizes += [int(extra.sum()) for extra, outside in pairs if not outside.any()]
    return [size for size in sizes if 0 < size < least]


def _isolated_groups(cuts: Sequence[BoolArray], least: int) -> set[frozenset[int]]:
    """Return the small groups of respondents that sums and differences of the cuts isolate."""
    if not cuts:
        return set()
    groups, member_of = np.unique(np.array(cuts), axis=1, return_inverse=True)
    sizes = np.bincount(member_of, minlength=groups.shape[1])
    indicators = groups.astype(np.float64)
    small = np.flatnonzero((sizes < least) & groups.any(axis=0)).tolist()
    return {
        frozenset(np.flatnonzero(np.isin(member_of, together)).tolist())
        for count in range(1, MOST_TOGETHER + 1)
        for together in combinations(small, count)
        if sizes[list(together)].sum() < least and _is_combination(indicators, together)
    }


def _is_combination(cuts: FloatArray, together: Sequence[int]) -> bool:
    target = np.zeros(cuts.shape[1])
    target[list(together)] = 1.0
    solution = np.linalg.lstsq(cuts.T, target, rcond=None)[0]
    return bool(np.abs(cuts.T @ solution - target).max() < 1e-8)
