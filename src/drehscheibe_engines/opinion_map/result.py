"""What a map says: plain immutable records, the same for both methods."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.bridging import Bridging, LeftOut, MinorityPosition
from drehscheibe_engines.opinion_map.identifiers import Identifier
from drehscheibe_engines.opinion_map.integrity import ArrivalCurve, Suspicion
from drehscheibe_engines.opinion_map.representativeness import Effect
from drehscheibe_engines.opinion_map.structure import Structure
from drehscheibe_engines.opinion_map.votes import VoteTable

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """Signs of coordinated voting and what they change.

    Attributes
    ----------
    suspicions : tuple of Suspicion
    arrivals : ArrivalCurve or None
        None without times.
    k_without : int or None
        Number of groups when the suspicious people are left out.
    gained, lost : tuple of int
        Statements that are carried only without, or only with, the suspicious people.
    """

    suspicions: tuple[Suspicion, ...] = ()
    arrivals: ArrivalCurve | None = None
    k_without: int | None = None
    gained: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupShares:
    """Share of agreement per group with 90 % intervals, shape (n_groups, n_statements)."""

    agree: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class MapResult:
    """A complete map of a conversation.

    Arrays over people have the order of ``table.participants``; NaN and label -1 mean "not
    on the map". Arrays and indices over statements refer to ``statements``.

    Attributes
    ----------
    table : VoteTable
        All votes, also those on excluded statements.
    statements : tuple of int or str, length n_statements
        Statements that take part: voted on and, in the default method, not excluded.
    method : str
        "default" or "polis".
    structure : Structure
    positions : ndarray, shape (n_people, 2)
    labels : ndarray of int, shape (n_people,)
        Index into ``group_names``, -1 for nobody's group.
    confidence : ndarray, shape (n_people,)
        Probability that the group is the right one; NaN where there is no statement.
    group_names : tuple of int or str
    stability : float or None
        Mean adjusted Rand index of refits on four fifths of the people.
    means, extremity : ndarray, shape (n_statements,)
    directions : ndarray, shape (n_statements, 2)
        Axes of the picture.
    counts : ndarray of int, shape (3, n_statements)
        Disagree, pass, agree of everybody.
    representative : tuple of tuple of Effect
        Per group.
    consensus : ndarray, shape (n_statements,)
        Group-informed consensus by the published formula.
    bridging : Bridging
    robust_bridging : ndarray, shape (n_statements,)
        Intercept of the factor model; NaN in the published method.
    divisive_q : ndarray, shape (n_statements,)
    priorities : ndarray, shape (n_statements,)
    shares : GroupShares or None
    majority : dict of str to tuple of int
        Statements most of all people agree or disagree with, as published.
    """

    table: VoteTable
    statements: tuple[Identifier, ...]
    method: str
    structure: Structure
    positions: Floats
    labels: NDArray[np.int64]
    confidence: Floats
    group_names: tuple[Identifier, ...]
    stability: float | None
    means: Floats
    extremity: Floats
    directions: Floats
    counts: NDArray[np.int64]
    representative: tuple[tuple[Effect, ...], ...]
    consensus: Floats
    bridging: Bridging
    robust_bridging: Floats
    divisive_q: Floats
    priorities: Floats
    shares: GroupShares | None = None
    majority: dict[str, tuple[int, ...]] = field(default_factory=dict)
    minorities: tuple[MinorityPosition, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    integrity: IntegrityReport = IntegrityReport()
