"""`OpinionMap`: fit a conversation, in the style of scikit-learn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.assembly import map_as_published, map_by_default
from drehscheibe_engines.opinion_map.default_method import Settings
from drehscheibe_engines.opinion_map.identifiers import Identifier
from drehscheibe_engines.opinion_map.live import LiveMap
from drehscheibe_engines.opinion_map.live_view import LiveView
from drehscheibe_engines.opinion_map.result import MapResult
from drehscheibe_engines.opinion_map.votes import Vote, VoteTable


class OpinionMap:
    """Map of opinions in a dialogue.

    Parameters
    ----------
    method : {"default", "polis"}
        "polis" reproduces the published method for comparison.
    n_groups : int, optional
        Number of groups; estimated if None, none at all if 0.
    seed : int
        The result is a pure function of the votes, the settings and this seed.
    evidence : {"full", "none"}
        "none" gives axes, positions and a first partition without tests, confidence and
        representative statements; made for speed.

    Attributes
    ----------
    result_ : MapResult
        Canonical result of the last `fit`.
    positions_ : ndarray, shape (n_people, 2)
    labels_ : ndarray of int, shape (n_people,)
        -1 for nobody's group.
    live_ : LiveMap
        Created by the first `partial_fit`.

    Examples
    --------
    >>> votes = [(p, s, 1 if (p + s) % 2 else -1) for p in range(40) for s in range(12)]
    >>> OpinionMap(n_groups=2).fit(votes).result_.structure.k
    2
    """

    result_: MapResult
    live_: LiveMap

    def __init__(
        self,
        *,
        method: Literal["default", "polis"] = "default",
        n_groups: int | None = None,
        seed: int = 0,
        evidence: Literal["full", "none"] = "full",
    ) -> None:
        if method not in ("default", "polis"):
            raise ValueError(f"method must be 'default' or 'polis', got {method!r}")
        if evidence not in ("full", "none"):
            raise ValueError(f"evidence must be 'full' or 'none', got {evidence!r}")
        if n_groups is not None and n_groups < 0:
            raise ValueError(f"n_groups must not be negative, got {n_groups}")
        self.method = method
        self.n_groups = n_groups
        self.seed = seed
        self.evidence = evidence
        self._view: LiveView | None = None
        self._benches: Mapping[str, str] = {}

    def fit(
        self,
        votes: VoteTable | Iterable[Vote],
        *,
        groups: Mapping[Identifier, str] | None = None,
        benches: Mapping[Identifier, str] | None = None,
        first_votes: NDArray[np.float64] | None = None,
        background: Iterable[Identifier] = (),
    ) -> Self:
        """Compute the canonical map.

        Parameters
        ----------
        votes : VoteTable or iterable of (participant, statement, vote[, time])
        groups : mapping of participant to group, optional
            Known groups; nothing is estimated then.
        benches : mapping of participant to bench, optional
            Declared belonging, for instance employers, unions, administration.
        first_votes : ndarray, shape (n_people,), optional
            Time of each person's first vote in seconds, for bursts.
        background : iterable of int or str
            Excluded statements that ask about the person; only their routing differs.
        """
        table = votes if isinstance(votes, VoteTable) else VoteTable.from_votes(votes)
        settings = Settings(self.seed, self.n_groups, self.evidence, _as_text(groups))
        self._benches = _as_text(benches)
        if self.method == "polis":
            self.result_ = map_as_published(table, settings, self._benches, background)
        else:
            self.result_ = map_by_default(table, settings, self._benches, first_votes)
        self._view = None
        return self

    def partial_fit(self, votes: Iterable[Vote]) -> Self:
        """Take in new votes and update the live view, which is provisional.

        The identity of groups and the orientation of the map are kept. Call `fit` for a
        canonical result.
        """
        if not hasattr(self, "live_"):
            self.live_ = LiveMap(seed=self.seed)
            if hasattr(self, "result_"):
                self.live_.load(self.result_)
        self.live_.add_votes(vote[:3] for vote in votes)
        self._view = self.live_.tick()
        return self

    @property
    def positions_(self) -> NDArray[np.float64]:
        """Positions of all people; of the live view after `partial_fit`."""
        return self.result_.positions if self._view is None else self._view.positions

    @property
    def labels_(self) -> NDArray[np.int64]:
        """Groups of all people; of the live view after `partial_fit`."""
        return self.result_.labels if self._view is None else self._view.labels

    @property
    def participants_(self) -> tuple[Identifier, ...]:
        """Order of people in `positions_` and `labels_`."""
        return self.result_.table.participants if self._view is None else self._view.participants

    def without(self, people: Iterable[Identifier]) -> MapResult:
        """Repeat the last default fit without some people (deletion, or a what-if)."""
        gone = set(people)
        table = self.result_.table
        kept = np.array([person not in gone for person in table.participants], dtype=bool)
        settings = Settings(self.seed, self.n_groups, self.evidence)
        return map_by_default(replace(table).select_people(kept), settings, self._benches, None)


def _as_text(mapping: Mapping[Identifier, str] | None) -> dict[str, str]:
    return {str(person): str(name) for person, name in (mapping or {}).items()}
