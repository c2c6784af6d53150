"""What holds across groups and benches, what divides, what a minority holds strongly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.intervals import prior_strength, share_interval
from drehscheibe_engines.opinion_map.sparse_statistics import AGREE, DISAGREE

Floats = NDArray[np.float64]
Counts = NDArray[np.float64]

#: A crossing of group and bench is looked at on its own from this many people on.
SMALLEST_CELL = 10
#: Share from which, with its lower bound, a camp counts as strongly for something.
STRONG_SHARE = 0.75

CARRIED, REJECTED, DIVIDED, OPEN = "carried", "rejected", "divided", "open"


@dataclass(frozen=True, slots=True)
class Camp:
    """A group, a bench, or the people of a group on a bench.

    Attributes
    ----------
    kind : str
        "group", "bench", "cell", "pole" (halves of the first axis where no groups exist) or
        "all".
    name : str
    size : int
        Number of people.
    """

    kind: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Bridging:
    """Agreement across camps; all arrays have one entry per statement.

    Attributes
    ----------
    camps : tuple of Camp, length n_camps
    mean, low, high : ndarray, shape (n_camps, n_statements)
        Shrunken share of agreement and its 90 % interval.
    score : ndarray
        Shrunken share of agreement in the camp that agrees least, 0-1.
    weakest_low, weakest_high : ndarray
        Smallest lower and smallest upper bound of any camp.
    verdict : tuple of str
        "carried": the lower bound is above one half in every camp. "rejected": the upper
        bound is below one half in every camp. "divided": clearly above in one camp and
        clearly below in another. Else "open": not enough votes, or no clear majority.
    division : ndarray
        Largest difference of shares between two camps, 0-1.
    """

    camps: tuple[Camp, ...]
    mean: Floats
    low: Floats
    high: Floats
    score: Floats
    weakest_low: Floats
    weakest_high: Floats
    verdict: tuple[str, ...]
    division: Floats


@dataclass(frozen=True, slots=True)
class MinorityPosition:
    """A camp that clearly holds what most people clearly do not.

    ``answer`` is "agree" or "disagree"; ``low`` is the lower bound of the camp's share,
    ``everybody`` the share of all who voted.
    """

    statement: int
    camp: int
    answer: str
    share: float
    low: float
    everybody: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What happens to the carried statements if one camp is left out."""

    camp: int
    gained: tuple[int, ...]
    lost: tuple[int, ...]


def bridge(camps: tuple[Camp, ...], counts: Counts, *, quick: bool = False) -> Bridging:
    """Judge every statement by the camp that likes it least.

    Parameters
    ----------
    camps : tuple of Camp
    counts : ndarray, shape (n_camps, 3, n_statements)
        Disagree, pass, agree; a pass is a vote that is not agreement. Where membership is
        uncertain, a vote counts in each group with the probability of belonging to it.

    Notes
    -----
    Shares are pulled towards the share of all voters with a strength that is estimated from
    how much camps really differ (empirical Bayes; Efron & Morris 1975). "Carried" asks
    for a lower bound in each camp at once; as every camp has to pass, no further correction
    for their number is needed (intersection-union test, Berger 1982).
    """
    agree, cast = counts[:, AGREE], counts.sum(axis=1)
    mean, low, high = _shrunken(agree, cast, quick=quick)
    return Bridging(
        camps,
        mean,
        low,
        high,
        mean.min(axis=0),
        low.min(axis=0),
        high.min(axis=0),
        tuple(_verdicts(low, high).tolist()),
        mean.max(axis=0) - mean.min(axis=0),
    )


def minority_positions(camps: tuple[Camp, ...], counts: Counts) -> list[MinorityPosition]:
    """Find answers held by a clear majority of one camp against most others.

    The camp's lower bound must reach `STRONG_SHARE` of those who voted while less than half
    of all voters give that answer. Strongest first.
    """
    found = []
    cast = counts.sum(axis=1)
    for answer, row in (("agree", AGREE), ("disagree", DISAGREE)):
        mean, low, _ = _shrunken(counts[:, row], cast)
        basis = _everybody(camps)
        everybody = counts[basis, row].sum(axis=0) / np.maximum(cast[basis].sum(axis=0), 1)
        for camp, statement in zip(
            *np.nonzero((low >= STRONG_SHARE) & (everybody < 0.5)), strict=True
        ):
            found.append(
                MinorityPosition(
                    int(statement),
                    int(camp),
                    answer,
                    float(mean[camp, statement]),
                    float(low[camp, statement]),
                    float(everybody[statement]),
                )
            )
    return sorted(found, key=lambda entry: (-entry.low, entry.statement, entry.camp))


def leave_one_camp_out(camps: tuple[Camp, ...], counts: Counts) -> list[LeftOut]:
    """Repeat the judgement without each group or bench and list what changes.

    A statement gained without a camp is one that this camp alone holds up; one lost was
    carried by the votes of this camp.
    """
    before = _carried(bridge(camps, counts))
    table = []
    for index, camp in enumerate(camps):
        if camp.kind == "cell" or len(camps) < 2:
            continue
        others = [
            place
            for place, other in enumerate(camps)
            if place != index
            and not (other.kind == "cell" and camp.name in other.name.split(" × "))
        ]
        if not others:
            continue
        after = _carried(bridge(tuple(camps[place] for place in others), counts[others]))
        table.append(LeftOut(index, tuple(sorted(after - before)), tuple(sorted(before - after))))
    return table


def _shrunken(
    successes: Counts, cast: Counts, *, quick: bool = False
) -> tuple[Floats, Floats, Floats]:
    pooled = (successes.sum(axis=0) + 1.0) / (cast.sum(axis=0) + 2.0)
    expected = np.broadcast_to(pooled, successes.shape)
    strength = prior_strength(successes, cast, expected)
    return share_interval(successes, cast, prior_mean=expected, prior_votes=strength, quick=quick)


def _verdicts(low: Floats, high: Floats) -> NDArray[np.str_]:
    for_it, against = low > 0.5, high < 0.5
    judged = np.full(low.shape[1], OPEN, dtype="<U8")
    judged[for_it.any(axis=0) & against.any(axis=0)] = DIVIDED
    judged[for_it.all(axis=0)] = CARRIED
    judged[against.all(axis=0)] = REJECTED
    return judged


def _carried(bridging: Bridging) -> set[int]:
    return {index for index, verdict in enumerate(bridging.verdict) if verdict == CARRIED}


def _everybody(camps: tuple[Camp, ...]) -> list[int]:
    """Camps that together contain each person once."""
    kinds = [camp.kind for camp in camps]
    first = next(kind for kind in ("group", "pole", "all", "bench") if kind in kinds)
    return [index for index, kind in enumerate(kinds) if kind == first]
