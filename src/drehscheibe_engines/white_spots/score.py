"""The score of a white spot: industrial weight × missing coverage × need, each from 0 to 1.

A figure that is kept secret is unknown, not zero: then every part is the interval that the published
figures still allow, and so is the score.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

ALGORITHM, VERSION = "white-spots", 1

#: Employees in manufacturing with which a region has half of the weight that size can give.
HALF_MASS = 10_000
#: Share of manufacturing in all employees from which on share gives its whole weight.
FULL_SHARE = 0.5
#: Loss of employees in manufacturing, as a share, from which on decline counts whole.
FULL_DECLINE = 0.1
#: Part of the score that need decides; a region without special need keeps the rest.
NEED_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Interval:
    """From the least to the most that a value can be; both are the same where it is known."""

    low: float
    high: float

    @property
    def is_known(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Region:
    """What is known of a region.

    Attributes
    ----------
    manufacturing, employees : int or None
        Employees in manufacturing and in all sectors, by place of work; None: kept secret.
    initiatives : int
        Active initiatives that cover it.
    neighbours, neighbours_without : int
        Bordering regions, and those of them that no active initiative covers.
    change : float or None
        Change of employees in manufacturing between two dates, as a share (-0.04: four per cent
        fewer); None: not known.
    has_change : bool
        Whether the series has two dates at all. Without it decline is no part of need.
    """

    manufacturing: int | None
    employees: int | None
    initiatives: int
    neighbours: int
    neighbours_without: int
    change: float | None = None
    has_change: bool = False

    def __post_init__(self) -> None:
        counts = (self.manufacturing, self.employees, self.initiatives, self.neighbours)
        if any(count is not None and count < 0 for count in counts):
            raise ValueError("counts are not negative")
        if not 0 <= self.neighbours_without <= self.neighbours:
            raise ValueError("neighbours without an initiative are some of the neighbours")
        if None not in (self.manufacturing, self.employees) and (
            (self.manufacturing or 0) > (self.employees or 0)
        ):
            raise ValueError("no region has more employees in manufacturing than in all sectors")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a score, each from 0 to 1."""

    mass: Interval
    share: Interval
    weight: Interval
    gap: float
    need: Interval


@dataclass(frozen=True, slots=True)
class Score:
    """From 0 to 100, with the parts that it was made of."""

    value: Interval
    parts: Parts

    @property
    def is_known(self) -> bool:
        return self.value.is_known


def score_region(region: Region) -> Score:
    """Return the score of a region; O(1), no randomness.

    Notes
    -----
    ``mass = E / (E + 10,000)``, ``share = min(1, (E / T) / 0.5)``, ``weight = (mass + share) / 2``,
    ``gap = 1 / (1 + n)``, ``need`` the mean of what is known: the share of neighbours without an
    initiative and, where two dates exist, the loss of manufacturing employees out of 10 per cent;
    ``score = 100 · weight · gap · (0.7 + 0.3 · need)``.

    The score never falls with more employees in manufacturing, more neighbours without an
    initiative or more loss; it never rises with more initiatives or with more employees elsewhere.

    Where E is secret it lies between 0 and T; where T is secret the share lies between 0 and 1.
    """
    mass, share = _mass(region), _share(region)
    weight = Interval((mass.low + share.low) / 2, (mass.high + share.high) / 2)
    gap = 1 / (1 + region.initiatives)
    need = _need(region)
    value = Interval(
        100 * weight.low * gap * (1 - NEED_WEIGHT + NEED_WEIGHT * need.low),
        100 * weight.high * gap * (1 - NEED_WEIGHT + NEED_WEIGHT * need.high),
    )
    return Score(value, Parts(mass, share, weight, gap, need))


def rank_interval(value: Interval, others: Collection[Interval]) -> tuple[int, int]:
    """Return the best and the worst place that a value can take among others, 1 being the first."""
    best = 1 + sum(other.low > value.high for other in others)
    worst = 1 + sum(other.high > value.low for other in others)
    return best, worst


def _mass(region: Region) -> Interval:
    if region.manufacturing is not None:
        mass = _saturate(region.manufacturing)
        return Interval(mass, mass)
    return Interval(0.0, 1.0 if region.employees is None else _saturate(region.employees))


def _saturate(employees: int) -> float:
    return employees / (employees + HALF_MASS)


def _share(region: Region) -> Interval:
    if region.manufacturing is None or region.employees is None:
        # Nobody of nobody: a region without employees has no industry, whatever is kept secret.
        return Interval(0.0, 0.0 if region.employees == 0 else 1.0)
    ratio = region.manufacturing / region.employees if region.employees else 0.0
    share = min(1.0, ratio / FULL_SHARE)
    return Interval(share, share)


def _need(region: Region) -> Interval:
    lonely = region.neighbours_without / region.neighbours if region.neighbours else 1.0
    if not region.has_change:
        return Interval(lonely, lonely)
    if region.change is None:
        return Interval(lonely / 2, (lonely + 1) / 2)
    loss = min(1.0, max(0.0, -region.change) / FULL_DECLINE)
    return Interval((lonely + loss) / 2, (lonely + loss) / 2)
