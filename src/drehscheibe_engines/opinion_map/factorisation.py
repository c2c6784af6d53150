"""Bridging without groups: agreement that remains when the dividing line is accounted for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.votes import VoteTable

Floats = NDArray[np.float64]

#: Penalties of intercepts and factors, as published.
INTERCEPT_PENALTY, FACTOR_PENALTY = 0.15, 0.03


@dataclass(frozen=True, slots=True)
class Factorisation:
    """Fitted model ``vote = common + person + statement + person_factor * statement_factor``.

    Attributes
    ----------
    common : float
    statement_intercept : ndarray, shape (n_statements,)
        Agreement that does not depend on which side of the dividing line people are on:
        the robust bridging score. Votes are 0 disagree, 0.5 pass, 1 agree.
    statement_factor : ndarray, shape (n_statements,)
        How strongly the statement divides along the line.
    person_intercept, person_factor : ndarray, shape (n_people,)
    steps : int
    """

    common: float
    statement_intercept: Floats
    statement_factor: Floats
    person_intercept: Floats
    person_factor: Floats
    steps: int


def factorise(
    table: VoteTable,
    *,
    start: Floats,
    max_steps: int = 60,
    tolerance: float = 1e-6,
) -> Factorisation:
    """Fit intercepts and one factor by alternating least squares.

    Parameters
    ----------
    table : VoteTable
    start : ndarray, shape (n_people,)
        First guess of the person factors, for instance the first coordinate of the map.
    max_steps : int
    tolerance : float
        Stop when no statement intercept moved by more.

    Notes
    -----
    The model of Wojcik et al. (2022), "Birdwatch: Crowd wisdom and bridging algorithms can
    inform understanding and reduce the spread of misinformation". The squared error is a
    mean over votes and the penalties are means over people and statements, so a person's
    penalty weighs ``n_votes / n_people`` votes. Each half step has a closed form; the result
    does not depend on a random start. O(n_votes) per step.
    """
    rows, columns = table.rows, table.columns
    values = (table.values.astype(np.float64) + 1) / 2
    n_people, n_statements = table.n_people, table.n_statements
    per_person = values.size / max(n_people, 1)
    per_statement = values.size / max(n_statements, 1)
    spread = float(np.std(start)) if start.size else 0.0
    factor_p = np.asarray(start, dtype=float) / (spread if spread > 0 else 1.0)
    common = float(values.mean()) if values.size else 0.5
    shift_p = np.zeros(n_people)
    shift_s, factor_s = np.zeros(n_statements), np.zeros(n_statements)
    steps, moved = 0, np.inf
    while steps < max_steps and moved >= tolerance:
        steps += 1
        earlier = shift_s
        rest = values - common - shift_p[rows]
        shift_s, factor_s = _ridge(columns, factor_p[rows], rest, n_statements, per_statement)
        rest = values - common - shift_s[columns]
        shift_p, factor_p = _ridge(rows, factor_s[columns], rest, n_people, per_person)
        rest = values - shift_p[rows] - shift_s[columns] - factor_p[rows] * factor_s[columns]
        common = float(rest.mean() / (1 + INTERCEPT_PENALTY)) if values.size else 0.5
        moved = float(np.abs(shift_s - earlier).max(initial=0.0))
    return Factorisation(common, shift_s, factor_s, shift_p, factor_p, steps)


def _ridge(
    owner: NDArray[np.int32], slope: Floats, rest: Floats, size: int, weight: float
) -> tuple[Floats, Floats]:
    """Solve the two unknowns of every owner at once: intercept and factor."""
    n = np.bincount(owner, minlength=size) + INTERCEPT_PENALTY * weight
    sx = np.bincount(owner, slope, size)
    sxx = np.bincount(owner, slope * slope, size) + FACTOR_PENALTY * weight
    sy = np.bincount(owner, rest, size)
    sxy = np.bincount(owner, slope * rest, size)
    determinant = np.maximum(n * sxx - sx * sx, 1e-12)
    return (sxx * sy - sx * sxy) / determinant, (n * sxy - sx * sy) / determinant
