"""How many of those who are expected come: a model with groups that stay away together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What happened to one confirmed group.

    Attributes
    ----------
    people : int
        People confirmed, at least 1.
    came : int
        People who came, 0 to `people`.
    """

    people: int
    came: int

    def __post_init__(self) -> None:
        if not 0 <= self.came <= self.people or self.people < 1:
            raise ValueError(f"{self.came} of {self.people} people cannot have come")


@dataclass(frozen=True, slots=True)
class NoShowModel:
    """Shares of people who come, with the uncertainty about them.

    Attributes
    ----------
    show_up : ndarray of float, shape (k,)
        Probability that a person comes, 0-1, in k scenarios.
    together : ndarray of float, shape (k,)
        Probability that a group decides as one (all come or nobody), 0-1. 0: everybody
        decides alone; 1: groups come whole or not at all.
    weights : ndarray of float, shape (k,)
        Probability of each scenario; adds up to 1.
    """

    show_up: NDArray[np.float64]
    together: NDArray[np.float64]
    weights: NDArray[np.float64]

    @classmethod
    def fixed(cls, *, no_show: float, together: float = 0.0) -> NoShowModel:
        """Return a model without uncertainty.

        Parameters
        ----------
        no_show : float
            Probability that a person stays away, 0-1.
        together : float
            Probability that a group decides as one, 0-1.

        Raises
        ------
        ValueError
            If a probability is outside 0-1.
        """
        if not (0 <= no_show <= 1 and 0 <= together <= 1):
            raise ValueError("probabilities must lie between 0 and 1")
        return cls(np.array([1.0 - no_show]), np.array([together]), np.ones(1))

    @property
    def mean_show_up(self) -> float:
        """Expected share of people who come."""
        return float(self.show_up @ self.weights)

    @property
    def mean_together(self) -> float:
        """Expected share of groups that decide as one."""
        return float(self.together @ self.weights)

    def group_arrivals(self, people: int) -> NDArray[np.float64]:
        """Return the distribution of arrivals of one group; shape (k, people + 1)."""
        came = np.arange(people + 1)
        choices = np.array([comb(people, count) for count in range(people + 1)], dtype=np.float64)
        p = self.show_up[:, None]
        alone = choices * p**came * (1 - p) ** (people - came)
        as_one = np.zeros_like(alone)
        as_one[:, 0], as_one[:, people] = 1 - self.show_up, self.show_up
        share = self.together[:, None]
        return (1 - share) * alone + share * as_one


def calibrate_no_shows(
    check_ins: Iterable[CheckIn], *, prior_show_up: float = 0.8, prior_people: float = 4.0
) -> NoShowModel:
    """Learn from past check-ins.

    Parameters
    ----------
    check_ins : iterable of CheckIn
        Confirmed groups of comparable tours; may be empty.
    prior_show_up : float
        Share of people (0-1, exclusive) that is expected without any experience.
    prior_people : float
        How many people's experience this expectation is worth, more than 0.

    Returns
    -------
    NoShowModel
        A grid of scenarios, 99 shares of people times 21 of groups that decide as one,
        weighted by how well each explains the check-ins: the uncertainty stays in every
        figure derived from it. Scenarios below one in a billion are left out.

    Raises
    ------
    ValueError
        If the expectation is outside its range.

    Notes
    -----
    Likelihood of a group: mixture of a binomial and an all-or-nothing part. Prior: beta
    distribution for the share of people (mean and weight as given), even for groups. Bayes'
    rule on the grid, exact up to its spacing of 0.01 and 0.05 (A. Gelman et al. 2013, Bayesian
    Data Analysis, section 3.7). O(distinct group sizes and outcomes).
    """
    if not 0 < prior_show_up < 1 or prior_people <= 0:
        raise ValueError("the prior needs a share between 0 and 1 and more than 0 people")
    show_up, together = (
        axis.ravel()
        for axis in np.meshgrid(np.arange(1, 100) / 100, np.arange(21) / 20, indexing="ij")
    )
    grid = NoShowModel(show_up, together, np.full(len(show_up), 1.0 / len(show_up)))
    yes, no = prior_show_up * prior_people, (1 - prior_show_up) * prior_people
    score = (yes - 1) * np.log(show_up) + (no - 1) * np.log1p(-show_up)
    counts: dict[tuple[int, int], int] = {}
    for one in check_ins:
        counts[one.people, one.came] = counts.get((one.people, one.came), 0) + 1
    for (people, came), count in sorted(counts.items()):
        likelihood = np.maximum(grid.group_arrivals(people)[:, came], 1e-300)
        score += count * np.log(likelihood)
    weights = np.exp(score - score.max())
    weights /= weights.sum()
    is_plausible = weights > 1e-9
    kept = weights[is_plausible]
    return NoShowModel(show_up[is_plausible], together[is_plausible], kept / kept.sum())
